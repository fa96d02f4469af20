import type { EventStore, SetAside } from '@adapters/event-store';
import type { PublicStream } from '@adapters/messaging';
import { factsOfQuestionMax, type KnownHistory } from '@contracts';
import { kinds, type NumberedCopy } from '@formats/public-facts';
import { readableCopiesOf } from '../readable-copies';
import { mappingIn } from './mapping-in';
import { type Expected, numberedCopies, type Numbers } from './numbering';

export type MissingCopy = NumberedCopy & { readonly recordedAt: string };

interface Parts {
  readonly history: Pick<KnownHistory, 'storeId'>;
  readonly store: EventStore;
  readonly stream: PublicStream;
  /** What the relay does not publish is not missing. */
  readonly parked: Pick<SetAside, 'holds'>;
  /** ISO instant: what was recorded before may have left the stream by age. */
  readonly keptSince: string;
  readonly numbers: Numbers;
}

/**
 * Copies that lie before the end of `PUBLIC` in the store's order and are not in it: a damaged block loses messages
 * without a word. What lies behind the end is the relay's work and no loss.
 */
export async function missingCopies(
  { history, store, stream, parked, keptSince, numbers }: Parts,
  signal: AbortSignal,
): Promise<readonly MissingCopy[]> {
  const end = await stream.lastPosition();
  if (end === undefined) return [];
  const missing: Expected[] = [];
  const there = await stream.msgIds();
  const mapping = await mappingIn(store);
  for await (const delivered of store.subscribeAll({ streamPrefixes: Object.keys(kinds), signal })) {
    if ('caughtUp' in delivered) break;
    if ('checkpoint' in delivered) continue;
    if (delivered.position > end) break;
    if (delivered.recordedAt < keptSince || parked.holds(delivered)) continue;
    // What the relay of an earlier version published and this one cannot read is not compared.
    const copies = readableCopiesOf(delivered, history).filter(
      ({ msgId, cloudEvent }) => !there.has(msgId) && mapping.includes(cloudEvent.type, delivered.position),
    );
    if (copies.length > 0) missing.push({ fact: delivered, copies });
  }
  return withNumbers(missing, numbers, end, signal);
}

/** What has no number was never due. */
async function withNumbers(
  missing: readonly Expected[],
  numbers: Numbers,
  end: bigint,
  signal: AbortSignal,
): Promise<readonly MissingCopy[]> {
  const all: MissingCopy[] = [];
  for (let from = 0; from < missing.length; from += factsOfQuestionMax) {
    const some = missing.slice(from, from + factsOfQuestionMax);
    const known = await numbers.of(some, end, signal);
    for (const { fact, copies } of some) {
      const { recordedAt } = fact;
      all.push(...numberedCopies(copies, known).map((copy) => ({ ...copy, recordedAt })));
    }
  }
  return all;
}
