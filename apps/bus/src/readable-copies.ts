import type { StoredEvent } from '@adapters/event-store';
import type { KnownHistory } from '@contracts';
import { copiesOf, type Copy, UnreadableFact } from '@formats/public-facts';

/** Copies of a fact; none of one that cannot be read here, which the relay sets aside. */
export function readableCopiesOf(fact: StoredEvent, history: Pick<KnownHistory, 'storeId'>): readonly Copy[] {
  try {
    return copiesOf(fact, history);
  } catch (error) {
    if (error instanceof UnreadableFact) return [];
    throw error;
  }
}
