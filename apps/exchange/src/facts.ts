import { type StoredEvent, UnreadableHistory } from '@adapters/event-store';
import type { Codec, Fact } from '@domain/decider';

/**
 * What a stored event says; nothing when it is a fact this program has never heard of.
 * @throws UnreadableHistory at an unknown version of a known fact: a reaction must not guess at it.
 */
export function factIn<E extends Fact>(codec: Codec<E>, event: StoredEvent): E | undefined {
  const { stream, revision, type, data } = event;
  const fact = codec.decode({ type, data });
  if (fact === 'unknown-version') throw new UnreadableHistory(stream, revision, type, fact);
  return fact === 'unknown-fact' ? undefined : fact;
}

/**
 * A reaction whose command was refused: the facts disagree. A retry may find them settled; else the event is
 * parked.
 */
export class ReactionRefused extends Error {
  override readonly name = 'ReactionRefused';
  constructor(
    readonly reactor: string,
    readonly stream: string,
    readonly refused: string,
  ) {
    super(
      `${reactor} was refused on ${stream}: ${refused}; look at both streams, then replay the parked event`,
    );
  }
}
