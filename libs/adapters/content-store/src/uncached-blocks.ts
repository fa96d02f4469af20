import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** What a block of any disk and the memory that goes there without a copy are multiples of, bytes. */
export const alignment = 4096;
export const blockBytes = 1024 ** 2;

/** Not yet in the types of the language. A buffer that may grow is memory of its own, which begins with a page. */
const Growing = ArrayBuffer as unknown as new (
  bytes: number,
  options: { readonly maxByteLength: number },
) => ArrayBuffer;

/**
 * Writes blocks of a file past the page cache, where its file system can. Each begins at a multiple of `alignment`;
 * what is there already through the cache stays.
 */
export class UncachedBlocks {
  private readonly block = Buffer.from(new Growing(blockBytes, { maxByteLength: blockBytes }));
  private opened: FileHandle | undefined;

  constructor(private readonly path: string) {}

  /**
   * Writes `blockBytes` at `position`, one call at a time. Resolves how many the disk took; nothing where the file
   * system writes through its cache only. @throws what the file system threw.
   */
  async write(chunks: readonly Buffer[], position: number): Promise<number | undefined> {
    let filled = 0;
    for (const chunk of chunks) filled += chunk.copy(this.block, filled);
    try {
      this.opened ??= await open(this.path, constants.O_WRONLY | (constants.O_DIRECT ?? 0));
      return (await this.opened.write(this.block, 0, blockBytes, position)).bytesWritten;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EINVAL') return undefined;
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.opened?.close();
    this.opened = undefined;
  }
}
