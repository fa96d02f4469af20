import { type FileHandle, open } from 'node:fs/promises';
import { LRUCache } from 'lru-cache';

/** A file that is read in places, so that its size costs nothing. */
export interface OpenBytes {
  readonly size: number;
  /** At most `length` bytes from `at` on, as they are of nobody else; fewer at the end, none beyond it. */
  read(at: number, length: number): Promise<Buffer>;
}

/** A directory is read in pieces of some fifty bytes, each of which would be a call of the system. */
const [blockBytes, blocksMax] = [4_096, 64];

/** @throws what the file system says. */
export async function withBytes<T>(path: string, work: (bytes: OpenBytes) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await work({ size, read: inBlocks((at, length) => readAt(file, size, at, length)) });
  } finally {
    await file.close();
  }
}

/** What is longer than a block is read as it is asked for. */
function inBlocks(read: OpenBytes['read']): OpenBytes['read'] {
  const blocks = new LRUCache<number, Buffer>({ max: blocksMax });
  const blockOf = async (number: number): Promise<Buffer> => {
    const known = blocks.get(number);
    if (known !== undefined) return known;
    const block = await read(number * blockBytes, blockBytes);
    blocks.set(number, block);
    return block;
  };
  return async (at, length) => {
    if (length >= blockBytes || !(at >= 0) || !(length > 0)) return read(at, length);
    const number = Math.floor(at / blockBytes);
    const from = at - number * blockBytes;
    const first = (await blockOf(number)).subarray(from, from + length);
    const rest = length - first.length;
    // A short block is the last one.
    const isEnd = from + first.length < blockBytes;
    const second = rest === 0 || isEnd ? Buffer.alloc(0) : (await blockOf(number + 1)).subarray(0, rest);
    return Buffer.concat([first, second]);
  };
}

async function readAt(file: FileHandle, size: number, at: number, length: number): Promise<Buffer> {
  const wanted = Math.min(length, size - at);
  if (!(at >= 0) || !(wanted > 0)) return Buffer.alloc(0);
  const buffer = Buffer.alloc(wanted);
  const { bytesRead } = await file.read(buffer, 0, wanted, at);
  return buffer.subarray(0, bytesRead);
}
