import { randomUUID } from 'node:crypto';
import { PostgresReadStore, sql } from '@adapters/read-store';
import { healthSubject, type InboxRow, type Page, subjects, tokenAt } from '@contracts';
import type { HealthAnswer } from '@runtime';
import { PostgresServer } from '../conformance/read-store/postgres-server';
import { openLimitMs } from '../databases/database';
import { accepted, type Officer, type Province, startProvince } from './province';
import { inStore, Scribe } from './scribe';

let server: PostgresServer;
let province: Province;
let scribe: Scribe;
let clerk: Officer;

beforeAll(async () => {
  server = await PostgresServer.create();
  const settings = { DATABASE_URL: server.urlOf('postgres') };
  province = await startProvince({ services: ['directory', 'read-models'], settings });
  scribe = new Scribe(inStore(province.store));
  clerk = province.officer('H99.2', 'Clerk');
}, openLimitMs);
afterAll(async () => {
  await province?.stop();
  await server?.remove();
});

const inbox = (commit: bigint) => {
  const after = tokenAt(province.context.history, commit);
  return clerk.query<Page<InboxRow>>(subjects.getInbox, {}, { after, limit: 200 });
};
const health = () => clerk.query<HealthAnswer>(healthSubject('read-models'), {});

async function arrived(): Promise<bigint> {
  const documentId = await scribe.issued('H99.1', ['H99.2']);
  return (await scribe.arrive(documentId, 'H99.2')).position;
}

it('answers from a PostgreSQL server, says when it is away, and goes on when it is back', async () => {
  expect(accepted(await inbox(await arrived())).rows).toHaveLength(1);

  await server.stop();
  const position = await arrived();
  expect(await clerk.query(subjects.getInbox, {})).toMatchObject({
    context: 'service',
    refused: 'unavailable',
  });
  expect(accepted(await health())).toMatchObject({ ready: false, store: 'up' });

  await server.start();
  expect(accepted(await inbox(position)).rows).toHaveLength(2);
  while (!accepted(await health()).ready);
});

it('builds rows again whose last event is gone from the store, and has the loss recorded', async () => {
  const position = await arrived();
  const before = accepted(await inbox(position));
  await province.stopService('read-models');
  const database = PostgresReadStore.open(server.urlOf('postgres'));
  await database.query(sql`update checkpoint set event_id = ${randomUUID()}`);
  await database.query(sql`update leg set subject = 'of a history that is gone'`);
  await database.close();
  await province.startService('read-models');
  while (province.context.history.epoch === 1) await health();
  expect(accepted(await inbox(position))).toEqual(before);
});

it('refuses to start over the rows of another store', async () => {
  await province.stopService('read-models');
  const database = PostgresReadStore.open(server.urlOf('postgres'));
  await database.query(sql`update checkpoint set store_id = 'another'`);
  await expect(province.startService('read-models')).rejects.toThrow(
    'the read models belong to the event store another',
  );
  await database.close();
});
