import type { Codec, Fact } from '@domain/decider';
import type { StoredEvent } from './event-store';
import { UnreadableHistory } from './failures';

/**
 * What a stored event says; nothing when it is a fact this program has never heard of.
 * @throws UnreadableHistory at an unknown version of a known fact: whoever follows must not guess at it.
 */
export function factIn<E extends Fact>(codec: Codec<E>, event: StoredEvent): E | undefined {
  const { stream, revision, type, data } = event;
  const fact = codec.decode({ type, data });
  if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
  return fact === 'unknown-fact' ? undefined : fact;
}
