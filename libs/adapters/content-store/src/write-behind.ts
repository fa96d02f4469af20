import type { FileHandle } from 'node:fs/promises';
import { alignment, blockBytes, UncachedBlocks } from './uncached-blocks';

/** Taken and not yet written, bytes: what a slow moment of the disk may hold back in memory for one file. */
const waitingMax = 4 * 1024 ** 2;
/** Chunks that one call of the system writes. */
const chunksMax = 64;
/**
 * Written through the page cache between two syncs, bytes. Without them a large file stays there until its end, where
 * it is waited for, and where every sync of another file on that disk waits with it.
 */
const syncBytes = 16 * 1024 ** 2;
/**
 * Of each file only so many bytes go through the page cache: what is small is read soon, and what is large would cost
 * more in that memory than it costs to receive, and drive out of it what others read.
 */
const cachedBytes = 16 * 1024 ** 2;

/**
 * Writes a file in order while its bytes still come: the sender is not held back by each write, and the disk works
 * from the first bytes on. The chunks it is given are not to be changed.
 */
export class WriteBehind {
  private readonly waiting: Buffer[] = [];
  private waitingBytes = 0;
  private unsynced = 0;
  private isEnding = false;
  private failure: { readonly error: unknown } | undefined;
  private run: Promise<void> | undefined;
  private batch = Promise.resolve();
  private syncing = Promise.resolve();
  private blocks: UncachedBlocks | 'none' | undefined;

  /**
   * Writes from `reached` on into the file of that path. The file stays its owner's, to be closed after `end` or
   * `abandon`.
   */
  constructor(
    private readonly file: FileHandle,
    private readonly path: string,
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
    this.writeWhatWaits();
    while (this.waitingBytes > waitingMax) await this.batch;
  }

  /** Resolves when all of it is on the disk. @throws what the file system threw. */
  async end(): Promise<void> {
    try {
      this.isEnding = true;
      this.writeWhatWaits();
      await this.run;
      this.assertWritable();
      await this.syncing;
    } finally {
      await this.closeBlocks();
    }
    await this.file.sync();
  }

  /** Writes no more of what waits. Resolves when nothing is under way. */
  async abandon(): Promise<void> {
    this.waiting.length = 0;
    await this.run;
    await this.syncing.catch(() => undefined);
    await this.closeBlocks();
  }

  private writeWhatWaits(): void {
    if (this.nextBytes > 0) this.run ??= this.writeOn();
  }

  private async writeOn(): Promise<void> {
    try {
      while (this.nextBytes > 0) {
        this.batch = this.writeNext();
        await this.batch;
      }
    } catch (error) {
      this.failure = { error };
      this.waiting.length = 0;
    } finally {
      this.run = undefined;
    }
  }

  /** How much the next call writes; 0 while there is nothing, or no whole block. */
  private get nextBytes(): number {
    if (this.waiting.length === 0) return 0;
    if (this.blocks === 'none' || this.reached < cachedBytes) return this.waitingBytes;
    const beyond = this.reached % alignment;
    if (beyond > 0) return Math.min(alignment - beyond, this.waitingBytes);
    if (this.waitingBytes >= blockBytes) return blockBytes;
    return this.isEnding ? this.waitingBytes : 0;
  }

  /** From here on blocks go past the cache, each at its place. */
  private get isPastCache(): boolean {
    return this.blocks !== 'none' && this.reached >= cachedBytes && this.reached % alignment === 0;
  }

  private async writeNext(): Promise<void> {
    const bytes = this.nextBytes;
    const uncached = this.isPastCache && bytes === blockBytes;
    const chunks = uncached ? this.taken(bytes, Infinity) : this.taken(bytes, chunksMax);
    if (!(uncached && (await this.writtenPastCache(chunks)))) await this.writeThroughCache(chunks);
    if (this.unsynced >= syncBytes) await this.syncOn();
  }

  /** Whether the file system has it; if not, it is not asked again. */
  private async writtenPastCache(chunks: readonly Buffer[]): Promise<boolean> {
    if (this.blocks === 'none') return false;
    this.blocks ??= new UncachedBlocks(this.path);
    const written = await this.blocks.write(chunks, this.reached);
    if (written === undefined) {
      await this.closeBlocks();
      this.blocks = 'none';
      return false;
    }
    await this.wrote(chunks, blockBytes, written);
    return true;
  }

  private async writeThroughCache(chunks: readonly Buffer[]): Promise<void> {
    const bytes = chunks.reduce((total, chunk) => total + chunk.byteLength, 0);
    const { bytesWritten } = await this.file.writev(chunks, this.reached);
    this.unsynced += bytes;
    await this.wrote(chunks, bytes, bytesWritten);
  }

  /** A full disk takes the first part without an error, and tells at the next. */
  private async wrote(chunks: readonly Buffer[], bytes: number, written: number): Promise<void> {
    if (written < bytes)
      await this.writeWhole(Buffer.concat(chunks).subarray(written), this.reached + written);
    this.reached += bytes;
    this.waitingBytes -= bytes;
  }

  private async writeWhole(left: Buffer, position: number): Promise<void> {
    for (let from = 0; from < left.byteLength;) {
      from += (await this.file.write(left, from, left.byteLength - from, position + from)).bytesWritten;
    }
  }

  /** From the front of what waits, at most so many bytes in at most so many chunks. */
  private taken(bytesMax: number, countMax: number): Buffer[] {
    let [count, bytes] = [0, 0];
    while (count < Math.min(this.waiting.length, countMax) && bytes < bytesMax)
      bytes += (this.waiting[count++] as Buffer).byteLength;
    const chunks = this.waiting.splice(0, count);
    if (bytes <= bytesMax) return chunks;
    const last = chunks.pop() as Buffer;
    const kept = last.byteLength - (bytes - bytesMax);
    this.waiting.unshift(last.subarray(kept));
    return [...chunks, last.subarray(0, kept)];
  }

  /** One sync at a time: who writes faster than the disk waits here, and not at the end. */
  private async syncOn(): Promise<void> {
    await this.syncing;
    this.unsynced = 0;
    this.syncing = this.file.datasync();
    // It is heard of at the next one or at the end; here it only must not go unheard.
    this.syncing.catch(() => undefined);
  }

  private async closeBlocks(): Promise<void> {
    if (this.blocks instanceof UncachedBlocks) await this.blocks.close();
  }

  private assertWritable(): void {
    if (this.failure !== undefined) throw this.failure.error;
  }
}
