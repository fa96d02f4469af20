import { EventEmitter } from 'node:events';
import type { Readable } from 'node:stream';
import type { DataStore, Upload } from '@tus/server';
import { type ContentStore, HashMismatch } from '@adapters/content-store';
import { type FieldError, isFileName } from '@contracts';
import { Problem } from '../../edge/problem';
import { inspecting } from '../inspection/inspect-content';
import type { UploadGate } from '../quota/upload-gate';
import type { Sender } from '../quota/upload-quotas';
import type { PartChecksum, UnfinishedUpload, UnfinishedUploads } from './unfinished-uploads';

const sha256Pattern = /^[0-9a-f]{64}$/;

export interface TusStoreParts {
  readonly unfinished: UnfinishedUploads;
  readonly contents: ContentStore;
  readonly bytesMax: number;
  readonly expirationMs: number;
  readonly gate: UploadGate;
}

/** Keys under which clients of tus send the name of a file; those of tus-js-client and Uppy. */
const nameKeys = ['filename', 'name', 'relativePath'] as const;

/** @throws Problem naming what is wrong with `Upload-Metadata`. */
function checkMetadata(sha256: string, metadata: NonNullable<Upload['metadata']>): void {
  const faults: Omit<FieldError, 'pointer'>[] = nameKeys
    .filter((key) => !isFileName((metadata[key] ?? 'a').normalize('NFC')))
    .map((key) => ({
      detail: `\`${key}\` is no file name in one line, with nothing hidden in it, or is one of a program`,
      detailVi: `\`${key}\` không phải tên tệp trên một dòng, có ký tự ẩn, hoặc là tên của chương trình`,
    }));
  if (!sha256Pattern.test(sha256)) {
    faults.unshift({
      detail: 'says no `sha256` of the whole file, 64 hex digits',
      detailVi: 'thiếu `sha256` của cả tệp (64 chữ số hex)',
    });
  }
  if (faults.length === 0) return;
  const errors = faults.map((fault) => ({ pointer: '/headers/upload-metadata', ...fault }));
  throw new Problem('request:malformed-header', { errors });
}

/** The uploads of one agency, for one request: an upload of another agency is one that never was. */
export class TusStore extends EventEmitter implements DataStore {
  extensions = ['creation', 'creation-with-upload', 'termination', 'expiration', 'checksum'];

  constructor(
    private readonly parts: TusStoreParts,
    private readonly agency: string,
    private readonly sender: Sender,
    private readonly checksum: PartChecksum | undefined,
  ) {
    super();
  }

  hasExtension(extension: string): boolean {
    return this.extensions.includes(extension);
  }

  getExpiration(): number {
    return this.parts.expirationMs;
  }

  async create(upload: Upload): Promise<Upload> {
    if (upload.size === 0) throw new Problem('content:empty');
    const { unfinished, gate } = this.parts;
    const { sha256: told, filetype } = upload.metadata ?? {};
    const sha256 = told?.toLowerCase() ?? '';
    checkMetadata(sha256, upload.metadata ?? {});
    const { sender } = this;
    const size = upload.size ?? 0;
    const createdAt = new Date().toISOString();
    upload.creation_date = createdAt;
    const start = { id: upload.id, size, sha256, mediaType: filetype ?? undefined, createdAt, sender };
    await gate.quotas.inTurn(sender, async () => {
      const underWay = await gate.begin(sender, size);
      const metadata = upload.metadata ?? {};
      await unfinished.create(this.agency, { ...start, metadata }).finally(() => underWay.end());
    });
    return upload;
  }

  async write(bytes: Readable, id: string, offset: number): Promise<number> {
    const upload = await this.found(id);
    if (upload.finished) return upload.size;
    const { unfinished, gate } = this.parts;
    const end = await unfinished.add(this.agency, id, offset, gate.through(bytes), this.checksum);
    if (end === upload.size) await this.handOn({ ...upload, offset: end });
    return end;
  }

  async getUpload(id: string): Promise<Upload> {
    const upload = await this.found(id);
    // A process that was killed between the last byte and handing it on left that to whoever asks next.
    if (!upload.finished && upload.offset === upload.size) await this.handOn(upload);
    const { size, offset, metadata, createdAt } = upload;
    const { Upload: Made } = await import('@tus/server');
    return new Made({ id, size, offset, metadata, creation_date: createdAt });
  }

  async remove(id: string): Promise<void> {
    await this.found(id);
    await this.parts.unfinished.remove(this.agency, id);
  }

  declareUploadLength(): Promise<void> {
    return Promise.reject(
      new Error('the length is known from the start: `creation-defer-length` is not offered'),
    );
  }

  deleteExpired(): Promise<number> {
    return this.parts.unfinished.sweep(this.getExpiration() / 3_600_000, () => false);
  }

  private async found(id: string): Promise<UnfinishedUpload> {
    const upload = await this.parts.unfinished.find(this.agency, id);
    if (upload === undefined) throw new Problem('content:upload-not-found');
    return upload;
  }

  /** The whole becomes an upload like every other. What is refused is gone; what could not be tried stays. */
  private async handOn(upload: UnfinishedUpload): Promise<void> {
    const { unfinished, contents, bytesMax } = this.parts;
    const { id, sha256, mediaType } = upload;
    const file = unfinished.bytesOf(this.agency, id);
    try {
      // Without bytes it was handed on by a process that was killed before it could write that down.
      if (await unfinished.hasBytes(this.agency, id)) {
        const sums = unfinished.sumsOf(this.agency, upload);
        const limits = { bytesMax, inspect: inspecting(mediaType), ...(sums && { sums }) };
        await contents.adopt(this.agency, sha256, file, limits);
      } else if ((await contents.uploadedBy(this.agency, sha256)) === undefined) {
        await unfinished.remove(this.agency, id);
        throw new Problem('content:upload-not-found');
      }
    } catch (error) {
      const isRefused = error instanceof HashMismatch || error instanceof Problem;
      if (isRefused) await unfinished.remove(this.agency, id);
      throw error instanceof HashMismatch ? new Problem('content:hash-mismatch') : error;
    }
    await this.parts.gate.quotas.arrived(upload.sender ?? this.sender, this.agency, sha256, upload.size);
    await unfinished.finish(this.agency, upload);
  }
}
