import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { markKeyName, PostgresShelf, restoredMark } from '@adapters/key-store';
import { ToolRefused } from '../tool';
import { copyFiles } from './copied-files';

type Say = (line: string) => void;

/** Where the keys of an installation lie. */
export interface KeysOf {
  readonly data: string;
  /** Absent: in the data folder. */
  readonly keysUrl?: string;
}

const dayMs = 24 * 60 * 60 * 1_000;
const named = /^keys-\d{4}-\d{2}-\d{2}T\d{6}Z$/;

/**
 * Copies the keys into a new folder of `shelf`, without the master key, and removes the copies there that are older
 * than so many days: a key that was erased is gone for good once its last copy is. A copy is the same wherever they
 * lie.
 * @throws ToolRefused; no copy is left then.
 */
export async function backUpKeys(keys: KeysOf, shelf: string, days: number, say: Say): Promise<void> {
  const now = new Date();
  const name = `keys-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
  const draft = join(shelf, `${name}.unfinished`);
  try {
    const { data, keysUrl } = keys;
    const files =
      keysUrl === undefined ? await copyFiles(join(data, 'keys'), draft) : await copyRows(keysUrl, draft);
    const has = await readdir(draft).catch((): string[] => []);
    if (!has.includes(markKeyName))
      throw new ToolRefused(
        keysUrl === undefined
          ? `${data} holds no keys: name another data folder with --data DIR`
          : 'the database of LIENTHONG_KEYS_URL holds no keys',
      );
    await writeFile(join(draft, restoredMark), '');
    await rename(draft, join(shelf, name));
    say(`${join(shelf, name)} holds ${files} files of keys; keep the master key elsewhere`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  for (const old of (await readdir(shelf)).filter((each) => named.test(each) && each !== name)) {
    const { mtimeMs } = await stat(join(shelf, old));
    if (now.getTime() - mtimeMs <= days * dayMs) continue;
    await rm(join(shelf, old), { recursive: true });
    say(`${join(shelf, old)} is older than ${days} days and was removed`);
  }
}

/**
 * Brings such a copy to where there are no keys. What was erased since goes again when the house starts.
 * @throws ToolRefused
 */
export async function restoreKeys(copy: string, { data, keysUrl }: KeysOf, say: Say): Promise<void> {
  const there = await readdir(copy).catch((): string[] => []);
  if (!there.includes(restoredMark))
    throw new ToolRefused(`${copy} is no copy of keys: name a folder keys-…Z`);
  const start = 'start the house with the master key they were made with';
  if (keysUrl !== undefined) {
    say(`the database holds ${await bringRows(copy, keysUrl)} keys and marks; ${start}`);
    return;
  }
  const keys = join(data, 'keys');
  if ((await readdir(keys).catch((): string[] => [])).length > 0) {
    throw new ToolRefused(`${keys} holds keys already; move them away first`);
  }
  const files = await copyFiles(copy, keys);
  say(`${keys} holds ${files} files of keys; ${start}`);
}

async function copyRows(keysUrl: string, to: string): Promise<number> {
  return onShelf(keysUrl, async (shelf) => {
    let files = 0;
    for await (const [name, text] of shelf.all()) {
      await mkdir(join(to, dirname(name)), { recursive: true, mode: 0o700 });
      await writeFile(join(to, name), text, { mode: 0o600 });
      files += 1;
    }
    return files;
  });
}

/** The key of the marks last: a database that was brought in half has none, and is no key store. */
async function bringRows(copy: string, keysUrl: string): Promise<number> {
  return onShelf(keysUrl, async (shelf) => {
    if ((await shelf.read(markKeyName)) !== undefined)
      throw new ToolRefused('the database of LIENTHONG_KEYS_URL holds keys already; name an empty one');
    const entries = await readdir(copy, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.draft'));
    const names = files.map(({ parentPath, name }) => join(parentPath, name).slice(join(copy).length + 1));
    for (const name of names.sort((a, b) => Number(a === markKeyName) - Number(b === markKeyName)))
      await shelf.write(name, await readFile(join(copy, name), 'utf8'));
    return names.length;
  });
}

async function onShelf<T>(keysUrl: string, work: (shelf: PostgresShelf) => Promise<T>): Promise<T> {
  const shelf = await PostgresShelf.open(keysUrl);
  try {
    return await work(shelf);
  } finally {
    await shelf.close();
  }
}
