import { Transform, type TransformCallback } from 'node:stream';

/**
 * Passes bytes on one chunk late. A reader that was promised the length holds all bytes before a hash over them can
 * fail; with the last chunk withheld, damaged content ends short and nobody takes it for whole.
 */
export function holdBack(): Transform {
  let held: Buffer | undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, next: TransformCallback): void {
      const before = held;
      held = chunk;
      next(null, before);
    },
    flush(next: TransformCallback): void {
      next(null, held);
    },
  });
}
