import { createHash, randomUUID } from 'node:crypto';
import { link, open, readdir, rename, rm, stat, type FileHandle } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { isAgencyCode } from '@domain/codes';
import { checkedReading } from './checked-reading';
import { ContentStore } from './content-store';
import { codeOf, fileSize, makeFolder, syncFolder, unlessAbsent } from './durable-files';
import {
  ContentMissing,
  ContentStoreUnavailable,
  HashMismatch,
  NotAnAddress,
  TooLarge,
  UploadCut,
} from './failures';

const sha256Pattern = /^[0-9a-f]{64}$/;
const draftPrefix = '.receiving-';
const hourMs = 60 * 60 * 1000;
/** A draft nobody wrote to for this long belongs to a process that is gone. */
const draftHours = 1;

/** What a sweep removed. */
export interface Swept {
  readonly uploads: number;
  readonly leftovers: number;
}

/**
 * Files: `incoming/<agency>/<sha256>` as uploaded, `sha256/<aa>/<sha256>` as kept. Bytes are written beside their
 * place, synced, then renamed or linked into it, and the folder is synced: a name that exists has whole bytes behind
 * it, power cut or not. Several processes may work on one folder.
 */
export class FileContentStore extends ContentStore {
  private constructor(private readonly folder: string) {
    super();
  }

  /** Opens or makes the store and removes what uploads cut off by a crash left behind. */
  static async open(folder: string): Promise<FileContentStore> {
    const store = new FileContentStore(resolve(folder));
    await store.guarded(async () => {
      await makeFolder(join(store.folder, 'incoming'));
      await makeFolder(join(store.folder, 'sha256'));
      await store.removeUploads(isDraft, draftHours);
    });
    return store;
  }

  receive(
    agency: string,
    sha256: string,
    bytes: Readable,
    { bytesMax }: { readonly bytesMax: number },
  ): Promise<{ size: number; existed: boolean }> {
    return this.guarded(async () => {
      const place = this.incoming(agency, sha256);
      const folder = dirname(place);
      await makeFolder(folder);
      const draft = join(folder, `${draftPrefix}${sha256}-${randomUUID()}`);
      try {
        const size = await writeChecked(draft, sha256, bytes, bytesMax);
        const existed = (await fileSize(place)) !== undefined;
        // failpoint(content-synced-not-renamed)
        await rename(draft, place);
        await syncNames(folder);
        return { size, existed };
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    });
  }

  uploadedBy(agency: string, sha256: string): Promise<{ size: number } | undefined> {
    return this.guarded(async () => {
      const size = await fileSize(this.incoming(agency, sha256));
      return size === undefined ? undefined : { size };
    });
  }

  keep(agency: string, sha256: string): Promise<void> {
    return this.guarded(async () => {
      const upload = this.incoming(agency, sha256);
      const folder = this.keptFolder(sha256);
      await makeFolder(folder);
      try {
        await link(upload, join(folder, sha256));
      } catch (error) {
        if (codeOf(error) === 'ENOENT') throw new ContentMissing(sha256);
        if (codeOf(error) !== 'EEXIST') throw error;
      }
      await syncNames(folder);
    });
  }

  size(sha256: string): Promise<number | undefined> {
    return this.guarded(() => fileSize(this.kept(sha256)));
  }

  verify(sha256: string): Promise<'whole' | 'missing' | 'damaged'> {
    return this.guarded(async () => {
      const file = await unlessAbsent(open(this.kept(sha256), 'r'));
      if (file === undefined) return 'missing';
      const hash = createHash('sha256');
      for await (const chunk of file.createReadStream()) hash.update(chunk as Buffer);
      return hash.digest('hex') === sha256 ? 'whole' : 'damaged';
    });
  }

  read(sha256: string): Promise<{ size: number; stream: Readable }> {
    return this.guarded(async () => {
      const file = await unlessAbsent(open(this.kept(sha256), 'r'));
      if (file === undefined) throw new ContentMissing(sha256);
      const { size } = await file.stat();
      const stream = checkedReading(sha256);
      // The reader of `stream` hears of every error there; here it only must not go unheard.
      void pipeline(file.createReadStream(), stream).catch(() => undefined);
      return { size, stream };
    });
  }

  /**
   * Removes uploads older than `hours` that no command named in time, and leftovers of cut uploads. Kept bytes stay:
   * they have a second name.
   */
  sweep(hours: number): Promise<Swept> {
    return this.guarded(async () => {
      const leftovers = await this.removeUploads(isDraft, Math.max(draftHours, hours));
      const uploads = await this.removeUploads((name) => sha256Pattern.test(name), hours);
      return { uploads, leftovers };
    });
  }

  private async removeUploads(isMeant: (name: string) => boolean, hours: number): Promise<number> {
    const incoming = join(this.folder, 'incoming');
    const before = Date.now() - hours * hourMs;
    let removed = 0;
    for (const agency of await readdir(incoming)) {
      const folder = join(incoming, agency);
      for (const name of (await readdir(folder)).filter(isMeant)) {
        const file = await unlessAbsent(stat(join(folder, name)));
        if (file === undefined || file.mtimeMs > before) continue;
        await rm(join(folder, name), { force: true });
        removed++;
      }
    }
    return removed;
  }

  private incoming(agency: string, sha256: string): string {
    if (!isAgencyCode(agency)) throw new NotAnAddress(agency);
    return join(this.folder, 'incoming', agency, addressed(sha256));
  }

  private kept(sha256: string): string {
    return join(this.keptFolder(sha256), sha256);
  }

  private keptFolder(sha256: string): string {
    return join(this.folder, 'sha256', addressed(sha256).slice(0, 2));
  }

  private async guarded<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const { syscall, path } = error as NodeJS.ErrnoException;
      if (syscall === undefined) throw error;
      throw new ContentStoreUnavailable(path ?? this.folder, { cause: error });
    }
  }
}

/** Writes and syncs a new file. What was read of a refused stream is gone; the stream itself is left to its owner. */
async function writeChecked(
  path: string,
  declared: string,
  bytes: Readable,
  bytesMax: number,
): Promise<number> {
  const file = await open(path, 'wx', 0o640);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of uncut(bytes)) {
      size += chunk.byteLength;
      if (size > bytesMax) throw new TooLarge(bytesMax);
      hash.update(chunk);
      await writeWhole(file, chunk);
    }
    const actual = hash.digest('hex');
    if (actual !== declared) throw new HashMismatch(declared, actual);
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/** The chunks of a stream; whatever ends it before its end is a cut upload. */
async function* uncut(bytes: Readable): AsyncGenerator<Buffer> {
  let received = 0;
  try {
    for await (const chunk of bytes.iterator({ destroyOnReturn: false })) {
      received += (chunk as Buffer).byteLength;
      yield chunk as Buffer;
    }
  } catch (error) {
    throw new UploadCut(received, { cause: error });
  }
}

/** A full disk takes the first part of a chunk without an error. */
async function writeWhole(file: FileHandle, chunk: Buffer): Promise<void> {
  for (let from = 0; from < chunk.byteLength;) {
    from += (await file.write(chunk, from)).bytesWritten;
  }
}

async function syncNames(folder: string): Promise<void> {
  await syncFolder(folder);
  await syncFolder(dirname(folder));
}

const isDraft = (name: string): boolean => name.startsWith(draftPrefix);

function addressed(text: string): string {
  if (!sha256Pattern.test(text)) throw new NotAnAddress(text);
  return text;
}
