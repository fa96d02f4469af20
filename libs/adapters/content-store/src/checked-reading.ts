import { createHash } from 'node:crypto';
import { Transform, type TransformCallback } from 'node:stream';
import { ContentDamaged } from './failures';

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
