import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyStoreRules } from '../../../../test/conformance/key-store/key-store-rules';
import { createDatabase, openLimitMs } from '../../../../test/databases/database';
import {
  elsewhereMark,
  KeysElsewhere,
  KeyStoreUnavailable,
  openKeyStore,
  PostgresShelf,
  restoredMark,
} from './index';

jest.setTimeout(openLimitMs);

/** Every file below the folder of the keys, as text. */
async function filesOf(dataDir: string): Promise<Map<string, string>> {
  const entries = await readdir(join(dataDir, 'keys'), { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(await Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
}

describe('keys in files', () => {
  keyStoreRules(() =>
    Promise.resolve({
      read: async (dataDir: string) => [...(await filesOf(dataDir))].flat().join('\n'),
      restore: (dataDir: string) => writeFile(join(dataDir, 'keys', restoredMark), ''),
    }),
  );

  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'lienthong-keys-'))));
  afterEach(() => rm(dataDir, { recursive: true, force: true }));
  const opened = () => openKeyStore({ dataDir, keysUrl: undefined, masterKeyFile: undefined });

  it('lie whole or not at all', async () => {
    await (await opened()).make(randomUUID());
    expect([...(await filesOf(dataDir)).keys()].filter((path) => path.endsWith('.draft'))).toEqual([]);
  });

  it('say that they cannot be worked on, and that this passes', async () => {
    const keys = await opened();
    await writeFile(join(dataDir, 'keys', 'keys'), 'a file where a folder was');
    const refused = keys.make(randomUUID());
    await expect(refused).rejects.toThrow(KeyStoreUnavailable);
    await expect(refused).rejects.toMatchObject({ passes: true });
  });
});

describe('keys in a database', () => {
  const databases: { drop(): Promise<void> }[] = [];
  const shelves: PostgresShelf[] = [];
  const newPlace = async () => {
    const database = await createDatabase();
    const shelf = await PostgresShelf.open(database.url);
    databases.push(database);
    shelves.push(shelf);
    return { keysUrl: database.url, shelf };
  };
  afterAll(async () => {
    await Promise.all(shelves.map((shelf) => shelf.close()));
    for (const database of databases) await database.drop();
  });

  keyStoreRules(async () => {
    const { keysUrl, shelf } = await newPlace();
    const read = async () => {
      const all: string[] = [];
      for await (const row of shelf.all()) all.push(...row);
      return all.join('\n');
    };
    return { keysUrl, read, restore: () => shelf.write(restoredMark, '') };
  });

  let dataDir: string;
  beforeEach(async () => (dataDir = await mkdtemp(join(tmpdir(), 'lienthong-keys-'))));
  afterEach(() => rm(dataDir, { recursive: true, force: true }));
  const masterKeyFile = () => join(dataDir, 'a-master.key');

  it('are not taken beside keys in the folder, and leave word there', async () => {
    const { keysUrl } = await newPlace();
    await openKeyStore({ dataDir, keysUrl, masterKeyFile: masterKeyFile() });
    expect([...(await filesOf(dataDir)).keys()]).toEqual([join(dataDir, 'keys', elsewhereMark)]);
    await expect(
      openKeyStore({ dataDir, keysUrl: undefined, masterKeyFile: masterKeyFile() }),
    ).rejects.toThrow(KeysElsewhere);
    await rm(join(dataDir, 'keys'), { recursive: true });
    await openKeyStore({ dataDir, keysUrl: undefined, masterKeyFile: masterKeyFile() });
    await expect(openKeyStore({ dataDir, keysUrl, masterKeyFile: masterKeyFile() })).rejects.toThrow(
      /npm run keys -- backup/,
    );
  });

  it('stay erased, whoever binds something to them at the same time', async () => {
    const { keysUrl } = await newPlace();
    const keys = await openKeyStore({ dataDir, keysUrl, masterKeyFile: masterKeyFile() });
    for (let round = 0; round < 20; round++) {
      const [kid, mark] = [randomUUID(), await keys.markOf(`${round}`)];
      await keys.make(kid);
      await Promise.allSettled([keys.bind(mark, kid), keys.erase(kid)]);
      expect(await keys.find(kid)).toBeUndefined();
    }
  });

  it('say that the database is away, without a word of its address', async () => {
    const refused = PostgresShelf.open('postgres://keys:secret@127.0.0.1:1/keys');
    await expect(refused).rejects.toThrow(KeyStoreUnavailable);
    await expect(refused).rejects.toThrow(/^(?!.*secret).*LIENTHONG_KEYS_URL/);
  });
});
