import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKeyStore } from '@adapters/key-store';
import { createDatabase, openLimitMs } from '../../../../test/databases/database';
import { backUpKeys, restoreKeys } from './key-backup';

jest.setTimeout(openLimitMs);

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'lienthong-key-backup-'))));
afterEach(() => rm(home, { recursive: true, force: true }));

it('brings keys from files into a database and back, each erased one as erased', async () => {
  const { url: keysUrl, drop } = await createDatabase();
  const [data, other, shelf, masterKeyFile] = ['data', 'other', 'shelf', 'a.key'].map((name) =>
    join(home, name),
  ) as [string, string, string, string];
  const say = () => undefined;
  const copyIn = async (folder: string) => join(folder, (await readdir(folder)).at(-1) ?? '');
  const [kid, erased] = [randomUUID(), randomUUID()];

  const files = await openKeyStore({ dataDir: data, keysUrl: undefined, masterKeyFile });
  const key = await files.make(kid);
  const mark = await files.markOf('001188012345');
  await files.bind(mark, kid);
  await files.make(erased);
  await files.erase(erased);
  await backUpKeys({ data }, shelf, 35, say);
  await restoreKeys(await copyIn(shelf), { data, keysUrl }, say);
  await expect(restoreKeys(await copyIn(shelf), { data, keysUrl }, say)).rejects.toThrow(
    'holds keys already',
  );

  const rows = await openKeyStore({ dataDir: other, keysUrl, masterKeyFile });
  expect(await rows.find(kid)).toEqual(key);
  expect(await rows.bound(mark)).toBe(kid);
  expect(await rows.find(erased)).toBeUndefined();
  expect(await rows.wasRestored()).toBe(true);

  const second = join(home, 'second');
  await backUpKeys({ data: other, keysUrl }, second, 35, say);
  const back = join(home, 'back');
  await restoreKeys(await copyIn(second), { data: back }, say);
  const again = await openKeyStore({ dataDir: back, keysUrl: undefined, masterKeyFile });
  expect(await again.find(kid)).toEqual(key);
  await expect(again.make(erased)).rejects.toThrow('was erased');
  await drop();
});

it('copies nothing where there are no keys', async () => {
  const { url: keysUrl, drop } = await createDatabase();
  const shelf = join(home, 'shelf');
  await expect(backUpKeys({ data: home }, shelf, 35, () => undefined)).rejects.toThrow('holds no keys');
  await expect(backUpKeys({ data: home, keysUrl }, shelf, 35, () => undefined)).rejects.toThrow(
    'holds no keys',
  );
  await drop();
});
