import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileKeyStore, KeyErased, KeyStoreUnavailable, restoredMark, WrongMasterKey } from './index';

let home: string;
beforeEach(async () => (home = await mkdtemp(join(tmpdir(), 'lienthong-keys-'))));
afterEach(() => rm(home, { recursive: true, force: true }));

const opened = () =>
  FileKeyStore.open({ folder: join(home, 'keys'), masterKeyFile: join(home, 'master.key') });

/** Every file below a folder, as text. */
async function filesOf(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
}

it('makes a key once, for every process and after a start', async () => {
  const kid = randomUUID();
  const [one, other] = [await opened(), await opened()];
  const keys = await Promise.all([one.make(kid), other.make(kid), one.make(kid)]);
  expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
  expect(keys[0]).toHaveLength(32);
  expect(await (await opened()).find(kid)).toEqual(keys[0]);
  expect(await one.find(randomUUID())).toBeUndefined();
});

it('finds a person by what is bound to its key, the first one only', async () => {
  const keys = await opened();
  const [first, second] = [randomUUID(), randomUUID()];
  await Promise.all([keys.make(first), keys.make(second)]);
  const mark = await keys.markOf('001188012345');
  expect(await keys.bound(mark)).toBeUndefined();
  expect(await keys.bind(mark, first)).toBe(first);
  expect(await keys.bind(mark, second)).toBe(first);
  expect(await (await opened()).markOf('001188012345')).toBe(mark);
  expect(await keys.markOf('001188012346')).not.toBe(mark);
});

it('erases a key with all that leads to it, for ever', async () => {
  const keys = await opened();
  const [kid, mark] = [randomUUID(), await keys.markOf('001188012345')];
  const key = await keys.make(kid);
  await keys.bind(mark, kid);
  const wrapped = (await readFile(join(home, 'keys', 'keys', kid.slice(0, 3), kid), 'utf8')).slice(20, 90);
  await keys.erase(kid);
  await keys.erase(kid);
  expect(await keys.find(kid)).toBeUndefined();
  expect(await keys.bound(mark)).toBeUndefined();
  await expect(keys.make(kid)).rejects.toThrow(KeyErased);
  await expect(keys.bind(mark, kid)).rejects.toThrow(KeyErased);
  const left = [...(await filesOf(home)).values()].join('\n');
  expect(left).not.toContain(wrapped);
  expect(left).not.toContain(key.toString('hex'));
});

it('tells that it was restored until every erasure was done again', async () => {
  const keys = await opened();
  expect(await keys.wasRestored()).toBe(false);
  await writeFile(join(home, 'keys', restoredMark), '');
  expect(await keys.wasRestored()).toBe(true);
  await keys.restoredWhole();
  await keys.restoredWhole();
  expect(await (await opened()).wasRestored()).toBe(false);
});

it('erases what was never made, so that it is never made', async () => {
  const keys = await opened();
  const kid = randomUUID();
  await keys.erase(kid);
  await expect(keys.make(kid)).rejects.toThrow(KeyErased);
});

it('lies nowhere readable, nor for others', async () => {
  const keys = await opened();
  const key = await keys.make(randomUUID());
  const files = await filesOf(join(home, 'keys'));
  for (const text of files.values()) expect(text).not.toContain(key.toString('hex'));
  expect([...files.keys()].filter((path) => path.endsWith('.draft'))).toEqual([]);
});

it.each([
  ['another', 'b'.repeat(64)],
  ['a short', 'abc'],
  ['an empty', ''],
])('opens with no other master key: %s one', async (_, text) => {
  await (await opened()).make(randomUUID());
  await writeFile(join(home, 'master.key'), text);
  await expect(opened()).rejects.toThrow(WrongMasterKey);
});

it('takes a master key that an operator made', async () => {
  await writeFile(join(home, 'master.key'), `${'a'.repeat(64)}\n`);
  await (await opened()).make(randomUUID());
  expect(await readFile(join(home, 'master.key'), 'utf8')).toBe(`${'a'.repeat(64)}\n`);
});

it('makes no new master key for keys that are there', async () => {
  await (await opened()).make(randomUUID());
  await rm(join(home, 'master.key'));
  await expect(opened()).rejects.toThrow(/bring back the master key/);
  await expect(readFile(join(home, 'master.key'))).rejects.toThrow('ENOENT');
});

it('says that it cannot work, and that this passes', async () => {
  const keys = await opened();
  await rm(join(home, 'keys', 'keys'), { recursive: true, force: true });
  await writeFile(join(home, 'keys', 'keys'), 'a file where a folder was');
  const refused = keys.make(randomUUID());
  await expect(refused).rejects.toThrow(KeyStoreUnavailable);
  await expect(refused).rejects.toMatchObject({ passes: true });
});

it.each(['', '../../etc/passwd', 'A'.repeat(36)])('makes no path of %j', async (kid) => {
  const keys = await opened();
  await expect(keys.make(kid)).rejects.toThrow(RangeError);
  await expect(keys.bound(kid)).rejects.toThrow(RangeError);
});
