import { eventId } from './event-id';
import type { EventStore, NewEvent, StoredEvent } from './event-store';
import { StreamMoved } from './failures';
import { noted } from './reactor-metadata';

/** An event a reactor could not handle, waiting in `parked-<reactor>`. */
export interface ParkedEvent {
  readonly eventId: string;
  readonly stream: string;
  /** Revision in its own stream. */
  readonly revision: bigint;
  readonly position: bigint;
  readonly type: string;
  readonly reason: string;
  readonly parkedAt: string;
}

const reasonCharactersMax = 1_000;

/** Sets an event aside, once however often it is parked before it is replayed. */
export async function park(
  store: EventStore,
  reactor: string,
  event: StoredEvent,
  reason: string,
): Promise<void> {
  await note(store, reactor, (parked, stream, length) => {
    if (parked.has(event.id)) return undefined;
    const { id, type } = event;
    const data = {
      eventId: id,
      stream: event.stream,
      revision: String(event.revision),
      position: String(event.position),
      type,
      reason: reason.slice(0, reasonCharactersMax),
      at: new Date().toISOString(),
    };
    return noted(stream, eventId(reactor, id, length), { type: 'EventParked', data }, event);
  });
}

/** What waits, in the order it was parked. */
export async function parkedEvents(store: EventStore, reactor: string): Promise<readonly ParkedEvent[]> {
  const { events } = await store.readStream(`parked-${reactor}`);
  return [...openOf(events).values()];
}

/** Takes an event off the list, after it was handled. */
export async function release(store: EventStore, reactor: string, event: StoredEvent): Promise<void> {
  await note(store, reactor, (open, stream, length) => {
    if (!open.has(event.id)) return undefined;
    const data = { eventId: event.id, at: new Date().toISOString() };
    const key = eventId(reactor, event.id, length);
    return noted(stream, key, { type: 'ParkedEventReplayed', data }, event);
  });
}

export const reasonOf = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : String(error);

type Open = ReadonlyMap<string, ParkedEvent>;

/** Appends what `eventOf` makes of the present list, nothing when that is nothing. */
async function note(
  store: EventStore,
  reactor: string,
  eventOf: (open: Open, stream: string, length: number) => NewEvent | undefined,
): Promise<void> {
  const stream = `parked-${reactor}`;
  for (;;) {
    const { events, revision } = await store.readStream(stream);
    const event = eventOf(openOf(events), stream, events.length);
    if (event === undefined) return;
    try {
      await store.append(stream, [event], revision);
      return;
    } catch (error) {
      if (!(error instanceof StreamMoved)) throw error;
    }
  }
}

interface Parked {
  readonly eventId: string;
  readonly stream: string;
  readonly revision: string;
  readonly position: string;
  readonly type: string;
  readonly reason: string;
  readonly at: string;
}

function openOf(events: readonly StoredEvent[]): Open {
  const open = new Map<string, ParkedEvent>();
  for (const { type, data } of events) {
    const { at: parkedAt, revision, position, ...parked } = data as Parked;
    if (type === 'ParkedEventReplayed.v1') open.delete(parked.eventId);
    if (type !== 'EventParked.v1') continue;
    open.set(parked.eventId, { ...parked, revision: BigInt(revision), position: BigInt(position), parkedAt });
  }
  return open;
}
