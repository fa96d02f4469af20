import { afterWorkingDays, type WorkCalendar } from '@domain/calendar';
import { type DossierStage, localDate } from '@domain/codes';
import { accept, type Refusal, refuse } from '@domain/decider';
import type { ClockEvent } from './clock.events';
import { clockAfter, deadlinesBy, endOfNewDate, recompute, type RecomputeDeadline } from './deadlines';
import {
  type Act,
  atOneStop,
  atStage,
  type DecidedAs,
  type DecisionsOf,
  notCovered,
  type OwnRefusal,
  whose,
} from './deciding';
import { type GivenComponent, isSameGiven } from './dossier-rules';
import {
  type DossierFile,
  type Existing,
  givenAnew,
  moved,
  type MovesOf,
  originalsAt,
} from './dossier-state';
import { givenBack, type Running } from './dossier-state';
import {
  incomplete,
  type IncompleteRefusal,
  type Unavailable,
  type UnknownRefusal,
  wrongComponents,
} from './intake';
import type { Wanting } from './intake.events';
import type { LegStanding } from './linked';
import { askedOf, type Asking, askingWhileRouted, type OfSupplement, wentOn } from './linked-supplement';

export type ClockCommand =
  | ({
      readonly type: 'RequestSupplement';
      readonly wanting: readonly Wanting[];
      readonly reason: string;
      /** Of an interlinked one: the leg whose agency lacks it; left out, the lead agency does itself. */
      readonly order?: number;
      /** Gathered of an interlinked one alone: its legs as they stand. */
      readonly standings?: readonly LegStanding[];
      /** Of the agency that lacks it. */
      readonly calendar: WorkCalendar;
    } & Act)
  | ({
      readonly type: 'SubmitSupplement';
      readonly components: readonly GivenComponent[];
    } & Act &
      Unavailable)
  | ({ readonly type: 'AcceptSupplement'; readonly calendar: WorkCalendar } & Act)
  | ({ readonly type: 'LapseSupplement'; readonly reason: string } & Act)
  | ({ readonly type: 'StopProcessing'; readonly reason: string; readonly legalBasis: string } & Act)
  | ({ readonly type: 'RequestWithdrawal'; readonly reason: string } & Act)
  | ({ readonly type: 'WithdrawDossier' } & Act)
  | ({ readonly type: 'RejectWithdrawal'; readonly reason: string } & Act)
  | ({
      readonly type: 'IssueApology';
      readonly reason: string;
      /** Local day of the new appointment; one that is not worked gives way to the next that is. */
      readonly newDueDate: string;
      readonly calendar: WorkCalendar;
    } & Act)
  | ({ readonly type: 'PredictOverdue'; readonly workingDaysLeft: number } & Timer)
  | ({ readonly type: 'DeclareOverdue' } & Timer)
  | {
      /** Of the officer of the agency who wanted it. */
      readonly type: 'NoteLateApology';
      readonly agency: string;
      readonly officer: string;
      readonly at: string;
    }
  | RecomputeDeadline;

/** What the house itself tells, of the deadline it was counting to. */
interface Timer {
  readonly dueAt: string;
  readonly calendarVersion: string;
  readonly at: string;
}

export const clockRefusals = [
  'supplement-request-too-late',
  'supplement-already-requested',
  'supplement-not-submitted',
  'supplement-not-lapsed',
  'apology-too-late',
  'appointment-not-later',
  'appointment-already-moved',
] as const;
export type ClockRefusal = (typeof clockRefusals)[number];
type Refused = ClockRefusal | IncompleteRefusal | UnknownRefusal | 'answer-date-passed' | OfSupplement;
type Decided = DecidedAs<Refused>;
type CommandOf<T extends ClockCommand['type']> = Extract<ClockCommand, { type: T }>;

const requestDays = 3;

