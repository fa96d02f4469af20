import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { KeyErased, KeyStoreUnavailable, WrongMasterKey } from './failures';
import { KeyStore } from './key-store';
import { seal, type Sealed, unseal } from './sealed';

/** What stands in a key's file: the key under the master key, and what is bound to it; or that it was erased. */
type Kept = { readonly wrapped: Sealed; readonly marks: readonly string[] } | { readonly erased: true };

export interface FileKeyStoreOptions {
  /** `<data folder>/keys`; made when it is not there. */
  readonly folder: string;
  /** 64 hex digits; made when neither it nor any key is there. Never beside a backup of the keys. */
  readonly masterKeyFile: string;
}

/** Lies in every backup of the folder, so that whoever opens a copy knows that it is one. */
export const restoredMark = 'restored';

const shelfOf = (name: string): string => name.slice(0, 3);

/**
 * A file of its own for each key, under a master key that lies elsewhere. Several processes of one machine may use one
 * folder: a name is taken by a hard link, which only one of them gets.
 */
export class FileKeyStore extends KeyStore {
  private constructor(
    private readonly folder: string,
    private readonly master: Buffer,
    private readonly markKey: Buffer,
  ) {
    super();
  }

  /** @throws WrongMasterKey; KeyStoreUnavailable */
  static async open({ folder, masterKeyFile }: FileKeyStoreOptions): Promise<FileKeyStore> {
    const markFile = join(folder, 'mark-key');
    const hasKeys = (await read(markFile)) !== undefined;
    if (!hasKeys && (await read(masterKeyFile)) === undefined)
      await write(masterKeyFile, randomBytes(32).toString('hex'));
    const master = Buffer.from((await read(masterKeyFile))?.trim() ?? '', 'hex');
    if (master.length !== 32) throw new WrongMasterKey(masterKeyFile, folder);
    if (!hasKeys) await write(markFile, JSON.stringify(wrap(randomBytes(32), 'mark-key', master)));
    try {
      const kept = JSON.parse((await read(markFile)) ?? '') as Sealed;
      return new FileKeyStore(folder, master, unwrap(kept, master));
    } catch (error) {
      throw new WrongMasterKey(masterKeyFile, folder, { cause: error });
    }
  }

  async make(kid: string): Promise<Buffer> {
    const path = this.pathOf(kid);
    const kept = await keptAt(path);
    if (kept === undefined) {
      const wrapped = wrap(randomBytes(32), kid, this.master);
      await write(path, JSON.stringify({ wrapped, marks: [] } satisfies Kept));
    }
    const key = await this.find(kid);
    if (key === undefined) throw new KeyErased(kid);
    return key;
  }

  async find(kid: string): Promise<Buffer | undefined> {
    const kept = await keptAt(this.pathOf(kid));
    return kept === undefined || 'erased' in kept ? undefined : unwrap(kept.wrapped, this.master);
  }

  async bind(mark: string, kid: string): Promise<string> {
    const path = this.pathOf(kid);
    const kept = await keptAt(path);
    if (kept === undefined || 'erased' in kept) throw new KeyErased(kid);
    // Before the mark itself: erasing a key must find every mark that could lead to it.
    if (!kept.marks.includes(mark)) {
      await replace(path, JSON.stringify({ ...kept, marks: [...kept.marks, mark] } satisfies Kept));
    }
    await write(this.pathOfMark(mark), kid);
    return (await this.bound(mark)) ?? kid;
  }

  async bound(mark: string): Promise<string | undefined> {
    return read(this.pathOfMark(mark));
  }

  markOf(text: string): Promise<string> {
    return Promise.resolve(createHmac('sha256', this.markKey).update(text, 'utf8').digest('hex'));
  }

  async erase(kid: string): Promise<void> {
    const path = this.pathOf(kid);
    const kept = await keptAt(path);
    if (kept !== undefined && 'erased' in kept) return;
    await replace(path, JSON.stringify({ erased: true } satisfies Kept));
    for (const mark of kept?.marks ?? []) {
      if ((await this.bound(mark)) === kid) await remove(this.pathOfMark(mark));
    }
  }

  async wasRestored(): Promise<boolean> {
    return (await read(join(this.folder, restoredMark))) !== undefined;
  }

  restoredWhole(): Promise<void> {
    return remove(join(this.folder, restoredMark));
  }

  private pathOf(kid: string): string {
    if (!/^[0-9a-f-]{36}$/.test(kid)) throw new RangeError(`not the id of a key: ${JSON.stringify(kid)}`);
    return join(this.folder, 'keys', shelfOf(kid), kid);
  }

  private pathOfMark(mark: string): string {
    if (!/^[0-9a-f]{64}$/.test(mark)) throw new RangeError('not a mark: it has 64 hex digits');
    return join(this.folder, 'marks', shelfOf(mark), mark);
  }
}

const wrap = (key: Buffer, kid: string, master: Buffer): Sealed =>
  seal(key.toString('hex'), { kid, key: master, place: 'key' });

const unwrap = (wrapped: Sealed, master: Buffer): Buffer =>
  Buffer.from(unseal(wrapped, { key: master, place: 'key' }), 'hex');

async function keptAt(path: string): Promise<Kept | undefined> {
  const text = await read(path);
  return text === undefined ? undefined : (JSON.parse(text) as Kept);
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

const read = (path: string): Promise<string | undefined> =>
  orUnavailable(path, readFile(path, 'utf8'), 'ENOENT');

/** Writes a new file that is whole and durable once it has its name; the first one to write it has written it. */
async function write(path: string, text: string): Promise<void> {
  const draft = await drafted(path, text);
  await orUnavailable(path, link(draft, path), 'EEXIST');
  await orUnavailable(path, unlink(draft));
  await synced(dirname(path));
}

/** Puts a file in place of another, whose bytes are overwritten, so that an erased key does not lie about the disk. */
async function replace(path: string, text: string): Promise<void> {
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

async function remove(path: string): Promise<void> {
  await orUnavailable(path, unlink(path), 'ENOENT');
  await synced(dirname(path));
}

async function synced(folder: string): Promise<void> {
  const handle = await orUnavailable(folder, open(folder, 'r'));
  await orUnavailable(folder, handle?.sync() ?? Promise.resolve());
  await handle?.close();
}
