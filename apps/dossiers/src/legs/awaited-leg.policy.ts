import type { Terms } from '@domain/calendar';
import type { LegCommand } from '@domain/leg';
import type { LegEvent } from '@domain/leg/events';
import type { Awaited } from '@runtime';

/** What of a leg says when it is late: as long as an agency has it. */
export interface LegWaiting {
  /** That has it: its days count. */
  readonly agency: string;
  readonly dueAt: string;
  /** By which the deadline was computed last. */
  readonly calendarVersion: string;
  /** Instant of the fact that set the deadline. */
  readonly since: string;
  readonly isDeclared: boolean;
  /** It stands still with its dossier since then; absent while it runs. */
  readonly pausedAt?: string;
}

export type LegTold = Extract<LegCommand, { type: 'DeclareLegOverdue' | 'RecomputeLegDeadline' }>;

/** Nothing before it begins, while no agency has it, and once it is over. */
export function legWaitingAfter(before: LegWaiting | undefined, event: LegEvent): LegWaiting | undefined {
  switch (event.type) {
    case 'LegOpened':
      return due(event.data.agency, event.data);
    case 'LegRerouted':
      return { ...before, ...due(event.data.to, event.data) };
    case 'LegDeadlineRecomputed':
      return before && { ...before, ...due(event.data.agency, event.data) };
    case 'LegPaused':
      return before && { ...before, pausedAt: event.data.since };
    case 'LegResumed': {
      if (before === undefined) return undefined;
      const { pausedAt: _, ...running } = before;
      return running;
    }
    case 'LegOverdueDeclared':
      return before && { ...before, isDeclared: true };
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

type Deadline = Extract<LegEvent, { type: 'LegDeadlineRecomputed' }>['data'];

const due = (
  agency: string,
  { dueAt, calendarVersion, at }: Pick<Deadline, 'dueAt' | 'calendarVersion' | 'at'>,
) => ({
  ...{ agency, dueAt, calendarVersion, since: at, isDeclared: false },
});

/** At once, when its deadline rests on another calendar than the one that stands; then the end of its time. */
export const awaitedOfLeg = (waiting: LegWaiting, terms: Terms): readonly Awaited<LegTold>[] => [
  ...recomputation(waiting, terms),
  ...lateness(waiting, terms),
];

function recomputation(
  { agency, calendarVersion, since }: LegWaiting,
  terms: Terms,
): readonly Awaited<LegTold>[] {
  const { revision } = terms;
  const calendar = terms.calendarOf(agency);
  if (calendar.calendarVersion === calendarVersion) return [];
  return [
    {
      ...{ at: since, since, occasion: `calendar ${revision.version}` },
      command: (at) => ({ type: 'RecomputeLegDeadline', calendar, revision, at }),
    },
  ];
}

function lateness(
  { dueAt, since, isDeclared, pausedAt }: LegWaiting,
  terms: Terms,
): readonly Awaited<LegTold>[] {
  const standsStill = pausedAt !== undefined && pausedAt < dueAt;
  if (isDeclared || standsStill) return [];
  const { calendarVersion } = terms.calendar;
  return [
    {
      ...{ at: dueAt, since, occasion: `overdue ${dueAt}` },
      command: (at) => ({ type: 'DeclareLegOverdue', dueAt, calendarVersion, at }),
    },
  ];
}
