import type { EventStore, StoredEvent } from './event-store';
import { park, type ParkedEvent, parkedEvents, reasonOf, release, skip } from './parked';
import type { Parking, Replayed } from './parking';

/** The part of a reactor that takes an event up again. */
interface Reacting {
  readonly name: string;
  react(event: StoredEvent): Promise<void>;
}

/**
 * Gives every parked event, or those of one stream, to its reactor once more, after the cause was mended. Safe beside
 * the running reactor.
 * @throws StoreUnavailable; what was handled until then has left the list.
 */
export async function replayParked(
  store: EventStore,
  reactor: Reacting,
  { stream, signal }: { readonly stream?: string | undefined; readonly signal?: AbortSignal } = {},
): Promise<Replayed> {
  const failed: { parked: ParkedEvent; reason: string }[] = [];
  let replayed = 0;
  for (const parked of await parkedEvents(store, reactor.name)) {
    if (stream !== undefined && parked.stream !== stream) continue;
    if (signal?.aborted === true) break;
    const event = await originalOf(store, parked);
    const reason = await failureOf(event === undefined ? Promise.reject(gone(parked)) : reactor.react(event));
    if (reason === undefined) {
      await release(store, reactor.name, parked.eventId, event);
      replayed += 1;
    } else {
      if (event !== undefined) await park(store, reactor.name, event, reason);
      failed.push({ parked, reason });
    }
  }
  return { replayed, failed };
}

/** What a reactor has set aside, for an operator. */
export const parkingOf = (store: EventStore, reactor: Reacting): Parking => ({
  name: reactor.name,
  list: () => parkedEvents(store, reactor.name),
  replay: (stream) => replayParked(store, reactor, { stream }),
  skip: (eventId, decision) => skip(store, reactor.name, eventId, decision),
});

const failureOf = (reaction: Promise<void>): Promise<string | undefined> =>
  reaction.then(() => undefined, reasonOf);

const gone = ({ eventId, stream, revision }: ParkedEvent): Error =>
  new Error(`the parked event ${eventId} is not at ${stream}@${revision}: restore the store it came from`);

async function originalOf(
  store: EventStore,
  { stream, revision, eventId }: ParkedEvent,
): Promise<StoredEvent | undefined> {
  const { events } = await store.readStream(stream, { from: revision, max: 1 });
  return events.find(({ id }) => id === eventId);
}
