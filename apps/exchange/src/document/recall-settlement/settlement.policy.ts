import type { DeliveryEvent } from '@domain/delivery/events';

export type Settled = 'cancelled' | 'kept';

/**
 * What became of one delivery under a recall ordered at `since`: cancelled, kept for good, or nothing yet. What was
 * refused (02) or superseded needs no recall, a closed dispute says it, and nobody waits where the question was
 * withdrawn.
 */
export function settlementOf(facts: readonly DeliveryEvent[], since: string): Settled | undefined {
  for (const { type, data } of facts.toReversed()) {
    switch (type) {
      case 'DocumentCancelledAtRecipient':
      case 'DeliveryCancelled':
        return 'cancelled';
      case 'ReceiptRefused':
      case 'DocumentSuperseded':
        return 'kept';
      case 'RecallDisputeClosed':
        return data.at >= since && 'outcome' in data ? data.outcome : undefined;
      case 'RecallRequestWithdrawn':
        return data.at >= since ? 'kept' : undefined;
      case 'RecallRequested':
        return undefined;
      default:
        continue;
    }
  }
  return undefined;
}
