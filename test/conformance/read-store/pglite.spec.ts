import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGliteReadStore, ReadStoreUnavailable, sql } from '@adapters/read-store';
import { readStoreRules } from './read-store-rules';

describe('PGlite in memory', () => {
  readStoreRules(() => PGliteReadStore.open('memory'));
});

describe('PGlite in a folder', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lienthong-pglite-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('finds its rows again', async () => {
    const before = await PGliteReadStore.open(join(folder, 'again'));
    await before.query(sql`create table thing (id text)`);
    await before.query(sql`insert into thing values ('a')`);
    await before.close();
    const after = await PGliteReadStore.open(join(folder, 'again'));
    expect(await after.query(sql`select id from thing`)).toEqual([{ id: 'a' }]);
    await after.close();
    await expect(after.ping()).rejects.toBeInstanceOf(ReadStoreUnavailable);
  });
});
