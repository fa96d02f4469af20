import { healthSubject, type InboxRow, type Page, positionToken, subjects } from '@contracts';
import { PostgresReadStore, sql } from '@adapters/read-store';
import type { HealthAnswer } from '@runtime';
import { PostgresServer } from '../conformance/read-store/postgres-server';
import { accepted, startProvince, type Officer, type Province } from './province';
import { openLimitMs } from './read-stores';
import { inStore, Scribe } from './scribe';

let server: PostgresServer;
let province: Province;
let scribe: Scribe;
let clerk: Officer;

beforeAll(async () => {
  server = await PostgresServer.create();
  const settings = { DATABASE_URL: server.urlOf('postgres') };
  province = await startProvince({ services: ['read-models'], settings });
  scribe = new Scribe(inStore(province.store));
  clerk = province.officer('H99.2', 'Clerk');
}, openLimitMs);
afterAll(async () => {
  await province?.stop();
  await server?.remove();
});

const inbox = (commit: bigint) => {
  const after = positionToken({ storeId: province.storeId, commit });
  return clerk.query<Page<InboxRow>>(subjects.inbox, {}, { after, limit: 200 });
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
  expect(await clerk.query(subjects.inbox, {})).toMatchObject({ context: 'service', refused: 'unavailable' });
  expect(accepted(await health())).toMatchObject({ ready: false, store: 'up' });

  await server.start();
  expect(accepted(await inbox(position)).rows).toHaveLength(2);
  expect(accepted(await health())).toMatchObject({ ready: true });
});

it('builds rows again that are ahead of their store', async () => {
  const position = await arrived();
  const before = accepted(await inbox(position));
  await province.stopService('read-models');
  const database = PostgresReadStore.open(server.urlOf('postgres'));
  await database.query(sql`update checkpoint set position = position + 1000000`);
  await database.query(sql`update leg set subject = 'of a history that is gone'`);
  await database.close();
  await province.startService('read-models');
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
