import type { Awaiting, DeliveryState, DocumentDelivery } from '@contracts';
import type { Due, DueDateMarks, NotCovered, Owed, Terms } from '@domain/calendar';
import { localDate, type Urgency } from '@domain/codes';
import type { Silence } from '@domain/delivery/events';

/** What of a delivery says whose move it is. */
export interface Standing {
  readonly sender: string;
  readonly recipient: string;
  readonly state: DeliveryState;
  readonly urgency: string;
  /** The fact since which the next step is owed, and the one since which an answer to a recall is. */
  readonly owedSince: string;
  readonly askedSince: string | undefined;
  readonly dueDate: string | null;
  readonly dueSince?: string;
  /** What was recorded as missed: it stands as it was recorded, whatever is set since. */
  readonly silences: DocumentDelivery['silences'];
}

const missed: Readonly<Record<Owed, Silence>> = {
  arrival: 'AcknowledgementOverdue',
  receipt: 'SameDayReceiptMissed',
  assignment: 'SubmissionOverdue',
  'recall-answer': 'RecallUnanswered',
};

/** Whose move it is, and until when by law or by the document; nothing when nobody owes anything. */
export function awaiting(delivery: Standing, terms: Terms): Awaiting | undefined {
  const { sender, recipient, state, owedSince, askedSince = owedSince } = delivery;
  const owes = (what: Owed, since: string): Awaiting => ({
    from: recipient,
    what,
    ...until(
      delivery,
      missed[what],
      since,
      terms.dueOf(what, { since, urgency: delivery.urgency as Urgency, agency: recipient }),
    ),
  });
  switch (state) {
    case 'Queued':
    case 'InTransit':
      return owes('arrival', owedSince);
    case 'Failed':
      return { from: sender, what: 'retry-or-cancellation' };
    case 'Arrived':
      return owes('receipt', owedSince);
    case 'Accepted':
      return owes('assignment', owedSince);
    case 'Assigned':
      return { from: recipient, what: 'start', ...untilDueDate(delivery, terms) };
    case 'InProcess':
      return { from: recipient, what: 'completion', ...untilDueDate(delivery, terms) };
    case 'RecallPending':
      return owes('recall-answer', askedSince);
    case 'RecallDisputed':
      return { from: sender, what: 'dispute-closing' };
    case 'UpdatePending':
      return { from: recipient, what: 'update-answer' };
    default:
      return undefined;
  }
}

type Until = { readonly dueAt?: string };

function until(
  delivery: Standing,
  silence: Silence,
  since: string,
  due: Due | DueDateMarks | NotCovered,
): Until {
  const recorded = delivery.silences.find((each) => each.silence === silence && each.since === since);
  if (recorded !== undefined) return { dueAt: recorded.dueAt };
  return 'refused' in due ? {} : { dueAt: due.dueAt };
}

const untilDueDate = (delivery: Standing, terms: Terms): Until =>
  delivery.dueDate === null
    ? {}
    : until(
        delivery,
        'DueDatePassed',
        delivery.dueSince ?? '',
        terms.marksOf(delivery.dueDate, delivery.recipient),
      );

type Reply = NonNullable<DocumentDelivery['reply']>;

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
