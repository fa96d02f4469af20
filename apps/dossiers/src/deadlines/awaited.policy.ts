import { type NotCovered, takeOverBy, type Terms } from '@domain/calendar';
import { localDate } from '@domain/codes';
import type { DossierCommand } from '@domain/dossier';
import type { DossierEvent } from '@domain/dossier/events';
import type { Awaited } from '@runtime';

interface Asked {
  readonly consultationId: string;
  readonly answerBy: string;
  readonly since: string;
}

/** What of an accepted dossier says when something of it is late. */
interface Running {
  /** The one-stop unit, whose days count. */
  readonly agency: string;
  /** By which its deadlines were computed last. */
  readonly calendarVersion: string;
  readonly dueAt: string;
  /** Instant of the fact that set the deadline. */
  readonly since: string;
  /** The clock runs towards it: the dossier is handed over or worked on. */
  readonly isRunning: boolean;
  /** Whether it ran before a withdrawal was asked for. */
  readonly didRun: boolean;
  readonly predicted: readonly number[];
  readonly isDeclared: boolean;
  readonly asked: readonly Asked[];
}

interface Offered {
  readonly handoffId: string;
  readonly to: string;
  readonly since: string;
}

export interface Waiting {
  /** Since it was accepted, until it came to its end. */
  readonly clock?: Running;
  /** While an agency has to take it over, and it was not said yet that it did not. */
  readonly offered?: Offered;
}

type Told = Extract<
  DossierCommand,
  {
    type:
      | 'PredictOverdue'
      | 'DeclareOverdue'
      | 'LapseConsultation'
      | 'DeclareHandoffOverdue'
      | 'RecomputeDeadline';
  }
>;
type AwaitedOf = Awaited<Told>;

const deadline = (dueAt: string, since: string) => ({ dueAt, since, predicted: [], isDeclared: false });

/** Nothing as long as nothing can be late: before a dossier is offered or accepted, and once it came to its end. */
export function waitingAfter(before: Waiting | undefined, event: DossierEvent): Waiting | undefined {
  const clock = clockAfter(before?.clock, event);
  const offered = offeredAfter(before?.offered, event);
  if (clock === undefined && offered === undefined) return undefined;
  return { ...(clock && { clock }), ...(offered && { offered }) };
}

function offeredAfter(before: Offered | undefined, event: DossierEvent): Offered | undefined {
  switch (event.type) {
    case 'HandoffOffered':
      return { handoffId: event.data.handoffId, to: event.data.to, since: event.data.at };
    case 'HandoffAccepted':
    case 'HandoffReturned':
    case 'HandoffRecalled':
    case 'HandoffOverdue':
      return undefined;
    default:
      return before;
  }
}

function clockAfter(before: Running | undefined, event: DossierEvent): Running | undefined {
  if (event.type === 'DossierAccepted') {
    const { agency, dueAt, calendarVersion, at } = event.data;
    const running = { isRunning: true, didRun: true, asked: [] };
    return { agency, calendarVersion, ...deadline(dueAt, at), ...running };
  }
  if (before === undefined) return undefined;
  switch (event.type) {
    case 'SupplementRequested':
    case 'ResultProposed':
      return { ...before, isRunning: false };
    case 'SupplementAccepted':
    case 'ApprovalDenied':
      return { ...before, isRunning: true };
    case 'WithdrawalRequested':
      return { ...before, isRunning: false, didRun: before.isRunning };
    case 'WithdrawalRejected':
      return { ...before, isRunning: before.didRun };
    case 'DeadlineRecomputed':
    case 'AppointmentMoved': {
      const { dueAt, calendarVersion, at } = event.data;
      return { ...before, calendarVersion, ...deadline(dueAt, at) };
    }
    case 'OverduePredicted':
      return { ...before, predicted: [...before.predicted, event.data.workingDaysLeft] };
    case 'OverdueDeclared':
      return { ...before, isDeclared: true };
    case 'ConsultationRequested': {
      const { consultationId, answerBy, at } = event.data;
      return { ...before, asked: [...before.asked, { consultationId, answerBy, since: at }] };
    }
    case 'ConsultationAnswered':
    case 'ConsultationLapsed': {
      const { consultationId } = event.data;
      return { ...before, asked: before.asked.filter((each) => each.consultationId !== consultationId) };
    }
    case 'ProcessingStopped':
    case 'DossierWithdrawn':
    case 'ResultForwardedToOneStop':
    case 'LinkedResultsConsolidated':
    case 'LinkedDossierRefused':
      return undefined;
    default:
      return before;
  }
}

/**
 * Until when what is offered is taken over; the marks 2 working days and 1 working day before the appointment, as far
 * as they lay ahead when it was made, its end, and the end of each consultation.
 */
export const awaitedOf = ({ clock, offered }: Waiting, terms: Terms): readonly (AwaitedOf | NotCovered)[] => [
  ...(clock === undefined ? [] : recomputation(clock, terms)),
  ...(offered === undefined ? [] : [takingAwaited(offered, terms)]),
  ...(clock === undefined ? [] : clockAwaited(clock, terms)),
];

/** At once, when the deadlines rest on another calendar than the one that stands; most revisions move none of them. */
function recomputation({ agency, calendarVersion, since }: Running, terms: Terms): readonly AwaitedOf[] {
  const { revision } = terms;
  const calendar = terms.calendarOf(agency);
  if (calendar.calendarVersion === calendarVersion) return [];
  return [
    {
      ...{ at: since, since, occasion: `calendar ${revision.version}` },
      command: (at) => ({ type: 'RecomputeDeadline', calendar, revision, at }),
    },
  ];
}

function takingAwaited({ handoffId, to, since }: Offered, terms: Terms): AwaitedOf | NotCovered {
  const due = takeOverBy({ offeredAt: since }, terms.calendarOf(to));
  if ('refused' in due) return due;
  const { dueAt, calendarVersion } = due;
  return {
    ...{ at: dueAt, since, occasion: `handoff ${handoffId}` },
    command: (at) => ({ type: 'DeclareHandoffOverdue', handoffId, dueAt, calendarVersion, at }),
  };
}

function clockAwaited(clock: Running, terms: Terms): readonly (AwaitedOf | NotCovered)[] {
  const { agency, dueAt, since, isRunning, predicted, isDeclared, asked } = clock;
  if (!isRunning) return [];
  const { calendarVersion } = terms.calendarOf(agency);
  const silent = asked.map(({ consultationId, answerBy, since: asking }): AwaitedOf => ({
    ...{ at: answerBy, since: asking, occasion: `consultation ${consultationId}` },
    command: (at) => ({ type: 'LapseConsultation', consultationId, at }),
  }));
  if (isDeclared) return silent;
  const late: AwaitedOf = {
    ...{ at: dueAt, since, occasion: `overdue ${dueAt}` },
    command: (at) => ({ type: 'DeclareOverdue', dueAt, calendarVersion, at }),
  };
  const marks = terms.marksOf(localDate(dueAt), agency);
  if ('refused' in marks) return [...silent, late, marks];
  const near = marks.near
    .filter(({ workingDaysLeft, at }) => at > since && !predicted.includes(workingDaysLeft))
    .map(({ workingDaysLeft, at: mark }): AwaitedOf => ({
      ...{ at: mark, since, occasion: `near ${dueAt} ${workingDaysLeft}` },
      command: (at) => ({ type: 'PredictOverdue', workingDaysLeft, dueAt, calendarVersion, at }),
    }));
  return [...silent, ...near, late];
}
