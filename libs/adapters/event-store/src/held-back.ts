import type { EventStore, NewEvent, StoredEvent } from './event-store';
import { StreamMoved } from './failures';
import { noted } from './reactor-metadata';
import { runnerCodec, type RunnerEvent } from './runner.codec';

/**
 * Whose public facts do not count yet for the agencies they are told to. Unlike what is only parked it is followed:
 * where a stream is taken up has its place among the facts, so that everybody counts alike, whenever they count.
 */
export const heldBackStream = 'heldback-feed';

/** A stream, from one of its facts on. */
interface HeldBack {
  readonly stream: string;
  readonly revision: bigint;
  readonly eventId: string;
}

export type HeldBackNews = HeldBack & {
  readonly kind: 'held-back' | 'taken-up';
  /** Of the news itself. */
  readonly position: bigint;
};

/** What an event says of it; nothing when it is none of these. */
export function heldBackNews(stored: StoredEvent): HeldBackNews | undefined {
  if (stored.stream !== heldBackStream) return undefined;
  const event = runnerCodec.decode(stored);
  if (typeof event === 'string') return undefined;
  if (event.type !== 'StreamHeldBack' && event.type !== 'StreamTakenUp') return undefined;
  const { stream, revision, eventId } = event.data;
  const kind = event.type === 'StreamHeldBack' ? 'held-back' : 'taken-up';
  return { kind, stream, revision: BigInt(revision), eventId, position: stored.position };
}

/** All that was ever held back and taken up, in order. @throws StoreUnavailable */
export async function allHeldBack(store: Pick<EventStore, 'readStream'>): Promise<readonly HeldBackNews[]> {
  const { events } = await store.readStream(heldBackStream);
  return events.flatMap((event) => heldBackNews(event) ?? []);
}

/** Once for each fact, for ever. @throws StoreUnavailable */
export const holdBack = (store: EventStore, fact: StoredEvent): Promise<void> =>
  note(store, (known) => {
    const { stream, revision, id: eventId } = fact;
    if (known.some((each) => each.eventId === eventId)) return [];
    return [newsOf('StreamHeldBack', { stream, revision, eventId }, fact)];
  });

/** Everything of the stream that is held back; nothing when nothing is. @throws StoreUnavailable */
export const takeUp = (store: EventStore, stream: string): Promise<void> =>
  note(store, (known) => {
    const taken = new Set(known.filter(({ kind }) => kind === 'taken-up').map(({ eventId }) => eventId));
    return known
      .filter((each) => each.kind === 'held-back' && each.stream === stream && !taken.has(each.eventId))
      .map((each) => newsOf('StreamTakenUp', each));
  });

function newsOf(
  type: 'StreamHeldBack' | 'StreamTakenUp',
  { stream, revision, eventId }: HeldBack,
  cause?: StoredEvent,
): NewEvent {
  const at = new Date().toISOString();
  const fact: RunnerEvent = { type, data: { stream, revision: String(revision), eventId, at } };
  return noted(heldBackStream, `${type} ${eventId}`, fact, cause);
}

async function note(
  store: EventStore,
  eventsOf: (known: readonly HeldBackNews[]) => readonly NewEvent[],
): Promise<void> {
  for (;;) {
    const { events: before, revision } = await store.readStream(heldBackStream);
    const events = eventsOf(before.flatMap((event) => heldBackNews(event) ?? []));
    if (events.length === 0) return;
    try {
      await store.append(heldBackStream, events, revision);
      return;
    } catch (error) {
      if (!(error instanceof StreamMoved)) throw error;
    }
  }
}
