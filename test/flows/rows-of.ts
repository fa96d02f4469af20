import { type EventStore, placeOf, type StoredEvent } from '@adapters/event-store';
import type { ReadStore } from '@adapters/read-store';
import { FeedCounting } from '../../apps/read-models/src/agency-feed/feed-counting';
import { projectBatch } from '../../apps/read-models/src/projector/project-batch';
import { openedStand } from '../../apps/read-models/src/projector/rows-stand';
import { projections } from '../../apps/read-models/src/questions';

/** Brings rows from where they stand to the end of these events, which may begin before that. */
export async function projectUpTo(
  reads: ReadStore,
  storeId: string,
  events: readonly StoredEvent[],
  all: readonly StoredEvent[] = events,
): Promise<void> {
  const { last: after } = await openedStand(reads, storeId);
  const fresh = events.filter(({ position }) => after === undefined || position > after.position);
  const last = fresh.at(-1);
  if (last === undefined) return;
  const counted = await countedIn(fresh, all);
  await projectBatch(reads, projections, { storeId, after, events: fresh, counted, last: placeOf(last) });
}

/** What some of all events count for in the feeds of agencies. */
export async function countedIn(events: readonly StoredEvent[], all: readonly StoredEvent[] = events) {
  const feed = new FeedCounting(readingOf(all));
  await feed.open();
  return feed.countedIn(events);
}

/** A store that holds these events and no others. */
export const readingOf = (events: readonly StoredEvent[]): Pick<EventStore, 'readStream'> => ({
  readStream: (stream, { from = 0n, max = events.length } = {}) => {
    const read = events.filter((event) => event.stream === stream && event.revision >= from).slice(0, max);
    return Promise.resolve({ events: read, revision: read.at(-1)?.revision ?? 'absent' });
  },
});
