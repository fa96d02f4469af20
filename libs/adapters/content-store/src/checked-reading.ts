import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import type { ByteRange } from './content-store';
import { ContentDamaged } from './failures';
import { type PartList, sumOfPart } from './part-list';

/** Passes bytes on, and instead of an end gives ContentDamaged when they are not those of their address. */
export function checkedReading(sha256: string): Transform {
  const hash = createHash('sha256');
  return new Transform({
    transform(chunk: Buffer, _encoding, next: TransformCallback): void {
      hash.update(chunk);
      next(null, chunk);
    },
    flush(next: TransformCallback): void {
      const actual = hash.digest('hex');
      next(actual === sha256 ? null : new ContentDamaged(sha256, actual));
    },
  });
}

/**
 * The bytes of a range, each part it touches compared with its sum before a byte of it is given out. Holds one part
 * in memory. `bytesOf` gives the bytes from one offset up to before another, fewer when there are fewer.
 */
export async function* checkedRange(
  sha256: string,
  list: PartList,
  { first, last }: ByteRange,
  bytesOf: (from: number, to: number) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  const { partBytes, size, parts } = list;
  for (let index = Math.floor(first / partBytes); index * partBytes <= last; index++) {
    const from = index * partBytes;
    const part = await bytesOf(from, Math.min(from + partBytes, size));
    const actual = await sumOfPart(list, index, part);
    if (actual !== parts[index]) throw new ContentDamaged(sha256, actual, index);
    yield part.subarray(Math.max(0, first - from), Math.min(last + 1 - from, part.byteLength));
  }
}
