import { randomUUID } from 'node:crypto';
import type { EventStore } from '@adapters/event-store';
import { canonicalDump, type ReadStore } from '@adapters/read-store';
import { openDatabase } from '../../../../test/databases/database';
import { poison, type Poisoned } from '../../../../test/flows/poisoned-store';
import { type Province, startProvince } from '../../../../test/flows/province';
import { inStore, metaOf, Scribe } from '../../../../test/flows/scribe';
import { Visibility } from '../asking/visibility';
import { RowsNews } from '../live/rows-news';
import { projections } from '../questions';
import { migrations } from '../read-models.module';
import { ParkedRows } from './parked-rows';
import { RowsWriter } from './rows-writer';

jest.setTimeout(180_000);

let province: Province;
let scribe: Scribe;
let poisoned: readonly Poisoned[];

beforeAll(async () => {
  province = await startProvince({ services: [] });
  scribe = new Scribe(inStore(province.store));
  for (const code of ['H99', 'H99.1', 'H99.2']) await scribe.register(code);
  await aDay();
  poisoned = await poison(province.context.configuration.eventStoreUrl);
  await aDay();
});
afterAll(() => province.stop());

async function aDay(): Promise<void> {
  const documentId = await scribe.issued('H99.1', ['H99', 'H99.2']);
  await scribe.arrive(documentId, 'H99.2');
  const dossierId = await scribe.opened('H99');
  await scribe.offer(dossierId, 'H99', 'H99.1');
}

const ended: Error[] = [];

async function projecting(reads: ReadStore, store: EventStore = province.store) {
  const { context, storeId } = province;
  const visibility = new Visibility(context.history, 30_000);
  const parts = {
    ...context,
    store,
    reads,
    visibility,
    news: new RowsNews(visibility, () => undefined),
    projections,
  };
  const parked = new ParkedRows(parts);
  const program = { migrations, end: (error: Error) => void ended.push(error) };
  const writer = new RowsWriter({ ...parts, ...program, parked });
  await writer.start();
  const untilVisible = async () => {
    const [head] = (await store.readAll({ max: 10_000 })).slice(-1);
    expect(await visibility.refusalUntilVisible(`${storeId}.${head?.position}`)).toBeUndefined();
  };
  return { writer, parked, untilVisible };
}

async function emptyDatabase() {
  const { reads, close } = await openDatabase();
  await reads.migrate(migrations);
  return { reads, close };
}

async function dumped(reads: ReadStore): Promise<string> {
  let text = '';
  for await (const line of canonicalDump(reads, { except: ['checkpoint', 'parked_stream'] })) text += line;
  return text;
}

const decision = () => ({
  reason: 'Ghi nhầm',
  at: '2026-11-29T01:00:00.000Z',
  meta: { ...metaOf('H99'), commandId: randomUUID() },
});

it('comes to the same rows and the same streams set aside from zero, skipped facts included', async () => {
  const live = await emptyDatabase();
  const first = await projecting(live.reads);
  await first.untilVisible();
  const before = await first.parked.list();
  expect(before.length).toBeGreaterThanOrEqual(poisoned.filter(({ staysBad }) => staysBad).length);
  const dossiers = before.filter(({ stream }) => stream.startsWith('dossier-'));
  for (const { eventId } of dossiers.slice(0, 2)) {
    expect(await first.parked.skip(eventId, decision())).toMatchObject({ skipped: { eventId } });
  }
  await aDay();
  await first.untilVisible();
  await first.writer.stop();

  const rebuilt = await emptyDatabase();
  const second = await projecting(rebuilt.reads);
  await second.untilVisible();
  await second.writer.stop();
  expect(await dumped(rebuilt.reads)).toBe(await dumped(live.reads));
  const placesOf = async ({ parked }: typeof first) =>
    (await parked.list()).map(({ stream, revision, reason }) => ({ stream, revision, reason }));
  expect(await placesOf(second)).toEqual(await placesOf(first));
  await live.close();
  await rebuilt.close();
});

it('takes a stream up beside what comes, from any process: nothing doubled, nothing lost', async () => {
  const { reads, close } = await emptyDatabase();
  const dossierId = await scribe.opened('H99.1');
  const act = async (times: number) => {
    for (let i = 0; i < times; i++) {
      const by = { by: 'H99.1', officer: 'mc.01', activity: `Bước ${i}` };
      await scribe.onDossier(dossierId, 'H99.1', { type: 'RecordActivity', ...by });
    }
  };
  const stream = `dossier-${dossierId}`;
  await act(3);
  const bad = badUntilMended(province.store, stream, 2n);
  const running = await projecting(reads, bad.store);
  await running.untilVisible();
  expect((await running.parked.list()).find((each) => each.stream === stream)).toMatchObject({
    revision: 2n,
  });
  const other = new ParkedRows({ ...province.context, reads, projections });
  const writing = act(30);
  bad.mend();
  expect(await other.replay(stream)).toEqual({ replayed: 1, failed: [] });
  await writing;
  await running.untilVisible();
  await running.writer.stop();
  const [row] = await reads.query<{ activities: number }>({
    text: 'select activities from dossier where dossier_id = $1',
    values: [dossierId],
  });
  expect(row?.activities).toBe(33);
  await close();
});

/** A store in which one fact is of an unknown version until it is mended. */
function badUntilMended(real: EventStore, stream: string, revision: bigint) {
  let isMended = false;
  const spoilt = async function* (options: Parameters<EventStore['followAll']>[0]) {
    for await (const each of real.followAll(options)) {
      const isBad = !isMended && 'stream' in each && each.stream === stream && each.revision === revision;
      yield isBad ? { ...each, type: 'ActivityRecorded.v99' } : each;
    }
  };
  const store = Object.assign(Object.create(real) as EventStore, { followAll: spoilt });
  return { store, mend: () => void (isMended = true) };
}
