import { accept } from '@domain/decider';
import { type Decided, endsOf } from './deciding';
import type { Silence } from './delivery.events';
import type { CommandOf } from './delivery-command';
import type { Existing } from './delivery-state';

type Status = Existing['status'];
const dueStatuses: readonly Status[] = ['Arrived', 'Accepted', 'Assigned', 'InProcess'];

/** Where a delivery stands as long as somebody owes the act whose absence is recorded. */
const owedIn: Readonly<Record<Silence, readonly Status[]>> = {
  AcknowledgementOverdue: ['Queued', 'InTransit'],
  SameDayReceiptMissed: ['Arrived'],
  SubmissionOverdue: ['Accepted'],
  DueDateNear: dueStatuses,
  DueDatePassed: dueStatuses,
  RecallUnanswered: ['RecallPending'],
};

/** What has been done meanwhile is no silence: nothing is recorded then, and nothing is refused. */
export function recordSilence(command: CommandOf<'RecordSilence'>, state: Existing): Decided {
  const { silence, dueAt, since, calendarVersion, at } = command;
  const isOwed = owedIn[silence].includes(state.status);
  const hasDate = dueStatuses !== owedIn[silence] || state.dueDate !== undefined;
  if (!isOwed || !hasDate) return accept();
  return accept({ type: silence, data: { ...endsOf(state), dueAt, since, calendarVersion, at } });
}
