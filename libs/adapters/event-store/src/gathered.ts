import { Backlog } from './backlog';
import type { Delivered } from './event-store';
import type { Follower } from './follow';

/** For followers that take facts together: whatever came while those before were taken, at most so many at once. */
export function gathered(max: number, signal: AbortSignal): NonNullable<Follower['gather']> {
  return async function* (delivered) {
    const backlog = new Backlog<Delivered>(2 * max);
    const reading = fill(backlog, delivered);
    reading.catch(() => undefined);
    try {
      for (;;) {
        const batch = await backlog.take(max);
        if (batch.length === 0 || signal.aborted) break;
        yield batch;
      }
      await reading;
    } finally {
      backlog.end();
    }
  };
}

async function fill(backlog: Backlog<Delivered>, delivered: AsyncIterable<Delivered>): Promise<void> {
  try {
    for await (const each of delivered) await backlog.put(each);
  } finally {
    backlog.end();
  }
}