/** By the holder or the lead agency, through the one-stop unit, within 3 working days (Decree 61/2018 art. 19(4)). */
function requestSupplement(command: CommandOf<'RequestSupplement'>, state: Existing): Decided {
  const { wanting, reason, calendar, ...act } = command;
  const asking =
    state.file?.link !== undefined ? askingWhileRouted(state, command) : askingAsHolder(state, command);
  if ('refused' in asking) return asking;
  const { rules, receivedAt, requests, leg } = asking;
  const wrong = wrongComponents(rules, wanting);
  if (wrong !== undefined) return wrong;
  const { requestsMax, answerDays } = rules.supplement;
  if (requests >= requestsMax)
    return refuse('supplement-already-requested', { requestsMax: String(requestsMax) });
  const limit = afterWorkingDays(receivedAt, requestDays, 'endOfDay', calendar);
  if ('refused' in limit) return notCovered(limit);
  if (act.at > limit.dueAt) return refuse('supplement-request-too-late', { requestBy: limit.dueAt });
  const answer = afterWorkingDays(act.at, answerDays, 'endOfDay', calendar);
  if ('refused' in answer) return notCovered(answer);
  const { dueDate: answerByDate, calendarVersion } = answer;
  const requested = { ...whose(state, act), wanting, reason, answerByDate, calendarVersion };
  const ofLeg = leg === undefined ? {} : { leg };
  return accept({ type: 'SupplementRequested', data: { ...requested, ...ofLeg } });
}

function askingAsHolder(
  state: Existing,
  { by, order, at }: CommandOf<'RequestSupplement'>,
): Asking | Refusal<OwnRefusal | OfSupplement> {
  const standing = atStage(state, by, 'InProcess');
  if ('refused' in standing) return standing;
  if (order !== undefined) return refuse('leg-not-at-work');
  const { rules, receivedAt = at, requests = 0 } = standing.file;
  return { rules, receivedAt, requests };
}

function submitSupplement(command: CommandOf<'SubmitSupplement'>, state: Existing): Decided {
  const { components, ...act } = command;
  const standing = atOneStop(state, act.by, 'AwaitingSupplement');
  if ('refused' in standing) return standing;
  const { rules, supplement } = standing.file;
  const wrong = wrongComponents(rules, components, command);
  if (wrong !== undefined) return wrong;
  const answerByDate = supplement?.answerByDate ?? '';
  if (localDate(act.at) > answerByDate) return refuse('answer-date-passed', { answerByDate });
  const isThere = components.every((each) =>
    standing.file.components.some((given) => isSameGiven(given, each)),
  );
  // The same again, as it stands, is no second supplement.
  if (supplement?.isSubmitted === true && isThere) return accept();
  return accept({ type: 'SupplementSubmitted', data: { ...whose(state, act), components } });
}

/** The clock begins from zero or goes on, as the version of the procedure says (Decree 61/2018 art. 19(4)). */
function acceptSupplement({ calendar, ...act }: CommandOf<'AcceptSupplement'>, state: Existing): Decided {
  const standing = atOneStop(state, act.by, 'AwaitingSupplement');
  if ('refused' in standing) return standing;
  const { file } = standing;
  const { rules, running, supplement } = file;
  if (running === undefined || supplement?.isSubmitted !== true) return refuse('supplement-not-submitted');
  const lacking = incomplete(file);
  if (lacking !== undefined) return lacking;
  const { clock } = rules.supplement;
  const { dueAt: before, pausedAt = act.at, pauses = [] } = running;
  const resumed = { ...running, pauses: [...pauses, { pausedAt, resumedAt: act.at }] };
  const from = clock === 'restart' ? { startedAt: act.at } : resumed;
  const ends = deadlinesBy(rules, from, calendar);
  if ('refused' in ends) return notCovered(ends);
  const own = whose(state, act);
  return accept<ClockEvent>(
    { type: 'SupplementAccepted', data: own },
    { type: 'DeadlineRecomputed', data: { ...own, clock, before, startedAt: from.startedAt, ...ends } },
  );
}

/** Form 05 of Circular 03/2025: the notice of stopping goes with it. */
function lapseSupplement(
  { type: _, reason, ...act }: CommandOf<'LapseSupplement'>,
  state: Existing,
): Decided {
  const standing = atOneStop(state, act.by, 'AwaitingSupplement');
  if ('refused' in standing) return standing;
  const { rules, supplement } = standing.file;
  const answerByDate = supplement?.answerByDate ?? '';
  if (supplement?.isSubmitted === true || localDate(act.at) <= answerByDate)
    return refuse('supplement-not-lapsed', { answerByDate });
  const own = whose(state, act);
  return accept<ClockEvent>(
    { type: 'SupplementLapsed', data: { ...own, answerByDate } },
    { type: 'ProcessingStopped', data: { ...own, reason, legalBasis: rules.legalBasis } },
  );
}

