import { open, type FileHandle } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { Inspected, ReceiveLimits } from './content-store';
import { HashMismatch, TooLarge, UploadCut } from './failures';
import { readBytes, Summing, type Sums } from './part-list';

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
  limits: ReceiveLimits,
): Promise<Passed> {
  const file = await open(path, 'wx', 0o640);
  let sums: Sums;
  try {
    sums = await summed(uncut(bytes), declared, limits, (chunk) => writeWhole(file, chunk));
    await file.sync();
  } finally {
    await file.close();
  }
  return { ...sums, ...(await limits.inspect?.(path)) };
}

/** Reads and syncs a file that is there already. @throws HashMismatch, TooLarge, what `inspect` throws. */
export async function lookAtDraft(path: string, declared: string, limits: ReceiveLimits): Promise<Passed> {
  const file = await open(path, 'r+');
  let sums: Sums;
  try {
    await file.sync();
    sums = await summed(
      file.createReadStream({ autoClose: false, highWaterMark: readBytes }),
      declared,
      limits,
    );
  } finally {
    await file.close();
  }
  return { ...sums, ...(await limits.inspect?.(path)) };
}

async function summed(
  bytes: AsyncIterable<Buffer>,
  declared: string,
  { bytesMax }: ReceiveLimits,
  take?: (chunk: Buffer) => Promise<void>,
): Promise<Sums> {
  const summing = new Summing();
  for await (const chunk of bytes) {
    if (summing.size + chunk.byteLength > bytesMax) throw new TooLarge(bytesMax);
    summing.update(chunk);
    await take?.(chunk);
  }
  const sums = summing.digest();
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
