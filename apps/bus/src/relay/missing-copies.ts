import type { EventStore, SetAside, StoredEvent } from '@adapters/event-store';
import type { PublicStream } from '@adapters/messaging';
import type { KnownHistory } from '@contracts';
import { copiesOf, type Copy, kinds, UnreadableFact } from '@formats/public-facts';

export interface MissingCopy extends Copy {
  readonly recordedAt: string;
}

interface Parts {
  readonly history: Pick<KnownHistory, 'storeId'>;
  readonly store: EventStore;
  readonly stream: PublicStream;
  /** What the relay does not publish is not missing. */
  readonly parked: Pick<SetAside, 'holds'>;
  /** ISO instant: what was recorded before may have left the stream by age. */
  readonly keptSince: string;
}

/**
 * Copies that lie before the end of `PUBLIC` in the store's order and are not in it: a damaged block loses messages
 * without a word. What lies behind the end is the relay's work and no loss.
 */
export async function missingCopies(
  { history, store, stream, parked, keptSince }: Parts,
  signal: AbortSignal,
): Promise<readonly MissingCopy[]> {
  const end = await stream.lastPosition();
  const missing: MissingCopy[] = [];
  if (end === undefined) return missing;
  const there = await stream.msgIds();
  for await (const delivered of store.subscribeAll({ streamPrefixes: Object.keys(kinds), signal })) {
    if ('caughtUp' in delivered) break;
    if ('checkpoint' in delivered) continue;
    if (delivered.position > end) break;
    if (delivered.recordedAt < keptSince || parked.holds(delivered)) continue;
    const { recordedAt } = delivered;
    const lost = knownCopiesOf(delivered, history).filter(({ msgId }) => !there.has(msgId));
    missing.push(...lost.map((copy) => ({ ...copy, recordedAt })));
  }
  return missing;
}

/** What the relay of an earlier version published and this one cannot read is not compared. */
function knownCopiesOf(event: StoredEvent, history: Parts['history']): readonly Copy[] {
  try {
    return copiesOf(event, history);
  } catch (error) {
    if (error instanceof UnreadableFact) return [];
    throw error;
  }
}
