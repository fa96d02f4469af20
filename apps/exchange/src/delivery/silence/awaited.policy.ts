import type { Due, NotCovered, Owed, Terms } from '@domain/calendar';
import type { Urgency } from '@domain/codes';
import type { DeliveryEvent, Silence } from '@domain/delivery/events';

type Step = 'AcknowledgementOverdue' | 'SameDayReceiptMissed' | 'SubmissionOverdue';

const owedIn: Readonly<Record<Step, Owed>> = {
  AcknowledgementOverdue: 'arrival',
  SameDayReceiptMissed: 'receipt',
  SubmissionOverdue: 'assignment',
};

/** What of a delivery says who owes what. One is held in memory for each delivery of which something may be awaited. */
export interface Waiting {
  /** Whose delivery it is, and whose days count. */
  readonly agency: string;
  readonly urgency: Urgency;
  /** The step that is owed next, and the instant of the fact since which it is. */
  readonly step?: { readonly silence: Step; readonly since: string };
  /** Of the assignment, else of the document. */
  readonly due?: { readonly dueDate: string; readonly since: string };
  /** While the sender wants it back nothing else is awaited. */
  readonly recall?: { readonly since: string; readonly isAnswered: boolean };
  /** What was recorded already, once for each time. */
  readonly recorded: readonly string[];
}

export interface Awaited {
  readonly silence: Silence;
  readonly since: string;
  /** When it is late, or near in the case of a due date. */
  readonly dueAt: string;
  readonly calendarVersion: string;
}

const blank: Omit<Waiting, 'agency'> = { urgency: 'normal', recorded: [] };

/** What is awaited of a delivery after one more fact; nothing when nothing can be any more. */
export function waitingAfter(before: Waiting | undefined, event: DeliveryEvent): Waiting | undefined {
  const after = moved(before ?? { ...blank, agency: event.data.to }, event);
  return (after?.step ?? after?.due ?? after?.recall) ? after : undefined;
}

function moved(delivery: Waiting, event: DeliveryEvent): Waiting | undefined {
  const { at } = event.data;
  switch (event.type) {
    case 'DeliveryRequested': {
      const { urgency, dueDate } = event.data;
      return dueBy(
        { ...delivery, urgency, step: { silence: 'AcknowledgementOverdue', since: at } },
        dueDate,
        at,
      );
    }
    case 'DeliveryRetried':
      return { ...delivery, step: { silence: 'AcknowledgementOverdue', since: at } };
    case 'DocumentArrived':
      return { ...delivery, step: { silence: 'SameDayReceiptMissed', since: at } };
    case 'ReceiptAccepted':
      return { ...delivery, step: { silence: 'SubmissionOverdue', since: at } };
    case 'DeliveryFailed':
      return withoutStep(delivery);
    case 'ProcessingAssigned':
    case 'ProcessingReassigned':
      return dueBy(withoutStep(delivery), event.data.dueDate, at);
    case 'UpdateAgreed': {
      const { urgency = delivery.urgency, dueDate } = event.data.changes;
      return dueBy({ ...delivery, urgency }, dueDate, at);
    }
    case 'RecallRequested':
      return { ...delivery, recall: { since: at, isAnswered: false } };
    case 'RecallRefused':
      return { ...delivery, recall: { since: at, isAnswered: true } };
    case 'RecallRequestWithdrawn':
      return resumed(delivery, at);
    case 'RecallDisputeClosed':
      return event.data.outcome === 'kept' ? resumed(delivery, at) : undefined;
    case 'AcknowledgementOverdue':
    case 'SameDayReceiptMissed':
    case 'SubmissionOverdue':
    case 'DueDateNear':
    case 'DueDatePassed':
    case 'RecallUnanswered':
      return { ...delivery, recorded: [...delivery.recorded, keyOf(event.type, event.data.since)] };
    case 'ReceiptRefused':
    case 'ProcessingCompleted':
    case 'DeliveryCancelled':
    case 'DocumentCancelledAtRecipient':
    case 'DocumentSuperseded':
      return undefined;
    default:
      return delivery;
  }
}

const keyOf = (silence: Silence, since: string): string => `${silence} ${since}`;

const withoutStep = ({ step: _, ...delivery }: Waiting): Waiting => delivery;

const dueBy = (delivery: Waiting, dueDate: string | undefined, since: string): Waiting =>
  dueDate === undefined || dueDate === delivery.due?.dueDate
    ? delivery
    : { ...delivery, due: { dueDate, since } };

/** The recipient could not act meanwhile, so what it owes is owed from here on. */
function resumed({ recall: _, ...delivery }: Waiting, at: string): Waiting {
  return delivery.step === undefined ? delivery : { ...delivery, step: { ...delivery.step, since: at } };
}

/** Everything awaited of a delivery that is not recorded yet, and what cannot be told for want of a calendar. */
export function awaitedOf(delivery: Waiting, terms: Terms): readonly (Awaited | NotCovered)[] {
  const { agency, recall, step, due, urgency } = delivery;
  if (recall?.isAnswered) return [];
  if (recall !== undefined) {
    const { since } = recall;
    const limit = terms.dueOf('recall-answer', { since, urgency, agency });
    return unrecorded(delivery, 'RecallUnanswered', since, limit);
  }
  return [
    ...(step === undefined ? [] : stepAwaited(delivery, step, terms)),
    ...(due === undefined ? [] : dueDateAwaited(delivery, due, terms)),
  ];
}

function stepAwaited(delivery: Waiting, { silence, since }: NonNullable<Waiting['step']>, terms: Terms) {
  const { urgency, agency } = delivery;
  return unrecorded(delivery, silence, since, terms.dueOf(owedIn[silence], { since, urgency, agency }));
}

/** Near once for each mark that lay ahead when the date was set, then passed. */
function dueDateAwaited(delivery: Waiting, { dueDate, since }: NonNullable<Waiting['due']>, terms: Terms) {
  const marks = terms.marksOf(dueDate, delivery.agency);
  if ('refused' in marks) return [marks];
  const { calendarVersion } = marks;
  const warned = delivery.recorded.filter((key) => key === keyOf('DueDateNear', since)).length;
  const near = marks.near
    .filter(({ at }) => at > since)
    .slice(warned)
    .map(({ at: dueAt }): Awaited => ({ silence: 'DueDateNear', since, dueAt, calendarVersion }));
  return [...near, ...unrecorded(delivery, 'DueDatePassed', since, marks)];
}

function unrecorded(
  { recorded }: Waiting,
  silence: Silence,
  since: string,
  due: Due,
): readonly (Awaited | NotCovered)[] {
  if (recorded.includes(keyOf(silence, since))) return [];
  return 'refused' in due
    ? [due]
    : [{ silence, since, dueAt: due.dueAt, calendarVersion: due.calendarVersion }];
}
