import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDump, PostgresReadStore, type ReadStore } from '@adapters/read-store';
import { healthSubject, type InboxRow, type Page, type QueryReply, subjects, tokenAt } from '@contracts';
import { type HealthAnswer, type RunningService, startService } from '@runtime';
import { projections } from '../../apps/read-models/src/questions';
import { migrations, ReadModelsModule } from '../../apps/read-models/src/read-models.module';
import { PostgresServer } from '../conformance/read-store/postgres-server';
import { openLimitMs } from '../databases/database';
import { rebuilt } from '../faults/outside-invariants';
import { accepted, type Officer, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

jest.setTimeout(120_000);

let server: PostgresServer;
let province: Province;
let scribe: Scribe;
let clerk: Officer;
let rows: ReadStore;
/** What a program after this one would bring: one more migration, which has everything built again. */
let newer: string;
const running: RunningService[] = [];
let ended: Error[] = [];

beforeAll(async () => {
  server = await PostgresServer.create();
  province = await startProvince({ services: [], settings: { DATABASE_URL: server.urlOf('postgres') } });
  rows = PostgresReadStore.open(server.urlOf('postgres'));
  scribe = new Scribe(inStore(province.store));
  clerk = province.officer('H99.2', 'Clerk');
  newer = await mkdtemp(join(tmpdir(), 'newer-migrations-'));
  await cp(migrations, newer, { recursive: true });
  const tables = projections.flatMap((projection) => projection.tables.map(({ name }) => name));
  const again = `create table later (id text); truncate ${tables.join(', ')};
    update checkpoint set position = -1, stream = null, revision = null, event_id = null, is_live = false;`;
  await writeFile(join(newer, '900-later.sql'), again);
}, openLimitMs);
afterAll(async () => {
  await Promise.all(running.map((instance) => instance.stop()));
  await rows?.close();
  await province?.stop();
  await server?.remove();
  await rm(newer, { recursive: true, force: true });
});
beforeEach(() => {
  ended = [];
});

async function started(folder = migrations): Promise<RunningService> {
  const end = (error: Error) => void ended.push(error);
  const module = ReadModelsModule.forRoot(province.context, { migrations: folder, end });
  const instance = await startService('read-models', () => module, province.context);
  running.push(instance);
  return instance;
}

async function stopped(instance: RunningService): Promise<void> {
  running.splice(running.indexOf(instance), 1);
  await instance.stop();
}

const inbox = (commit: bigint): Promise<QueryReply<Page<InboxRow>>> =>
  clerk.query(subjects.getInbox, {}, { after: tokenAt(province.context.history, commit), limit: 200 });
const health = async () => accepted(await clerk.query<HealthAnswer>(healthSubject('read-models'), {}));

async function arrived(): Promise<bigint> {
  const documentId = await scribe.issued('H99.1', ['H99.2']);
  return (await scribe.arrive(documentId, 'H99.2')).position;
}

/** The rows are those that a new installation would build from the store. */
async function expectRowsOfTheStore(): Promise<void> {
  const anew = await rebuilt(province.storeId, await province.store.readAll({ max: 100_000 }));
  const [here, there] = [await dumped(rows), await dumped(anew.reads)];
  await anew.close();
  expect(here).toEqual(there);
}

async function dumped(reads: ReadStore): Promise<string> {
  let text = '';
  for await (const line of canonicalDump(reads, { except: ['checkpoint'] })) text += line;
  return text;
}

it('answers from what another instance writes, and writes within 5 s once that one is gone', async () => {
  const writer = await started();
  const standby = await started();
  expect(accepted(await inbox(await arrived())).rows).toHaveLength(1);
  await stopped(writer);
  const position = await arrived();
  expect(accepted(await inbox(position)).rows).toHaveLength(2);
  while ((await health()).details.projector !== 'live');
  expect(await health()).toMatchObject({ ready: true });
  await expectRowsOfTheStore();
  await stopped(standby);
});

it('goes on from where the rows stand when its turn was lost', async () => {
  const writer = await started();
  await rows.query({
    text: `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'lienthong%turn'`,
    values: [],
  });
  expect(accepted(await inbox(await arrived())).rows.length).toBeGreaterThan(2);
  await expectRowsOfTheStore();
  await stopped(writer);
});

it('lets a newer program build everything again under load, and never writes into what that one builds', async () => {
  const older = await started();
  for (let issues = 0; issues < 20; issues++) await arrived();
  let isOver = false;
  const load = (async () => {
    let last = 0n;
    while (!isOver) last = await arrived();
    return last;
  })();
  const upgraded = started(newer);
  await health();
  // The connection that holds the turn breaks while its process lives and has a batch in its hands.
  await rows.query({
    text: `select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'lienthong%turn'
      and pid in (select pid from pg_locks where locktype = 'advisory' and granted)`,
    values: [],
  });
  const next = await upgraded;
  isOver = true;
  const position = await load;
  while (ended.length === 0) await health();
  await stopped(older);
  expect(accepted(await inbox(position)).rows.length).toBeGreaterThan(20);
  expect(ended).toMatchObject([{ name: 'TablesAhead', file: '900-later.sql' }]);
  while (!(await health()).ready);
  await stopped(next);
  // An older program does not touch what a newer one made.
  await expect(started()).rejects.toMatchObject({ name: 'TablesAhead', file: '900-later.sql' });
});
