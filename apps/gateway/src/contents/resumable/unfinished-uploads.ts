import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename, rm, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ContentStoreUnavailable,
  makeFolder,
  readBytes,
  type Summing,
  type Sums,
  syncFolder,
  WriteBehind,
  writeSynced,
} from '@adapters/content-store';
import type { Sender } from '../quota/upload-quotas';
import { SumsOfParts } from './sums-of-parts';

const hourMs = 60 * 60 * 1000;
const idPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What was said when an upload was begun. */
export interface UploadStart {
  readonly id: string;
  readonly size: number;
  readonly sha256: string;
  /** As its sender declared it. */
  readonly mediaType: string | undefined;
  readonly metadata: Readonly<Record<string, string | null>>;
  /** Instant. */
  readonly createdAt: string;
  /** Whose token began it; absent on what an earlier release began. */
  readonly sender?: Sender;
}

type Said = UploadStart & { readonly finished: boolean };

export interface UnfinishedUpload extends UploadStart {
  readonly offset: number;
  /** Its bytes have been handed on, or wait for it at `size`. */
  readonly finished: boolean;
}

/** The digest a part of an upload must have. */
export interface PartChecksum {
  readonly algorithm: 'sha1' | 'sha256';
  readonly digest: Buffer;
}

/** A part has another digest than its sender said. It counts as not sent; sending it again helps. */
export class PartMismatch extends Error {
  override readonly name = 'PartMismatch';
  constructor(readonly offset: number) {
    super(`the part from byte ${offset} on has another digest than declared; send it again`);
  }
}

/**
 * Uploads that come in pieces, as files: `<agency>/<id>.json` says what was begun, `<id>.bytes` holds what came, so
 * its size is the offset; `<id>.unchecked` names the offset before a part whose hash is not known to be right yet.
 * Whoever asks for one upload holds its lock.
 */
export class UnfinishedUploads {
  /** Those with bytes, by `<agency>/<id>`, as they lie on the disk. */
  private readonly unended = new Map<string, Pick<UploadStart, 'size' | 'sender'>>();

  private readonly sums = new SumsOfParts();

  private constructor(private readonly folder: string) {}

  static async open(folder: string): Promise<UnfinishedUploads> {
    const uploads = new UnfinishedUploads(folder);
    await uploads.guarded(() => makeFolder(folder));
    await uploads.guarded(() => uploads.readUnended());
    return uploads;
  }

  create(agency: string, start: UploadStart): Promise<void> {
    return this.guarded(async () => {
      const folder = join(this.folder, agency);
      await makeFolder(folder);
      await writeSynced(this.bytesOf(agency, start.id), '');
      await writeSynced(
        join(folder, `${start.id}.json`),
        JSON.stringify({ v: 1, finished: false, ...start }),
      );
      await syncFolder(folder);
      this.unended.set(`${agency}/${start.id}`, start);
    });
  }

  /** Nothing for what another agency began, or what is gone. */
  find(agency: string, id: string): Promise<UnfinishedUpload | undefined> {
    if (!idPattern.test(id)) return Promise.resolve(undefined);
    return this.guarded(async () => {
      const text = await orAbsent(readFile(this.path(agency, id, 'json'), 'utf8'));
      if (text === undefined) return undefined;
      const said = JSON.parse(text) as Said;
      if (said.finished) return { ...said, offset: said.size };
      await this.forgetUnchecked(agency, id);
      const bytes = await orAbsent(stat(this.bytesOf(agency, id)));
      return { ...said, offset: bytes?.size ?? said.size };
    });
  }

  /** Sizes of those that a sender has begun, for any agency, and not ended. */
  begunBy({ agency, officer }: Sender): readonly number[] {
    const begun = [...this.unended.values()];
    return begun.flatMap(({ sender, size }) =>
      sender?.agency === agency && sender.officer === officer ? [size] : [],
    );
  }

  /**
   * Adds bytes at the end, which is `offset`, and syncs them; what came before a stream broke off stays, unless a
   * checksum was to be held. Resolves the new offset.
   * @throws PartMismatch, ContentStoreUnavailable.
   */
  add(
    agency: string,
    id: string,
    offset: number,
    bytes: AsyncIterable<Buffer>,
    checksum?: PartChecksum,
  ): Promise<number> {
    return this.guarded(async () => {
      const summing = this.sums.take(`${agency}/${id}`, offset);
      if (checksum === undefined) return this.write(agency, id, offset, bytes, summing);
      const unchecked = this.path(agency, id, 'unchecked');
      await writeSynced(unchecked, String(offset));
      const hash = createHash(checksum.algorithm);
      try {
        const end = await this.write(agency, id, offset, hashed(bytes, hash));
        if (!hash.digest().equals(checksum.digest)) throw new PartMismatch(offset);
        await rm(unchecked);
        await this.sumUp(agency, id, summing);
        return end;
      } catch (error) {
        this.sums.putBack(`${agency}/${id}`, summing);
        if (error instanceof PartMismatch) await this.forgetUnchecked(agency, id);
        throw error;
      }
    });
  }

