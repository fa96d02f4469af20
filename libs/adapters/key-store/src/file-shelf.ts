import { randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeyStoreUnavailable } from './failures';
import type { Shelf } from './shelf';

/**
 * A file of its own for each name. Several processes of one machine may use one folder: a name is taken by a hard link,
 * which only one of them gets.
 */
export class FileShelf implements Shelf {
  constructor(readonly place: string) {}

  read(name: string): Promise<string | undefined> {
    return readText(join(this.place, name));
  }

  write(name: string, text: string): Promise<void> {
    return writeFirst(join(this.place, name), text);
  }

  async replace(name: string, by: (before: string | undefined) => string): Promise<void> {
    await putInPlace(join(this.place, name), by(await this.read(name)));
  }

  async remove(name: string): Promise<void> {
    const path = join(this.place, name);
    await orUnavailable(path, unlink(path), 'ENOENT');
    await synced(dirname(path));
  }
}

const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;

async function orUnavailable<T>(path: string, work: Promise<T>, unless?: string): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (unless !== undefined && codeOf(error) === unless) return undefined;
    throw new KeyStoreUnavailable(path, { cause: error });
  }
}

export const readText = (path: string): Promise<string | undefined> =>
  orUnavailable(path, readFile(path, 'utf8'), 'ENOENT');

/** Writes a new file that is whole and durable once it has its name; the first one to write it has written it. */
export async function writeFirst(path: string, text: string): Promise<void> {
  const draft = await drafted(path, text);
  await orUnavailable(path, link(draft, path), 'EEXIST');
  await orUnavailable(path, unlink(draft));
  await synced(dirname(path));
}

/** Puts a file in place of another, whose bytes are overwritten, so that an erased key does not lie about the disk. */
async function putInPlace(path: string, text: string): Promise<void> {
  const draft = await drafted(path, text);
  const old = await orUnavailable(path, open(path, 'r+'), 'ENOENT');
  await orUnavailable(path, rename(draft, path));
  await synced(dirname(path));
  if (old === undefined) return;
  try {
    await orUnavailable(path, old.write(Buffer.alloc((await old.stat()).size), 0));
    await orUnavailable(path, old.sync());
  } finally {
    await old.close();
  }
}

async function drafted(path: string, text: string): Promise<string> {
  await orUnavailable(path, mkdir(dirname(path), { recursive: true, mode: 0o700 }));
  const draft = `${path}.${randomUUID()}.draft`;
  await orUnavailable(path, writeFile(draft, text, { flag: 'wx', mode: 0o600, flush: true }));
  return draft;
}

async function synced(folder: string): Promise<void> {
  const handle = await orUnavailable(folder, open(folder, 'r'));
  await orUnavailable(folder, handle?.sync() ?? Promise.resolve());
  await handle?.close();
}
