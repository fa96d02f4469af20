import { Readable } from 'node:stream';

/**
 * The bytes without their connection: whoever ends this stream early, for whatever reason, can still be answered, and
 * what was not read is read on behind the answer.
 */
export const detached = (body: unknown): Readable =>
  body instanceof Readable
    ? Readable.from(onlyEnded(body.iterator({ destroyOnReturn: false })))
    : Readable.from([]);

/**
 * Without `throw`: told of an error, the iterator of a request destroys it, with the rest of its body unread and its
 * connection waiting for that for ever.
 */
function onlyEnded<T>(chunks: AsyncIterator<T, unknown>): AsyncIterable<T> {
  return {
    [Symbol.asyncIterator]: () => ({
      next: () => chunks.next() as Promise<IteratorResult<T, undefined>>,
      return: async () => {
        await chunks.return?.();
        return { done: true, value: undefined };
      },
    }),
  };
}
