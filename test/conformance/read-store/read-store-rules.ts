import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canonicalDump, MigrationChanged, type ReadStore, sql } from '@adapters/read-store';

/** What every read store does, whatever it runs on. `open` gives a database of its own to each call. */
export function readStoreRules(open: () => Promise<ReadStore>): void {
  let store: ReadStore;
  let folder: string;

  beforeAll(async () => {
    store = await open();
    folder = await mkdtemp(join(tmpdir(), 'lienthong-migrations-'));
    await writeFile(
      join(folder, '001-first.sql'),
      'create table thing (id text primary key, count bigint not null, facts jsonb);\ncreate index thing_count on thing (count);',
    );
    await store.migrate(folder);
  });
  afterAll(async () => {
    await store.close();
    await rm(folder, { recursive: true });
  });
  beforeEach(() => store.query(sql`delete from thing`));

  const insert = (id: string, count = 1) => sql`insert into thing (id, count) values (${id}, ${count})`;
  const ids = async () =>
    (await store.query<{ id: string }>(sql`select id from thing order by id`)).map(({ id }) => id);

  it('takes values as parameters, never as SQL', async () => {
    const hostile = `'); drop table thing; --`;
    await store.query(insert(hostile));
    expect(await ids()).toEqual([hostile]);
  });

  it('gives bigint as text and jsonb as what it holds', async () => {
    const facts = { subject: 'Đề nghị', copies: [1, 2] };
    await store.query(
      sql`insert into thing (id, count, facts) values ('a', ${'9007199254740993'}::bigint, ${JSON.stringify(facts)})`,
    );
    expect(await store.query(sql`select count, facts from thing`)).toEqual([
      { count: '9007199254740993', facts },
    ]);
  });

  it('writes all of a transaction', async () => {
    await store.transaction(async (tx) => {
      await tx.query(insert('a'));
      await tx.query(insert('b'));
    });
    expect(await ids()).toEqual(['a', 'b']);
  });

  it('writes nothing of a transaction that throws, and goes on', async () => {
    const work = store.transaction(async (tx) => {
      await tx.query(insert('a'));
      throw new Error('no further');
    });
    await expect(work).rejects.toThrow('no further');
    expect(await ids()).toEqual([]);
  });

  it('writes nothing of a transaction whose statement fails, and tells the error of the statement', async () => {
    const work = store.transaction(async (tx) => {
      await tx.query(insert('a'));
      await tx.query(insert('a'));
    });
    await expect(work).rejects.toMatchObject({ code: '23505' });
    expect(await ids()).toEqual([]);
  });

  it('writes many statements in order, whatever their values are', async () => {
    const hostile = `'); drop table thing; --`;
    const set = (id: string, count: number) => sql`update thing set count = ${count} where id = ${id}`;
    await store.transaction((tx) =>
      tx.write([
        ...[insert('a'), insert(hostile), set('a', 5), set('a', 6), set('nobody', 7)],
        sql`insert into thing (id, count, facts) values ('b', ${9}, ${JSON.stringify({ open: true })}::jsonb)`,
        sql`insert into thing (id, count, facts) select 'c', 1, ${null}::jsonb where ${true}::boolean`,
      ]),
    );
    expect(await ids()).toEqual([hostile, 'a', 'b', 'c'].sort());
    const [row] = await store.query(sql`select count, facts from thing where id = 'a'`);
    expect(row).toEqual({ count: '6', facts: null });
  });

  it('writes more in one go than a message holds', async () => {
    const facts = JSON.stringify({ text: 'x'.repeat(100_000) });
    const row = (id: number) =>
      sql`insert into thing (id, count, facts) values (${`${id}`}, 1, ${facts}::jsonb)`;
    await store.transaction((tx) => tx.write(Array.from({ length: 25 }, (_, index) => row(index))));
    expect(await ids()).toHaveLength(25);
  });

  it('writes nothing of many statements when one fails, tells its error, and goes on', async () => {
    const twice = () =>
      store.transaction((tx) => tx.write([insert('a'), insert('b'), insert('a'), insert('c')]));
    await expect(twice()).rejects.toMatchObject({ code: '23505' });
    await expect(twice()).rejects.toMatchObject({ code: '23505' });
    expect(await ids()).toEqual([]);
    await store.transaction((tx) => tx.write([insert('a')]));
    expect(await ids()).toEqual(['a']);
  });

  it('keeps transactions apart', async () => {
    await store.query(insert('a', 0));
    const add = () =>
      store.transaction(async (tx) => {
        const [row] = await tx.query<{ count: string }>(
          sql`select count from thing where id = 'a' for update`,
        );
        await tx.query(sql`update thing set count = ${Number(row?.count) + 1} where id = 'a'`);
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect(await store.query(sql`select count::integer as count from thing`)).toEqual([{ count: 20 }]);
  });

  it('applies a migration once, however often and by however many it is asked', async () => {
    await store.query(insert('a'));
    await Promise.all([store.migrate(folder), store.migrate(folder)]);
    expect(await ids()).toEqual(['a']);
  });

  it('dumps the same rows to the same bytes, whatever came first', async () => {
    const dumped = async (...rows: readonly string[]): Promise<string> => {
      await store.query(sql`delete from thing`);
      for (const facts of rows) {
        await store.query(sql`insert into thing (id, count, facts) values (${facts}, 1, ${facts}::jsonb)`);
      }
      let text = '';
      for await (const line of canonicalDump(store)) text += line;
      return text;
    };
    const first = await dumped('{"a": "Đề nghị", "b": 1}', '{"b": 1.0}', '[]');
    expect(await dumped('[]', '{"b": 1.0}', '{"a": "Đề nghị", "b": 1}')).toBe(first);
    expect(first.split('\n')).toEqual([
      '# thing',
      expect.stringContaining('"facts": []'),
      expect.stringContaining('Đề nghị'),
      expect.stringContaining('{"b": 1.0}'),
      '',
    ]);
    expect(await dumped('[]')).not.toBe(first);
  });

  it('applies what is new', async () => {
    await writeFile(join(folder, '002-second.sql'), 'alter table thing add column note text;');
    await store.migrate(folder);
    expect(await store.query(sql`select note from thing`)).toEqual([]);
  });

  it('writes nothing of a migration that fails', async () => {
    await writeFile(
      join(folder, '003-broken.sql'),
      'create table half (id text); create table half (id text);',
    );
    await expect(store.migrate(folder)).rejects.toThrow();
    await expect(store.query(sql`select * from half`)).rejects.toThrow();
    await rm(join(folder, '003-broken.sql'));
    await store.migrate(folder);
  });

  it('refuses a migration that was applied and changed since', async () => {
    const text = 'alter table thing add column note text;';
    await writeFile(join(folder, '002-second.sql'), `${text} -- changed`);
    await expect(store.migrate(folder)).rejects.toBeInstanceOf(MigrationChanged);
    await writeFile(join(folder, '002-second.sql'), text);
  });

  it('says how its tables stand to what a program knows', async () => {
    expect(await store.tablesAgainst(folder)).toBe('as-known');
    await writeFile(join(folder, '003-third.sql'), 'alter table thing add column third text;');
    expect(await store.tablesAgainst(folder)).toBe('behind');
    await store.migrate(folder);
    expect(await store.tablesAgainst(folder)).toBe('as-known');
  });

  it('refuses a program that is older than its tables, and changes nothing', async () => {
    await rm(join(folder, '003-third.sql'));
    await writeFile(join(folder, '004-fourth.sql'), 'alter table thing add column fourth text;');
    const ahead = { name: 'TablesAhead', file: '003-third.sql' };
    await expect(store.tablesAgainst(folder)).rejects.toMatchObject(ahead);
    await expect(store.migrate(folder)).rejects.toMatchObject(ahead);
    await expect(store.query(sql`select fourth from thing`)).rejects.toThrow('fourth');
    await rm(join(folder, '004-fourth.sql'));
    await writeFile(join(folder, '003-third.sql'), 'alter table thing add column third text;');
  });

  it('gives the turn to one at a time, in the end to each', async () => {
    const { signal } = new AbortController();
    const first = await store.turn(signal);
    const order: string[] = [];
    const second = store.turn(signal).then((turn) => {
      order.push('second');
      return turn;
    });
    const given = new AbortController();
    const third = store.turn(given.signal);
    given.abort();
    expect(await third).toBeUndefined();
    order.push('end of the first');
    await first?.end();
    expect((await second)?.lost.aborted).toBe(false);
    expect(order).toEqual(['end of the first', 'second']);
    await (await second)?.end();
  });

  it('answers while it is open', async () => {
    await expect(store.ping()).resolves.toBeUndefined();
  });
}
