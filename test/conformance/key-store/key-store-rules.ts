import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyErased, type KeySettings, openKeyStore, WrongMasterKey } from '@adapters/key-store';

/** A place for keys that nobody used yet. */
export interface KeyPlace {
  readonly keysUrl?: string;
  /** Everything that lies there, as text. */
  read(dataDir: string): Promise<string>;
  /** Marks it as a copy that was brought back. */
  restore(dataDir: string): Promise<void>;
}

/** What holds of a key store, wherever its keys lie. */
export function keyStoreRules(newPlace: () => Promise<KeyPlace>): void {
  let home: string;
  let place: KeyPlace;
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'lienthong-keys-'));
    place = await newPlace();
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  const masterKeyFile = () => join(home, 'master.key');
  const opened = () => {
    const settings: KeySettings = { dataDir: home, keysUrl: place.keysUrl, masterKeyFile: masterKeyFile() };
    return openKeyStore(settings);
  };

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

  it('is led to by one mark alone, once told so', async () => {
    const keys = await opened();
    const [kid, other] = [randomUUID(), randomUUID()];
    await Promise.all([keys.make(kid), keys.make(other)]);
    const [before, now] = [await keys.markOf('001188012345'), await keys.markOf('001188054321')];
    await keys.bind(before, kid);
    await keys.leadOnly(kid, now);
    await keys.leadOnly(kid, now);
    expect(await keys.bound(before)).toBeUndefined();
    expect(await keys.bound(now)).toBe(kid);
    expect(await place.read(home)).not.toContain(before);
    expect(await keys.bind(before, other)).toBe(other);
    await keys.leadOnly(kid, undefined);
    expect(await keys.bound(now)).toBeUndefined();
    expect(await keys.bound(before)).toBe(other);
    await keys.erase(kid);
    await keys.leadOnly(kid, now);
    expect(await keys.bound(now)).toBeUndefined();
  });

  it('erases a key with all that leads to it, for ever', async () => {
    const keys = await opened();
    const [kid, mark] = [randomUUID(), await keys.markOf('001188012345')];
    const key = await keys.make(kid);
    await keys.bind(mark, kid);
    const wrapped = /"ct":"([^"]+)"[^}]*\},"marks":\["/.exec(await place.read(home))?.[1] as string;
    await keys.erase(kid);
    await keys.erase(kid);
    expect(await keys.find(kid)).toBeUndefined();
    expect(await keys.bound(mark)).toBeUndefined();
    await expect(keys.make(kid)).rejects.toThrow(KeyErased);
    await expect(keys.bind(mark, kid)).rejects.toThrow(KeyErased);
    const left = await place.read(home);
    expect(wrapped.length).toBeGreaterThan(40);
    expect(left).not.toContain(wrapped);
    expect(left).not.toContain(mark);
    expect(left).not.toContain(key.toString('hex'));
  });

  it('erases what was never made, so that it is never made', async () => {
    const keys = await opened();
    const kid = randomUUID();
    await keys.erase(kid);
    await expect(keys.make(kid)).rejects.toThrow(KeyErased);
  });

  it('holds no key that can be read without the master key', async () => {
    const key = await (await opened()).make(randomUUID());
    expect(await place.read(home)).not.toContain(key.toString('hex'));
  });

  it('tells that it was restored until every erasure was done again', async () => {
    const keys = await opened();
    expect(await keys.wasRestored()).toBe(false);
    await place.restore(home);
    expect(await keys.wasRestored()).toBe(true);
    await keys.restoredWhole();
    await keys.restoredWhole();
    expect(await (await opened()).wasRestored()).toBe(false);
  });

  it.each([
    ['another', 'b'.repeat(64)],
    ['a short', 'abc'],
    ['an empty', ''],
  ])('opens with no other master key: %s one', async (_, text) => {
    await (await opened()).make(randomUUID());
    await writeFile(masterKeyFile(), text);
    await expect(opened()).rejects.toThrow(WrongMasterKey);
  });

  it('takes a master key that an operator made', async () => {
    await writeFile(masterKeyFile(), `${'a'.repeat(64)}\n`);
    await (await opened()).make(randomUUID());
    expect(await readFile(masterKeyFile(), 'utf8')).toBe(`${'a'.repeat(64)}\n`);
  });

  it('makes no new master key for keys that are there', async () => {
    await (await opened()).make(randomUUID());
    await rm(masterKeyFile());
    await expect(opened()).rejects.toThrow(/bring back the master key/);
    await expect(readFile(masterKeyFile())).rejects.toThrow('ENOENT');
  });

  it.each(['', '../../etc/passwd', 'A'.repeat(36)])('makes no name of %j', async (kid) => {
    const keys = await opened();
    await expect(keys.make(kid)).rejects.toThrow(RangeError);
    await expect((async () => keys.bound(kid))()).rejects.toThrow(RangeError);
  });
}