  /** Of all its bytes, once they are there; nothing when some were added by another process, or long ago. */
  sumsOf(agency: string, { id, size }: Pick<UploadStart, 'id' | 'size'>): Sums | undefined {
    return this.sums.ofWhole(`${agency}/${id}`, size);
  }

  /** Its bytes lie elsewhere now; that it is whole is told until it expires. */
  finish(agency: string, { offset: _, ...upload }: UnfinishedUpload): Promise<void> {
    return this.guarded(async () => {
      const path = this.path(agency, upload.id, 'json');
      await rm(`${path}.new`, { force: true });
      await writeSynced(`${path}.new`, JSON.stringify({ v: 1, ...upload, finished: true }));
      await rename(`${path}.new`, path);
      await syncFolder(join(this.folder, agency));
      this.unended.delete(`${agency}/${upload.id}`);
    });
  }

  remove(agency: string, id: string): Promise<void> {
    return this.guarded(async () => {
      for (const kind of ['bytes', 'unchecked', 'json.new', 'json'])
        await rm(this.path(agency, id, kind), { force: true });
      this.sums.forget(`${agency}/${id}`);
      await syncFolder(join(this.folder, agency));
      this.unended.delete(`${agency}/${id}`);
    });
  }

  /** Removes what was begun more than `hours` ago and that nobody holds. Resolves how many. */
  sweep(hours: number, isHeld: (agency: string, id: string) => boolean): Promise<number> {
    return this.guarded(async () => {
      const before = Date.now() - hours * hourMs;
      let removed = 0;
      for (const agency of await readdir(this.folder)) {
        for (const id of await this.begun(agency)) {
          if (isHeld(agency, id) || (await this.begunMs(agency, id)) > before) continue;
          await this.remove(agency, id);
          removed++;
        }
      }
      return removed;
    });
  }

  async hasBytes(agency: string, id: string): Promise<boolean> {
    return (await this.guarded(() => orAbsent(stat(this.bytesOf(agency, id))))) !== undefined;
  }

  bytesOf(agency: string, id: string): string {
    return this.path(agency, id, 'bytes');
  }

  private path(agency: string, id: string, kind: string): string {
    return join(this.folder, agency, `${id}.${kind}`);
  }

  private async write(
    agency: string,
    id: string,
    offset: number,
    bytes: AsyncIterable<Buffer>,
    summing?: Summing,
  ): Promise<number> {
    const path = this.bytesOf(agency, id);
    const file = await open(path, 'r+');
    const writer = new WriteBehind(file, path, offset);
    try {
      for await (const chunk of bytes) {
        summing?.update(chunk);
        await writer.write(chunk);
      }
    } finally {
      // What came before a stream broke off stays. What could not be written is in the sums, which are dropped with it.
      await writer.end().finally(() => file.close());
      this.sums.putBack(`${agency}/${id}`, summing);
    }
    return writer.position;
  }

  /** Of a part with a checksum, once it has held: sums take nothing back. */
  private async sumUp(agency: string, id: string, summing: Summing | undefined): Promise<void> {
    if (summing === undefined) return;
    const part = createReadStream(this.bytesOf(agency, id), {
      start: summing.size,
      highWaterMark: readBytes,
    });
    for await (const chunk of part) summing.update(chunk as Buffer);
    this.sums.putBack(`${agency}/${id}`, summing);
  }

  private async readUnended(): Promise<void> {
    for (const agency of await readdir(this.folder)) {
      for (const id of await this.begun(agency)) {
        const text = await orAbsent(readFile(this.path(agency, id, 'json'), 'utf8'));
        const start = text === undefined ? undefined : (JSON.parse(text) as Said);
        if (start !== undefined && !start.finished) this.unended.set(`${agency}/${id}`, start);
      }
    }
  }

  private async begun(agency: string): Promise<ReadonlySet<string>> {
    const names = await readdir(join(this.folder, agency));
    return new Set(names.map((name) => name.slice(0, name.indexOf('.'))));
  }

  /** Bytes without a word on them were left by a process that was killed at the very start. */
  private async begunMs(agency: string, id: string): Promise<number> {
    const text = await orAbsent(readFile(this.path(agency, id, 'json'), 'utf8'));
    if (text !== undefined) return Date.parse((JSON.parse(text) as UploadStart).createdAt);
    return (await orAbsent(stat(this.bytesOf(agency, id))))?.mtimeMs ?? 0;
  }

  private async forgetUnchecked(agency: string, id: string): Promise<void> {
    const unchecked = this.path(agency, id, 'unchecked');
    const offset = await orAbsent(readFile(unchecked, 'utf8'));
    if (offset === undefined) return;
    if (offset !== '') await truncate(this.bytesOf(agency, id), Number(offset));
    await rm(unchecked);
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

async function* hashed(bytes: AsyncIterable<Buffer>, hash: Hash): AsyncGenerator<Buffer> {
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
}

const orAbsent = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
