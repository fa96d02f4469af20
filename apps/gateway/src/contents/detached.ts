import { Readable } from 'node:stream';

/** The bytes without their connection: whoever ends this stream early can still be answered. */
export const detached = (body: unknown): Readable =>
  body instanceof Readable ? Readable.from(body.iterator({ destroyOnReturn: false })) : Readable.from([]);
