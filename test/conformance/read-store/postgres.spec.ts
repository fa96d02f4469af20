import { join } from 'node:path';
import { PostgresReadStore, ReadStoreUnavailable, sql } from '@adapters/read-store';
import { PostgresServer } from './postgres-server';
import { readStoreRules } from './read-store-rules';

describe('PostgreSQL', () => {
  let server: PostgresServer;

  beforeAll(async () => {
    server = await PostgresServer.create();
  }, 300_000);
  afterAll(() => server?.remove());

  const newDatabase = () => server.newDatabase();

  readStoreRules(async () => PostgresReadStore.open(await newDatabase()));

  describe('a turn', () => {
    const { signal } = new AbortController();
    const open = async (url: string) => PostgresReadStore.open(url);
    let stores: PostgresReadStore[] = [];
    afterEach(async () => {
      await Promise.all(stores.map((store) => store.close()));
    });
    const twoOnOneDatabase = async () => {
      const url = await newDatabase();
      stores = await Promise.all([open(url), open(url)]);
      return stores as [PostgresReadStore, PostgresReadStore];
    };
    const untilLost = (lost: AbortSignal) =>
      lost.aborted ? undefined : new Promise((resolve) => lost.addEventListener('abort', resolve));

    it('lets programs that migrate an empty database at one instant do so one after the other', async () => {
      const folder = join(__dirname, '..', '..', '..', 'apps', 'read-models', 'src', 'migrations');
      const [one, other] = await twoOnOneDatabase();
      await Promise.all([one.migrate(folder), other.migrate(folder)]);
      expect(await other.tablesAgainst(folder)).toBe('as-known');
    });

    it('is lost with its session, and the next one has it within 5 s', async () => {
      const [one, other] = await twoOnOneDatabase();
      const held = await one.turn(signal);
      const waiting = other.turn(signal);
      const startedMs = performance.now();
      await other.query(sql`
        select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted and objsubid = 2`);
      await untilLost(held?.lost as AbortSignal);
      expect((await waiting)?.lost.aborted).toBe(false);
      expect(performance.now() - startedMs).toBeLessThan(5_000);
      await (await waiting)?.end();
    });

    it('is lost by a holder that freezes', async () => {
      const [one, other] = await twoOnOneDatabase();
      const held = await one.turn(signal);
      // The whole process stands still, longer than the server lets a holder be silent.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 4_000);
      const next = await other.turn(signal);
      await untilLost(held?.lost as AbortSignal);
      expect(next?.lost.aborted).toBe(false);
      await next?.end();
    });

    it('needs no right to change tables when they are as they should be', async () => {
      const url = await newDatabase();
      const folder = join(__dirname, '..', '..', '..', 'apps', 'read-models', 'src', 'migrations');
      const [owner, user] = [await open(url), await open(url.replace(/\/\/.*@/, '//test_reader:test@'))];
      stores = [owner, user];
      await owner.migrate(folder);
      await owner.query(sql`create role test_reader login password 'test'`);
      await owner.query(sql`grant select on all tables in schema public to test_reader`);
      await user.migrate(folder);
      await expect(user.query(sql`create table forbidden (id text)`)).rejects.toThrow('permission denied');
    });
  });

  describe('when the server goes away', () => {
    let store: PostgresReadStore;
    beforeEach(async () => {
      store = PostgresReadStore.open(await newDatabase());
      await store.query(sql`create table thing (id text)`);
    });
    afterEach(async () => {
      await store.close();
    });

    it('says so, and finds everything again when it is back', async () => {
      await store.query(sql`insert into thing values ('a')`);
      await server.stop();
      await expect(store.ping()).rejects.toBeInstanceOf(ReadStoreUnavailable);
      await expect(store.transaction((tx) => tx.query(sql`select 1`))).rejects.toBeInstanceOf(
        ReadStoreUnavailable,
      );
      await server.start();
      expect(await store.query(sql`select id from thing`)).toEqual([{ id: 'a' }]);
    });

    it('calls a statement it cut short unavailable, and keeps nothing of its transaction', async () => {
      const slow = store.transaction(async (tx) => {
        await tx.query(sql`insert into thing values ('a')`);
        await tx.query(sql`select pg_terminate_backend(pg_backend_pid())`);
        await tx.query(sql`select id from thing`);
      });
      await expect(slow).rejects.toBeInstanceOf(ReadStoreUnavailable);
      expect(await store.query(sql`select id from thing`)).toEqual([]);
      const sessions = sql`
        select count(*)::integer as count from pg_stat_activity where datname = current_database()`;
      expect(await store.query(sessions)).toEqual([{ count: 1 }]);
    });

    it('replaces connections that were cut while they were idle', async () => {
      await Promise.all([1, 2, 3].map(() => store.ping()));
      const others = PostgresReadStore.open(server.urlOf('postgres'));
      await others.query(sql`
        select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'lienthong-read-models' and pid <> pg_backend_pid()`);
      await others.close();
      await untilItAnswers(() => store.ping());
      expect(await store.query(sql`select id from thing`)).toEqual([]);
    });
  });
});

/** A connection cut while idle may be noticed by the next statement only. */
async function untilItAnswers(call: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ReadStoreUnavailable) || attempt === 10) throw error;
    }
  }
}
