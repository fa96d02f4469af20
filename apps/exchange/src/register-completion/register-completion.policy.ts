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
type VoidReason =
  'receipt-refused' | 'recalled' | 'superseded' | 'numbered-in-another-book' | 'signature-taken-back';

interface Allocated {
  readonly number: number;
  readonly bookYear: number;
  readonly series?: string;
}
type Standing = Partial<Allocated>;

const nothing: Completion = { type: 'nothing' };
const finish: Completion = { type: 'finish' };
const takenBack: Completion = { type: 'void', reason: 'signature-taken-back' };
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
 * An outgoing number, from where its document stands now. A document that gave up a number, or its signature, takes its
 * next number in another `round`, so a number of an earlier round is either the one it gave up or stands for nothing.
 */
export function completionAtDocument(
  allocated: Allocated & { readonly round: number },
  state: DocumentState,
): Completion {
  if (state.status === 'absent') return { type: 'impossible' };
  if (allocated.round < state.round) {
    const gaveUp = state.voided.find(({ round }) => round === allocated.round);
    return gaveUp === undefined ? takenBack : settled(allocated, gaveUp);
  }
  if (allocated.round === state.round && 'signer' in state) {
    return state.status === 'Signed' ? finish : settled(allocated, state);
  }
  return { type: 'impossible' };
}
