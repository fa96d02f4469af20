import { eventId, type EventStore } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import type { Codec, Fact } from '@domain/decider';
import { type Book, registerStream } from '@domain/register';

/** A fact and where it stands. */
export interface Recorded<E> {
  readonly event: E;
  readonly position: bigint;
}

/**
 * The fact that the reaction to a number recorded when the command that had allocated it crashed between its two
 * streams. Nothing when the fact came of another number.
 */
export async function finishedFrom<E extends Fact, F extends E>(
  store: EventStore,
  codec: Codec<E>,
  stream: string,
  { commandId }: Metadata,
  bookOf: (event: E) => { readonly event: F; readonly book: Book } | undefined,
): Promise<Recorded<F> | undefined> {
  const { events } = await store.readStream(stream);
  for (const { type, data, metadata, position } of events) {
    const decoded = codec.decode({ type, data });
    const numbering = typeof decoded === 'string' ? undefined : bookOf(decoded);
    if (numbering === undefined) continue;
    const allocation = eventId(registerStream(numbering.book), commandId, 0);
    if (metadata.$causationId === allocation) {
      return { event: numbering.event, position };
    }
  }
  return undefined;
}
