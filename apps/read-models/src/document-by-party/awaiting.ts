import type { Awaiting, DeliveryState, DocumentLeg } from '@contracts';
import { localDate } from '@domain/codes';
import {
  acknowledgementBy,
  type Due,
  dueDateMarks,
  recallAnswerBy,
  receiptNoticeBy,
  submissionBy,
} from '@domain/calendar';

/** What of a leg says whose move it is. */
export interface Standing {
  readonly sender: string;
  readonly recipient: string;
  readonly state: DeliveryState;
  readonly since: string;
  readonly queuedAt: string;
  readonly urgency: string;
  readonly dueDate?: string;
}

const until = (due: Due | ReturnType<typeof dueDateMarks>): { readonly dueAt?: string } =>
  'refused' in due ? {} : { dueAt: due.dueAt };

/** Whose move it is, and until when by law or by the document; nothing when nobody owes anything. */
export function awaiting(leg: Standing): Awaiting | undefined {
  const { sender, recipient, state, since, queuedAt, dueDate } = leg;
  const urgency = leg.urgency as Parameters<typeof submissionBy>[0]['urgency'];
  switch (state) {
    case 'Queued':
    case 'InTransit':
      return { from: recipient, what: 'arrival', ...until(acknowledgementBy({ requestedAt: queuedAt })) };
    case 'Failed':
      return { from: sender, what: 'retry-or-cancellation' };
    case 'Arrived':
      return { from: recipient, what: 'receipt', ...until(receiptNoticeBy({ arrivedAt: since })) };
    case 'Accepted':
      return { from: recipient, what: 'assignment', ...until(submissionBy({ acceptedAt: since, urgency })) };
    case 'Assigned':
    case 'InProcess': {
      const what = state === 'Assigned' ? 'start' : 'completion';
      return { from: recipient, what, ...(dueDate === undefined ? {} : until(dueDateMarks({ dueDate }))) };
    }
    case 'RecallPending':
      return { from: recipient, what: 'recall-answer', ...until(recallAnswerBy({ requestedAt: since })) };
    case 'RecallDisputed':
      return { from: sender, what: 'dispute-closing' };
    case 'UpdatePending':
      return { from: recipient, what: 'update-answer' };
    default:
      return undefined;
  }
}

type Reply = NonNullable<DocumentLeg['reply']>;

/** The answer of a recipient to a request that wants one by a local date, or that was given without one. */
export function replyStanding(
  dueDate: string | undefined,
  repliedAt: string | undefined,
  now: string,
): Reply['standing'] | undefined {
  if (repliedAt !== undefined) {
    if (dueDate === undefined) return 'answered';
    return localDate(repliedAt) <= dueDate ? 'in-time' : 'late';
  }
  if (dueDate === undefined) return undefined;
  return localDate(now) <= dueDate ? 'open' : 'overdue';
}