function stop(
  { type: _, reason, legalBasis, ...act }: CommandOf<'StopProcessing'>,
  state: Existing,
): Decided {
  const standing = atStage(state, act.by, 'InProcess', 'Routed');
  if ('refused' in standing) return standing;
  return accept({ type: 'ProcessingStopped', data: { ...whose(state, act), reason, legalBasis } });
}

const mayBeWithdrawn = [
  'Submitted',
  'IntakeSupplement',
  'Accepted',
  'Routed',
  'InProcess',
  'AwaitingSupplement',
] as const;

/** Asked for at the one-stop unit, as long as no result is signed. */
function requestWithdrawal(command: CommandOf<'RequestWithdrawal'>, state: Existing): Decided {
  const { type: _, reason, ...act } = command;
  const standing = atOneStop(state, act.by, ...mayBeWithdrawn);
  if ('refused' in standing) return standing;
  return accept({ type: 'WithdrawalRequested', data: { ...whose(state, act), reason } });
}

function withdraw({ type: _, ...act }: CommandOf<'WithdrawDossier'>, state: Existing): Decided {
  const standing = atStage(state, act.by, 'WithdrawalPending');
  return 'refused' in standing ? standing : accept({ type: 'DossierWithdrawn', data: whose(state, act) });
}

function rejectWithdrawal(command: CommandOf<'RejectWithdrawal'>, state: Existing): Decided {
  const { type: _, reason, ...act } = command;
  const standing = atStage(state, act.by, 'WithdrawalPending');
  if ('refused' in standing) return standing;
  return accept({ type: 'WithdrawalRejected', data: { ...whose(state, act), reason } });
}

/** Stages at which the clock runs towards the appointment. */
const running = ['Accepted', 'Routed', 'InProcess'] as const;

/** At least one day before, and one new appointment at most (Decree 61/2018 art. 19(9)). */
function apologise(command: CommandOf<'IssueApology'>, state: Existing): Decided {
  const { type: _, reason, newDueDate, calendar, ...act } = command;
  const standing = atStage(state, act.by, ...running);
  if ('refused' in standing) return standing;
  const { running: clock } = standing.file;
  const { dueAt: before = '', movedFrom } = clock ?? {};
  if (movedFrom !== undefined) return refuse('appointment-already-moved', { movedFrom, dueAt: before });
  if (localDate(act.at) >= localDate(before)) return refuse('apology-too-late', { dueAt: before });
  const due = endOfNewDate(newDueDate, calendar);
  if ('refused' in due) return notCovered(due);
  const { dueAt, calendarVersion } = due;
  if (dueAt <= before) return refuse('appointment-not-later', { dueAt: before });
  const own = whose(state, act);
  return accept<ClockEvent>(
    { type: 'ApologyIssued', data: { ...own, reason } },
    { type: 'AppointmentMoved', data: { ...own, before, dueAt, calendarVersion } },
  );
}

/** That it was refused is no fact; that it was wanted too late is one, which the heads are told. */
function noteLateApology(
  { type: _, agency, officer, at }: CommandOf<'NoteLateApology'>,
  state: Existing,
): Decided {
  const { dossierId, stage, file } = state;
  const { dueAt, movedFrom, isApologyLate } = file?.running ?? {};
  const isRunning = (running as readonly string[]).includes(stage);
  if (!isRunning || dueAt === undefined || movedFrom !== undefined || isApologyLate === true) return accept();
  if (localDate(at) < localDate(dueAt)) return accept();
  return accept({ type: 'LateApologyRefused', data: { dossierId, agency, officer, dueAt, at } });
}

/** What was told already, or no longer runs to that deadline, is no fact any more and no refusal either. */
function stillRuns(state: Existing, dueAt: string): Running | undefined {
  const { stage, file } = state;
  const isRunning = (running as readonly string[]).includes(stage);
  return isRunning && file?.running?.dueAt === dueAt ? file.running : undefined;
}

function predict(command: CommandOf<'PredictOverdue'>, state: Existing): Decided {
  const { workingDaysLeft, dueAt, calendarVersion, at } = command;
  const clock = stillRuns(state, dueAt);
  if (clock === undefined || at > dueAt || (clock.predicted ?? []).includes(workingDaysLeft)) return accept();
  const { dossierId, holder: agency } = state;
  const data = { dossierId, agency, workingDaysLeft, dueAt, calendarVersion, at };
  return accept({ type: 'OverduePredicted', data });
}

