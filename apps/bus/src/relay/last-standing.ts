import { type EventPlace, type EventStore, HistoryLost, standingPlace } from '@adapters/event-store';
import type { PublicPlace, PublicStream } from '@adapters/messaging';
import type { History } from '@runtime';

export interface LastStandingParts {
  readonly store: EventStore;
  readonly stream: PublicStream;
  readonly history: Pick<History, 'storeId' | 'lost'>;
  /** The newest message rests on an event that is gone: the store came back with another history. */
  readonly onLost?: (lost: HistoryLost) => void;
}

/** `PUBLIC` holds facts of another store. Publishing on would mix two histories. */
class PublicOfAnotherStore extends Error {
  override readonly name = 'PublicOfAnotherStore';
  constructor(
    readonly there: string,
    readonly ours: string,
  ) {
    super(
      `PUBLIC was filled from the event store ${there}, this one is ${ours}: name the NATS of this installation, ` +
        'or, if the store was moved on purpose, delete the stream PUBLIC: it is filled again from the store',
    );
  }
}

/** `PUBLIC` ends behind the end of the store, and nothing in it says of which history it is. */
class StreamAheadOfStore extends Error {
  override readonly name = 'StreamAheadOfStore';
  constructor(
    readonly checkpoint: bigint,
    readonly head: bigint,
  ) {
    super(
      `PUBLIC ends at position ${checkpoint}, the event store at ${head}, and its messages are of a release that did ` +
        'not say of which store: they are not of one history. Bring back the newer store, or delete the stream ' +
        'PUBLIC: it is filled again from the store',
    );
  }
}

/**
 * Where `PUBLIC` ends in this history: the place of its newest message whose event still stands, as it is read now.
 * Messages behind it that rest on events which are gone are taken out, and the loss is told. Nothing when no message
 * is left to go on from.
 * @throws PublicOfAnotherStore, StreamAheadOfStore; StoreUnavailable.
 */
export async function lastStanding(
  parts: LastStandingParts,
  signal?: AbortSignal,
): Promise<PublicPlace | undefined> {
  const { store, stream, history, onLost } = parts;
  let isTold = false;
  for await (const { seq, place } of stream.newestFirst()) {
    if (place === undefined) continue;
    const there = place.history?.storeId;
    if (there !== undefined && there !== history.storeId)
      throw new PublicOfAnotherStore(there, history.storeId);
    const lost = await lostOf(store, place);
    if (!(lost instanceof HistoryLost)) return lost;
    if (!isTold) {
      onLost?.(lost);
      await history.lost(lost, {
        ...(place.history && { epoch: place.history.epoch }),
        ...(signal && { signal }),
      });
    }
    isTold = true;
    await stream.takeOut(seq);
  }
  return undefined;
}

async function lostOf(store: EventStore, place: PublicPlace): Promise<PublicPlace | HistoryLost> {
  const { event, position } = place;
  if (event === undefined) {
    const head = await store.headPosition();
    if (position > head) throw new StreamAheadOfStore(position, head);
    return place;
  }
  try {
    const stands = await standingPlace(store, { ...event, position });
    return { ...place, position: stands.position };
  } catch (error) {
    if (error instanceof HistoryLost) return error;
    throw error;
  }
}

/** The event of a place, as the store's subscriptions take it. */
export const eventPlaceOf = ({ event, position }: PublicPlace): EventPlace | undefined =>
  event && { ...event, position };
