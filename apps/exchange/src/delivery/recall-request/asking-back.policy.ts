import type { RecallForm } from '@domain/codes';
import type { DeliveryCommand } from '@domain/delivery';

interface Asking {
  readonly by: string;
  readonly officer: string;
  readonly reason: string;
  readonly at: string;
}

/**
 * What to ask of a delivery next, after it answered so: what has not left is stopped, what has is asked back. Nothing
 * when it can be neither: it has come to its end, or it is asked already.
 */
export function askBack(
  asking: Asking,
  refused: string | undefined,
  form: RecallForm,
): DeliveryCommand | undefined {
  switch (refused) {
    case undefined:
    case 'already-arrived':
    case 'already-dispatched':
      return { type: 'RequestRecall', form, ...asking };
    case 'not-arrived-yet':
      return { type: 'CancelDelivery', ...asking };
    default:
      return undefined;
  }
}