function declare({ dueAt, calendarVersion, at }: CommandOf<'DeclareOverdue'>, state: Existing): Decided {
  const clock = stillRuns(state, dueAt);
  if (clock === undefined || at <= dueAt || clock.isOverdue === true) return accept();
  const { dossierId, holder: agency } = state;
  return accept({ type: 'OverdueDeclared', data: { dossierId, agency, dueAt, calendarVersion, at } });
}

export const clockDecisions: DecisionsOf<ClockCommand, Refused> = {
  RequestSupplement: requestSupplement,
  SubmitSupplement: submitSupplement,
  AcceptSupplement: acceptSupplement,
  LapseSupplement: lapseSupplement,
  StopProcessing: stop,
  RequestWithdrawal: requestWithdrawal,
  WithdrawDossier: withdraw,
  RejectWithdrawal: rejectWithdrawal,
  IssueApology: apologise,
  PredictOverdue: predict,
  DeclareOverdue: declare,
  NoteLateApology: noteLateApology,
  RecomputeDeadline: recompute,
};

type Kept = Extract<
  ClockEvent,
  {
    type:
      | `Supplement${string}`
      | `Deadline${string}`
      | 'ProcessingStopped'
      | `Withdrawal${string}`
      | 'DossierWithdrawn';
  }
>;
type Timed = Extract<
  ClockEvent,
  { type: `Overdue${string}` | 'LateApologyRefused' | 'ApologyIssued' | 'AppointmentMoved' }
>;

const ticking = (state: Existing, more: Partial<Running>): Existing =>
  state.file?.running === undefined
    ? state
    : moved(state, state.stage, { running: { ...state.file.running, ...more } });

/** Without what was only of use while it waited. */
function onward(state: Existing, stage: DossierStage, more: Partial<DossierFile> = {}): Existing {
  if (state.file === undefined) return state;
  const { supplement: _, ...file } = state.file;
  return moved({ ...state, file }, stage, more);
}

export const clockMoves: MovesOf<Kept | Timed> = {
  SupplementRequested: (state, requested) => {
    const { answerByDate, at: pausedAt } = requested;
    const asked = moved(state, 'AwaitingSupplement', { supplement: { answerByDate } });
    return ticking(askedOf(asked, requested), { pausedAt });
  },
  SupplementSubmitted: (state, { agency, components }) =>
    moved(state, 'AwaitingSupplement', {
      components: givenAnew(state.file?.components ?? [], components),
      originals: originalsAt(agency, components, state.file?.originals),
      supplement: { answerByDate: state.file?.supplement?.answerByDate ?? '', isSubmitted: true },
    }),
  SupplementAccepted: (state) => onward(state, state.file?.link === undefined ? 'InProcess' : 'Routed'),
  // A moved appointment stays moved.
  DeadlineRecomputed: (state, recomputed) =>
    moved(state, state.stage, {
      running: clockAfter(state.file?.running, recomputed),
      ...wentOn(state, recomputed),
    }),
  SupplementLapsed: (state) => state,
  ProcessingStopped: (state) => onward(state, 'Stopped', { originals: givenBack(state) }),
  WithdrawalRequested: (state) => moved(state, 'WithdrawalPending', { previous: state.stage }),
  DossierWithdrawn: (state) => moved(state, 'Withdrawn', { originals: givenBack(state) }),
  WithdrawalRejected: (state) => {
    if (state.file?.previous === undefined) return state;
    const { previous, ...file } = state.file;
    return { ...state, stage: previous, file };
  },
  OverduePredicted: (state, { workingDaysLeft }) =>
    ticking(state, { predicted: [...(state.file?.running?.predicted ?? []), workingDaysLeft] }),
  OverdueDeclared: (state) => ticking(state, { isOverdue: true }),
  LateApologyRefused: (state) => ticking(state, { isApologyLate: true }),
  ApologyIssued: (state) => state,
  AppointmentMoved: (state, { before, dueAt }) => {
    const { predicted: _, ...clock } = state.file?.running ?? ({} as Running);
    const at = { toDate: localDate(dueAt), pauses: clock.pauses?.length ?? 0 };
    return moved(state, state.stage, { running: { ...clock, dueAt, movedFrom: before, moved: at } });
  },
};
