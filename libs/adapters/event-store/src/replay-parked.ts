import type { EventStore, StoredEvent } from './event-store';
import { type ParkedEvent, parkedEvents, reasonOf, release } from './parked';
import type { Reactor } from './reactor';

export interface Replayed {
  /** How many were handled and left the list. */
  readonly replayed: number;
  /** What failed again and stays parked. */
  readonly failed: readonly { readonly parked: ParkedEvent; readonly reason: string }[];
}

/**
 * Gives every parked event to its reactor once more, after the cause was mended. Safe beside the running reactor.
 * @throws StoreUnavailable; what was handled until then has left the list.
 */
export async function replayParked(store: EventStore, reactor: Reactor): Promise<Replayed> {
  const failed: { parked: ParkedEvent; reason: string }[] = [];
  const waiting = await parkedEvents(store, reactor.name);
  for (const parked of waiting) {
    const event = await originalOf(store, parked);
    try {
      await reactor.react(event);
    } catch (error) {
      failed.push({ parked, reason: reasonOf(error) });
      continue;
    }
    await release(store, reactor.name, event);
  }
  return { replayed: waiting.length - failed.length, failed };
}

async function originalOf(
  store: EventStore,
  { stream, revision, eventId }: ParkedEvent,
): Promise<StoredEvent> {
  const { events } = await store.readStream(stream, { from: revision, max: 1 });
  const [event] = events;
  if (event?.id === eventId) return event;
  throw new Error(
    `the parked event ${eventId} is not at ${stream}@${revision}: restore the store it came from`,
  );
}
