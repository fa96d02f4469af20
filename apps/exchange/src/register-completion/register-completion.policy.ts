import type { DeliveryState } from '@domain/delivery';
import type { DocumentState } from '@domain/document';

/** What is left to do after a number was allocated. */
export type Completion =
  | { readonly type: 'nothing' }
  | { readonly type: 'finish' }
  | { readonly type: 'void'; readonly reason: VoidReason }
  /** The number stands for something that could never take one: a person has to look. */
  | { readonly type: 'impossible' };

/** Why a number stands for nothing; stored with it. */
type VoidReason = 'receipt-refused' | 'recalled' | 'superseded' | 'numbered-in-another-book';

interface Allocated {
  readonly number: number;
  readonly bookYear: number;
  readonly series?: string;
}
type Standing = Partial<Allocated>;

const nothing: Completion = { type: 'nothing' };
const finish: Completion = { type: 'finish' };
const anotherBook: Completion = { type: 'void', reason: 'numbered-in-another-book' };

const settled = (allocated: Allocated, standing: Standing): Completion =>
  allocated.number === standing.number &&
  allocated.bookYear === standing.bookYear &&
  (standing.series === undefined || allocated.series === standing.series)
    ? nothing
    : anotherBook;

/**
 * An incoming number, from where its delivery stands now. A question of the sender that came meanwhile does not stop a
 * receipt under way; its end does.
 */
export function completionAtDelivery(allocated: Allocated, state: DeliveryState): Completion {
  switch ('previous' in state ? state.previous : state.status) {
    case 'Arrived':
      return finish;
    case 'Refused':
      return { type: 'void', reason: 'receipt-refused' };
    case 'absent':
    case 'Queued':
    case 'InTransit':
    case 'Failed':
      return { type: 'impossible' };
    default:
      return endedWithoutNumber(state) ?? settled(allocated, state as Standing);
  }
}

function endedWithoutNumber(state: DeliveryState): Completion | undefined {
  if (state.status === 'absent' || state.number !== undefined) return undefined;
  if (state.status === 'Cancelled') return { type: 'void', reason: 'recalled' };
  return state.status === 'Superseded' ? { type: 'void', reason: 'superseded' } : undefined;
}

/**
 * An outgoing number, from where its document stands now. A document that gave up a number takes its next one in
 * another `round`, so a number of an earlier round is either the one it gave up or stands for nothing.
 */
export function completionAtDocument(
  allocated: Allocated & { readonly round: number },
  state: DocumentState,
): Completion {
  if (state.status === 'absent') return { type: 'impossible' };
  const { voided } = state;
  if (allocated.round <= voided.length) return settled(allocated, voided[allocated.round - 1] ?? {});
  if (allocated.round > voided.length + 1 || state.status === 'Draft') return { type: 'impossible' };
  return state.status === 'Signed' ? finish : settled(allocated, state);
}
