import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import type { AdoptLimits, Inspected, ReceiveLimits } from './content-store';
import { HashMismatch, TooLarge, UploadCut } from './failures';
import type { SumFile } from './file-sums';
import { Summing, type Sums } from './part-list';
import { WriteBehind } from './write-behind';

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
  const writer = new WriteBehind(file, path);
  try {
    for await (const chunk of uncut(bytes)) {
      if (summing.size + chunk.byteLength > bytesMax) throw new TooLarge(bytesMax);
      summing.update(chunk);
      await writer.write(chunk);
    }
    await writer.end();
  } finally {
    await writer.abandon();
    await file.close();
  }
  return { ...trueTo(declared, summing.digest()), ...(await inspect?.(path)) };
}

/**
 * Syncs a file that is there already, and reads it unless its sums are known.
 * @throws HashMismatch, TooLarge, what `inspect` throws.
 */
export async function lookAtDraft(
  path: string,
  declared: string,
  { bytesMax, inspect, sums: known }: AdoptLimits,
  sumFile: (file: FileHandle) => ReturnType<SumFile>,
): Promise<Passed> {
  const file = await open(path, 'r+');
  let sums: Sums;
  try {
    const { size } = await file.stat();
    if (size > bytesMax) throw new TooLarge(bytesMax);
    await file.sync();
    sums = trueTo(declared, known?.size === size ? known : await sumFile(file));
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
