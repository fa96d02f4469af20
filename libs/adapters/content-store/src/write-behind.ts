import type { FileHandle } from 'node:fs/promises';

/** Taken and not yet written, bytes: what a slow moment of the disk may hold back in memory for one file. */
const waitingMax = 4 * 1024 ** 2;
/** Chunks that one call of the system writes. */
const chunksMax = 64;
/**
 * Written between two syncs, bytes. Without them a file of gigabytes stays in the page cache until its end, where it
 * is waited for, and where every sync of another file on that disk waits with it.
 */
const syncBytes = 16 * 1024 ** 2;

/**
 * Writes a file in order while its bytes still come: the sender is not held back by each write, and the disk works
 * from the first bytes on. The chunks it is given are not to be changed.
 */
export class WriteBehind {
  private readonly waiting: Buffer[] = [];
  private waitingBytes = 0;
  private unsynced = 0;
  private failure: { readonly error: unknown } | undefined;
  private run: Promise<void> | undefined;
  private batch = Promise.resolve();
  private syncing = Promise.resolve();

  /** Writes from `position` on. The file stays its owner's, to be closed after `end` or `abandon`. */
  constructor(
    private readonly file: FileHandle,
    private reached = 0,
  ) {}

  /** How far the file goes. */
  get position(): number {
    return this.reached;
  }

  /** Resolves when more may come. @throws what the file system threw, at this chunk or an earlier one. */
  async write(chunk: Buffer): Promise<void> {
    this.assertWritable();
    this.waiting.push(chunk);
    this.waitingBytes += chunk.byteLength;
    this.run ??= this.writeOn();
    while (this.waitingBytes > waitingMax) await this.batch;
  }

  /** Resolves when all of it is on the disk. @throws what the file system threw. */
  async end(): Promise<void> {
    await this.run;
    this.assertWritable();
    await this.syncing;
    await this.file.sync();
  }

  /** Writes no more of what waits. Resolves when nothing is under way. */
  async abandon(): Promise<void> {
    this.waiting.length = 0;
    await this.run;
    await this.syncing.catch(() => undefined);
  }

  private async writeOn(): Promise<void> {
    try {
      while (this.waiting.length > 0) {
        this.batch = this.writeBatch(this.waiting.splice(0, chunksMax));
        await this.batch;
      }
    } catch (error) {
      this.failure = { error };
      this.waiting.length = 0;
    } finally {
      this.run = undefined;
    }
  }

  private async writeBatch(chunks: readonly Buffer[]): Promise<void> {
    const bytes = chunks.reduce((total, chunk) => total + chunk.byteLength, 0);
    const { bytesWritten } = await this.file.writev(chunks, this.reached);
    // A full disk takes the first part without an error, and tells at the next.
    if (bytesWritten < bytes)
      await this.writeWhole(Buffer.concat(chunks).subarray(bytesWritten), this.reached + bytesWritten);
    this.reached += bytes;
    this.waitingBytes -= bytes;
    this.unsynced += bytes;
    if (this.unsynced >= syncBytes) await this.syncOn();
  }

  private async writeWhole(left: Buffer, position: number): Promise<void> {
    for (let from = 0; from < left.byteLength;) {
      from += (await this.file.write(left, from, left.byteLength - from, position + from)).bytesWritten;
    }
  }

  /** One sync at a time: who writes faster than the disk waits here, and not at the end. */
  private async syncOn(): Promise<void> {
    await this.syncing;
    this.unsynced = 0;
    this.syncing = this.file.datasync();
    // It is heard of at the next one or at the end; here it only must not go unheard.
    this.syncing.catch(() => undefined);
  }

  private assertWritable(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }
}
