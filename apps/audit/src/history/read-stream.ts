import { type EventStore, type StoredEvent, UnreadableHistory } from '@adapters/event-store';
import type { Codec, Fact } from '@domain/decider';

/** One event: as it is stored, and what it means to this program. */
export interface ReadEvent<E extends Fact> {
  readonly stored: StoredEvent;
  readonly event: E;
}

/**
 * A whole stream, oldest first; nothing when there is no such stream.
 * @throws UnreadableHistory: an audit never shows half a history.
 */
export async function readWhole<E extends Fact>(
  store: EventStore,
  codec: Codec<E>,
  stream: string,
): Promise<readonly ReadEvent<E>[]> {
  const { events } = await store.readStream(stream);
  return events.map((stored) => decoded(codec, stored));
}

/** @throws UnreadableHistory */
export function decoded<E extends Fact>(codec: Codec<E>, stored: StoredEvent): ReadEvent<E> {
  const event = codec.decode(stored);
  if (typeof event !== 'string') return { stored, event };
  throw new UnreadableHistory(stored.stream, stored.revision, stored.type, event);
}
