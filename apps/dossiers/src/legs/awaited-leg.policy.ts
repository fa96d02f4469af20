import type { Terms } from '@domain/calendar';
import type { LegCommand } from '@domain/leg';
import type { LegEvent } from '@domain/leg/events';
import type { Awaited } from '@runtime';

/** What of a leg says when it is late: as long as an agency has it. */
export interface LegWaiting {
  readonly dueAt: string;
  /** Instant of the fact that set the deadline. */
  readonly since: string;
  readonly isDeclared: boolean;
}

type Told = Extract<LegCommand, { type: 'DeclareLegOverdue' }>;

/** Nothing before it begins, while no agency has it, and once it is over. */
export function legWaitingAfter(before: LegWaiting | undefined, event: LegEvent): LegWaiting | undefined {
  switch (event.type) {
    case 'LegOpened':
    case 'LegRerouted':
      return { dueAt: event.data.dueAt, since: event.data.at, isDeclared: false };
    case 'LegOverdueDeclared':
      return before === undefined ? undefined : { ...before, isDeclared: true };
    case 'LegReturned':
    case 'LegResultDelivered':
    case 'LegResultReturnedDown':
    case 'LegRefused':
    case 'LegClosed':
      return undefined;
    default:
      return before;
  }
}

/** The end of the time that the agency has which has the leg now. */
export function awaitedOfLeg(
  { dueAt, since, isDeclared }: LegWaiting,
  terms: Terms,
): readonly Awaited<Told>[] {
  if (isDeclared) return [];
  const { calendarVersion } = terms.calendar;
  return [
    {
      ...{ at: dueAt, since, occasion: `overdue ${dueAt}` },
      command: (at) => ({ type: 'DeclareLegOverdue', dueAt, calendarVersion, at }),
    },
  ];
}
