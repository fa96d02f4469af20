import { type FileHandle, open } from 'node:fs/promises';

/** A file that is read in places, so that its size costs nothing. */
export interface OpenBytes {
  readonly size: number;
  /** At most `length` bytes from `at` on; fewer at the end, none beyond it. */
  read(at: number, length: number): Promise<Buffer>;
}

/** @throws what the file system says. */
export async function withBytes<T>(path: string, work: (bytes: OpenBytes) => Promise<T>): Promise<T> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    return await work({ size, read: (at, length) => readAt(file, size, at, length) });
  } finally {
    await file.close();
  }
}

async function readAt(file: FileHandle, size: number, at: number, length: number): Promise<Buffer> {
  const wanted = Math.min(length, size - at);
  if (!(at >= 0) || !(wanted > 0)) return Buffer.alloc(0);
  const buffer = Buffer.alloc(wanted);
  const { bytesRead } = await file.read(buffer, 0, wanted, at);
  return buffer.subarray(0, bytesRead);
}
