import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Inspected, ReceiveLimits } from './content-store';
import { HashMismatch, TooLarge, UploadCut } from './failures';
import type { SumFile } from './file-sums';
import { Summing, type Sums } from './part-list';

/** A draft that has passed. */
export type Passed = Sums & Partial<Inspected>;

/**
 * Writes and syncs a new file with the bytes of an upload. What was read of a refused stream is gone; the stream
 * itself is left to its owner.
 * @throws HashMismatch, TooLarge, UploadCut, what `inspect` throws.
 */
export async function writeDraft(
  path: string,
  declared: string,
  bytes: Readable,
  { bytesMax, inspect }: ReceiveLimits,
): Promise<Passed> {
  const file = await open(path, 'wx', 0o640);
  const summing = new Summing();
  try {
    for await (const chunk of uncut(bytes)) {
      if (summing.size + chunk.byteLength > bytesMax) throw new TooLarge(bytesMax);
      summing.update(chunk);
      await writeWhole(file, chunk);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { ...trueTo(declared, summing.digest()), ...(await inspect?.(path)) };
}

/** Reads and syncs a file that is there already. @throws HashMismatch, TooLarge, what `inspect` throws. */
export async function lookAtDraft(
  path: string,
  declared: string,
  { bytesMax, inspect }: ReceiveLimits,
  sumFile: (file: FileHandle) => ReturnType<SumFile>,
): Promise<Passed> {
  const file = await open(path, 'r+');
  let sums: Sums;
  try {
    if ((await file.stat()).size > bytesMax) throw new TooLarge(bytesMax);
    await file.sync();
    sums = trueTo(declared, await sumFile(file));
  } finally {
    await file.close();
  }
  return { ...sums, ...(await inspect?.(path)) };
}

function trueTo(declared: string, sums: Sums): Sums {
  if (sums.sha256 !== declared) throw new HashMismatch(declared, sums.sha256);
  return sums;
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
