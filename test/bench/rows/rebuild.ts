import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import {
  type EventStore,
  EventStoreDbStore,
  startEmbeddedNode,
  type StoredEvent,
} from '@adapters/event-store';
import { PostgresReadStore, type ReadStore, sql } from '@adapters/read-store';
import { firstEpochOf } from '@contracts';
import { processMetrics } from '@runtime';
import { Visibility } from '../../../apps/read-models/src/asking/visibility';
import { RowsNews } from '../../../apps/read-models/src/live/rows-news';
import { ParkedRows } from '../../../apps/read-models/src/projector/parked-rows';
import { RowsWriter } from '../../../apps/read-models/src/projector/rows-writer';
import { projections } from '../../../apps/read-models/src/questions';
import { migrations } from '../../../apps/read-models/src/read-models.module';
import { PostgresServer } from '../../conformance/read-store/postgres-server';
import type { Row } from '../bench';
import { nodeEntry } from '../house';
import { compared, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, number } from '../table';

/** P7: all read models from nothing, beside the slower of reading everything and writing rows to the same database. */
export const rebuild: Row = async (bench) => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const dataDir = join(folder, 'event-store');
  await mkdir(dataDir);
  // A node of its own: what other rows appended would be rebuilt as well, and is, where one store was given for all.
  const node = bench.given === undefined ? await startEmbeddedNode({ dataDir, entry: nodeEntry }) : undefined;
  const store = EventStoreDbStore.connect(node?.url ?? (await bench.store()));
  // As a house runs it.
  const database = await PostgresServer.create({});
  try {
    const size = bench.isQuick ? 2_000 : 6_000;
    await seed(store, size);
    const events = await store.readAll({ max: Number.MAX_SAFE_INTEGER - 1 });
    const reading = await readRate(store);
    const rows = PostgresReadStore.open(database.urlOf('postgres'));
    const rebuilt: Slice = async () => rebuildRate(store, await database.newDatabase(), events);
    const upserts: Slice = async (ms) => Math.min(await readRate(store), await upsertRate(rows, ms));
    const result = await compared(rebuilt, upserts, bench);
    const rate = await upsertRate(rows, bench.sliceMs);
    await rows.close();
    const what = `rebuild of ${number(events.length)} events`;
    const row = { row: 'P7', what, unit: 'events/s', wanted: '≥ 0.5' };
    const against = `min(R, Q); R ${number(reading)} events/s, Q ${number(rate)} rows/s`;
    return [comparedLine({ ...row, against }, result)];
  } finally {
    await store.close();
    await node?.stop();
    await database.remove();
    await rm(folder, { recursive: true, force: true });
  }
};

/** Half dossiers with their activities, half documents. */
async function seed(store: EventStore, events: number): Promise<void> {
  const seeds = new Seeds(store);
  const part = { sha256: 'a'.repeat(64), size: 1, mediaType: 'application/pdf', name: 'van-ban.pdf' };
  await seeds.dossiers(Math.round(events / 12), 5);
  await seeds.documents(Math.round(events / 6), part);
}

async function readRate(store: EventStore): Promise<number> {
  const started = performance.now();
  const { length } = await store.readAll({ max: Number.MAX_SAFE_INTEGER - 1 });
  return (length * 1000) / (performance.now() - started);
}

async function rebuildRate(store: EventStore, url: string, events: readonly StoredEvent[]): Promise<number> {
  const reads = PostgresReadStore.open(url);
  const visibility = new Visibility(firstEpochOf('bench'));
  const ours = { reads, visibility, news: new RowsNews(visibility, () => undefined), projections };
  const parts = { store, storeId: 'bench', ...ours, metrics: processMetrics('bench') };
  const log = pino({ level: 'silent' });
  const parked = new ParkedRows({ ...parts, log });
  const program = { migrations, end: () => undefined, history: { epoch: 1, lost: async () => undefined } };
  const writer = new RowsWriter({ ...parts, ...program, parked, log });
  const started = performance.now();
  await writer.start();
  const last = events.at(-1)?.position ?? 0n;
  while (visibility.position < last) {
    if (writer.state.state === 'stopped') throw new Error(writer.state.problem);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  const seconds = (performance.now() - started) / 1000;
  await writer.stop();
  await assertWhole(reads, events);
  await reads.close();
  return events.length / seconds;
}

async function assertWhole(reads: ReadStore, events: readonly StoredEvent[]): Promise<void> {
  const [found] = await reads.query<{ documents: number; dossiers: number }>(sql`
    select (select count(*)::int from document) as documents, (select count(*)::int from dossier) as dossiers`);
  const wanted = (type: string) => events.filter((event) => event.type === type).length;
  const whole = { documents: wanted('DocumentDrafted.v1'), dossiers: wanted('DossierOpened.v1') };
  if (JSON.stringify(found) !== JSON.stringify(whole))
    throw new Error(`rebuilt ${JSON.stringify(found)} instead of ${JSON.stringify(whole)}`);
}

/** Q: upserts in statements of 1,000 rows. */
async function upsertRate(reads: ReadStore, ms: number): Promise<number> {
  await reads.query(
    sql`create table if not exists bench_row (id text primary key, state text, changed_at text)`,
  );
  const started = performance.now();
  let written = 0;
  while (performance.now() - started < ms) {
    const rows = Array.from({ length: 1000 }, (_, index) => ({
      id: `row-${written + index}`,
      state: 'Queued',
    }));
    await reads.query(sql`
      insert into bench_row select id, state, 'now' from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as row(id text, state text)
      on conflict (id) do update set state = excluded.state`);
    written += rows.length;
  }
  return (written * 1000) / (performance.now() - started);
}
