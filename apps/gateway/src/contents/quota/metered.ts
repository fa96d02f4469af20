import { Problem } from '../../edge/problem';

export interface Meter {
  /** What a sender sends at least, bytes per second over a minute; 0 lets it take its time. */
  readonly bytesPerSecondMin: number;
  /** Over how long it is measured. Milliseconds. */
  readonly windowMs: number;
  /** Told of each chunk before it is handed on. @throws Problem that ends the upload. */
  came(bytes: number): Promise<void>;
}

/**
 * The bytes of an upload as long as they come fast enough. Only the time in which we wait for the sender counts: a
 * slow disk of ours is no fault of theirs.
 * @throws Problem `request:too-slow`, and what the meter throws.
 */
export async function* metered(bytes: AsyncIterable<Buffer>, meter: Meter): AsyncGenerator<Buffer> {
  const chunks = bytes[Symbol.asyncIterator]();
  let [waitedMs, received] = [0, 0];
  const judge = (): void => {
    if (waitedMs < meter.windowMs) return;
    if (received * 1000 < meter.bytesPerSecondMin * waitedMs) throw new Problem('request:too-slow');
    [waitedMs, received] = [0, 0];
  };
  try {
    for (;;) {
      const next = chunks.next();
      next.catch(() => undefined);
      let found: IteratorResult<Buffer> | undefined;
      while (found === undefined) {
        const askedMs = performance.now();
        found = await within(meter.windowMs - waitedMs, next);
        // A timer may fire a little early by this clock.
        waitedMs = found === undefined ? meter.windowMs : waitedMs + performance.now() - askedMs;
        judge();
      }
      if (found.done === true) return;
      received += found.value.byteLength;
      await meter.came(found.value.byteLength);
      yield found.value;
    }
  } finally {
    // Not awaited: behind a chunk that never comes it would wait for ever.
    void chunks.return?.();
  }
}

/** Nothing when it takes longer. */
async function within<T>(limitMs: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(1, limitMs));
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
