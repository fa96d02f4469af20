import type { EventStore, FollowerLag } from '@adapters/event-store';
import type { PublicStream } from '@adapters/messaging';
import { type Copy, copiesOf, kinds } from '../public-facts/copies';

export interface RelayParts {
  readonly store: EventStore;
  readonly stream: PublicStream;
  readonly lag: FollowerLag;
  /** ISO instant: what was recorded before would have left the stream by age, and is not sent again. */
  readonly keptSince: () => string;
  /** After each event of the followed streams: where the relay stands. */
  readonly onRelayed: (progress: { readonly position: bigint; readonly copies: number }) => void;
  readonly onCaughtUp: () => void;
}

/**
 * Carries facts from the store to `PUBLIC` until the signal aborts. Its only checkpoint is the header of the
 * last message in the stream, so whatever JetStream forgets is sent again. While a fact's copies are under way
 * they carry the position of the fact before it, and only the last copy carries its own: all up to the
 * checkpoint is there, and the fact after it is sent whole but for the copies that are there already.
 * @throws UnreadableFact, PublicStreamMissing; what was stored and not published stays to be published.
 */
export async function relay(parts: RelayParts, signal: AbortSignal): Promise<void> {
  const { store, stream, lag, keptSince, onRelayed, onCaughtUp } = parts;
  const checkpoint = await stream.lastPosition();
  const oldest = checkpoint === undefined ? keptSince() : '';
  const start = checkpoint === undefined || checkpoint === beforeAll ? {} : { after: checkpoint };
  const streamPrefixes = Object.keys(kinds);
  let published = checkpoint ?? beforeAll;
  let mayBeThere = true;

  for await (const delivered of lag.of(store.subscribeAll({ ...start, streamPrefixes, signal }))) {
    if ('caughtUp' in delivered) onCaughtUp();
    if (!('stream' in delivered)) continue;
    const copies = delivered.recordedAt < oldest ? [] : copiesOf(delivered);
    const left = mayBeThere ? await notThereYet(stream, copies) : copies;
    for (const copy of left) {
      const isLast = copy === copies.at(-1);
      await stream.publish(copy.subject, copy.cloudEvent, {
        msgId: copy.msgId,
        position: isLast ? delivered.position : published,
        signal,
      });
      // failpoint(published-checkpoint-not-stored)
    }
    if (copies.length > 0) {
      published = delivered.position;
      mayBeThere = false;
    }
    onRelayed({ position: delivered.position, copies: left.length });
  }
}

/** The store's first event opens the installation, so nothing public ever stands at this position. */
const beforeAll = 0n;

/**
 * Copies of a fact that was under way when the relay ended: on its subject each of them is the newest message.
 */
async function notThereYet(stream: PublicStream, copies: readonly Copy[]): Promise<readonly Copy[]> {
  const left: Copy[] = [];
  for (const copy of copies) {
    if ((await stream.lastMsgIdOn(copy.subject)) !== copy.msgId) left.push(copy);
  }
  return left;
}
