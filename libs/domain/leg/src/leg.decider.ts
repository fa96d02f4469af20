import type { WorkCalendar } from '@domain/calendar';
import {
  type AgencyLevel,
  isAbove,
  type LegEnd,
  type NamedDocument,
  sealedDocument,
  type SealedDocumentRefusal,
} from '@domain/codes';
import { accept, type Decider, type Decision, type Refusal, refuse } from '@domain/decider';
import { legCodec } from './leg.codec';
import type { Lacking, LegEvent, LegPlan, OfLeg } from './leg.events';
import { endAfterAll, endOfLeg, notFollowed } from './leg-clock';
import { legBegun, legMoved } from './leg-moves';
import type { ExistingLeg, LegState, LegStatus, StoodStill } from './leg-state';

/** Who acts, and when. `by` is the agency, `officer` the person there. */
interface Act {
  readonly by: string;
  readonly officer: string;
  readonly at: string;
}

export type LegCommand =
  | ({
      readonly type: 'OpenLeg';
      readonly plan: LegPlan;
      /** Gathered: its agency is closed on the day it begins. */
      readonly isClosed: boolean;
      /** Stretches in which its dossier stood still since the route was fixed; left out: none. */
      readonly stood?: readonly StoodStill[];
      readonly calendar: WorkCalendar;
    } & OfLeg)
  | ({ readonly type: 'AcceptLeg' } & Act)
  | ({ readonly type: 'ReturnLeg'; readonly reason: string } & Act)
  | ({
      readonly type: 'DeliverLegResult';
      readonly sha256: string;
      readonly symbol?: string;
      readonly documentId?: string;
      /** Gathered: what the documents say of it; absent when there is none. */
      readonly document?: NamedDocument;
      /** Gathered: it happened before, elsewhere. */
      readonly isImport?: true;
    } & Act)
  | ({ readonly type: 'RefuseLeg'; readonly reason: string } & Act)
  | ({
      readonly type: 'ProposeSupplement';
      readonly wanting: readonly Lacking[];
      readonly reason: string;
    } & Act)
  | ({
      readonly type: 'ProposeRerouting';
      readonly to: string;
      readonly reason: string;
      readonly recipientKnown: boolean;
      readonly isClosed: boolean;
      /** Gathered of an upward one alone: the levels of the one-stop unit and of `to`, as far as they are known. */
      readonly levels?: { readonly oneStop?: AgencyLevel; readonly to?: AgencyLevel };
    } & Act)
  | ({
      readonly type: 'AgreeToRerouting';
      readonly isClosed: boolean;
      readonly calendar: WorkCalendar;
    } & Act)
  | {
      readonly type: 'DeclareLegOverdue';
      readonly dueAt: string;
      readonly calendarVersion: string;
      /** Gathered: stretches in which its dossier stood still, which it may not have followed yet. */
      readonly stood?: readonly StoodStill[];
      readonly at: string;
    }
  | {
      /** What its dossier's clock did: it stands still and goes on with it. */
      readonly type: 'FollowClock';
      readonly stood: readonly StoodStill[];
      readonly calendar: WorkCalendar;
      readonly at: string;
    }
  | {
      /** By the house, after the calendar was revised. */
      readonly type: 'RecomputeLegDeadline';
      readonly calendar: WorkCalendar;
      readonly revision: { readonly version: number; readonly source: string };
      readonly at: string;
    }
  | { readonly type: 'CloseLeg'; readonly end: LegEnd; readonly at: string };

export type LegRefusal =
  | 'not-found'
  | 'not-with-your-agency'
  | 'not-at-this-state'
  | 'only-the-one-stop'
  | 'not-the-lead'
  | 'unknown-recipient'
  | 'agency-closed'
  | 'not-upward'
  | 'level-unknown'
  | 'there-already'
  | 'no-rerouting-proposed'
  | 'calendar-year-not-covered'
  | 'result-document-required'
  | SealedDocumentRefusal;
type Decided = Decision<LegEvent, LegRefusal>;
type CommandOf<T extends LegCommand['type']> = Extract<LegCommand, { type: T }>;
type OnLeg = Exclude<LegCommand, { type: 'OpenLeg' }>;

const covered = (due: ReturnType<typeof endOfLeg>) =>
  'refused' in due ? refuse('calendar-year-not-covered', { year: String(due.year) }) : due;

/**
 * A leg has its own time from when it begins, and never less than was planned: who began late because the one before
 * was late is not charged with it (Circular 01/2018 art. 13(2)).
 */
function open(command: CommandOf<'OpenLeg'>, state: LegState): Decided {
  const { type: _, plan, isClosed, stood = [], calendar, ...of } = command;
  if (state.status !== 'absent') return accept();
  if (isClosed) return accept({ type: 'LegNotOpened', data: { ...of, ...plan } });
  // What it stood still before it began has moved what was planned, and nothing of its own time.
  const planned = covered(endAfterAll(plan.plannedDueAt, stood, plan, calendar));
  if ('refused' in planned) return planned;
  const { dueAt: plannedDueAt } = planned;
  const due = covered(endOfLeg({ startedAt: of.at, plannedDueAt, stood: [] }, plan, calendar));
  if ('refused' in due) return due;
  const { dueAt } = due;
  const { calendarVersion } = calendar;
  const opened: LegEvent = {
    type: 'LegOpened',
    data: { ...of, ...plan, plannedDueAt, dueAt, calendarVersion },
  };
  const { monitor } = plan;
  // The one-stop unit above sees what goes on below it from the beginning (Decree 61/2018 art. 19(7)(a)).
  return monitor === undefined
    ? accept(opened)
    : accept<LegEvent>(opened, { type: 'LegMonitoringShared', data: { ...of, monitor } });
}

const ofLeg = ({ dossierId, order, agency, oneStop, lead }: ExistingLeg) => ({
  ...{ dossierId, order, agency, oneStop, lead },
});

/** Who acted for the agency that has it, or why it may not. */
function atAgency(
  state: ExistingLeg,
  { by, officer, at }: Act,
  ...allowed: readonly LegStatus[]
): { readonly own: OfLeg & { readonly officer: string } } | Refusal<LegRefusal> {
  if (state.agency !== by) return refuse('not-with-your-agency', { agency: state.agency });
  return standing(state, allowed) ?? { own: { ...ofLeg(state), officer, at } };
}

const standing = (
  { status }: ExistingLeg,
  allowed: readonly LegStatus[],
): Refusal<'not-at-this-state'> | undefined =>
  allowed.includes(status) ? undefined : refuse('not-at-this-state', { state: status });

function take(command: CommandOf<'AcceptLeg'>, state: ExistingLeg): Decided {
  const at = atAgency(state, command, 'Pending');
  return 'refused' in at ? at : accept({ type: 'LegAccepted', data: at.own });
}

function giveBack(command: CommandOf<'ReturnLeg'>, state: ExistingLeg): Decided {
  const at = atAgency(state, command, 'Pending');
  if ('refused' in at) return at;
  return accept({ type: 'LegReturned', data: { ...at.own, reason: command.reason } });
}

type Result = NonNullable<ExistingLeg['result']>;

/** What is told of it, or what the register says of the document that is named. */
function resultIn(
  command: CommandOf<'DeliverLegResult'>,
  { plan, agency }: ExistingLeg,
): Result | Refusal<LegRefusal> {
  const { sha256, symbol, documentId, document, isImport = false } = command;
  if (documentId === undefined) {
    if (plan.resultDocument === true && !isImport) return refuse('result-document-required');
    return { sha256, ...(symbol === undefined ? {} : { symbol }) };
  }
  const sealed = sealedDocument(document, { agency, sha256 });
  if ('refused' in sealed) return sealed;
  const { number, bookYear } = sealed;
  if (symbol !== undefined && symbol !== sealed.symbol)
    return refuse('result-document-differs', { symbol: sealed.symbol });
  return { sha256, symbol: sealed.symbol, document: { documentId, number, bookYear } };
}

/** To whoever works with it next and to the one-stop unit (art. 19(6)(b)); from above it comes down (art. 19(7)(b)). */
function deliver(command: CommandOf<'DeliverLegResult'>, state: ExistingLeg): Decided {
  const at = atAgency(state, command, 'Active');
  if ('refused' in at) return at;
  const told = resultIn(command, state);
  if ('refused' in told) return told;
  const result = { ...at.own, ...told };
  const { plan, lead, oneStop } = state;
  if (plan.mode === 'upward') return accept({ type: 'LegResultReturnedDown', data: result });
  const to = [...new Set([plan.next ?? lead, oneStop])];
  return accept({ type: 'LegResultDelivered', data: { ...result, to } });
}

function refuseLeg(command: CommandOf<'RefuseLeg'>, state: ExistingLeg): Decided {
  const at = atAgency(state, command, 'Active');
  if ('refused' in at) return at;
  return accept({ type: 'LegRefused', data: { ...at.own, reason: command.reason } });
}

const mayBeRerouted = ['Pending', 'Active', 'Returned'] as const;

/** The applicant hears one voice: whether it is asked for, and of which components, the lead agency decides. */
function proposeSupplement(command: CommandOf<'ProposeSupplement'>, state: ExistingLeg): Decided {
  const at = atAgency(state, command, 'Active');
  if ('refused' in at) return at;
  const { wanting, reason } = command;
  return accept({ type: 'LegSupplementProposed', data: { ...at.own, wanting, reason } });
}

/** Two agree: the head of the one-stop unit proposes, the lead agency agrees. */
function propose(command: CommandOf<'ProposeRerouting'>, state: ExistingLeg): Decided {
  const { by, officer, at, to, reason, recipientKnown, isClosed } = command;
  if (state.oneStop !== by) return refuse('only-the-one-stop');
  const wrong = standing(state, mayBeRerouted);
  if (wrong !== undefined) return wrong;
  if (!recipientKnown) return refuse('unknown-recipient');
  if (isClosed) return refuse('agency-closed', { agency: to });
  const flat = notUpward(command, state);
  if (flat !== undefined) return flat;
  // What came back may be given to the same agency again, once it is put right.
  if (to === state.agency && state.status !== 'Returned') return refuse('there-already');
  const { proposed } = state;
  if (proposed?.to === to && proposed.reason === reason) return accept();
  return accept({ type: 'LegReroutingProposed', data: { ...ofLeg(state), officer, to, reason, at } });
}

/** An upward leg stays one: it goes to a level above the one-stop unit (Decree 61/2018 art. 19(7)). */
function notUpward(
  { to, levels }: CommandOf<'ProposeRerouting'>,
  { plan, oneStop }: ExistingLeg,
): Refusal<'not-upward' | 'level-unknown'> | undefined {
  if (plan.mode !== 'upward' || levels === undefined) return undefined;
  const { oneStop: from, to: level } = levels;
  if (from === undefined) return refuse('level-unknown', { agency: oneStop });
  if (level === undefined) return refuse('level-unknown', { agency: to });
  return isAbove(level, from) ? undefined : refuse('not-upward', { agency: to });
}

/** The new agency has the whole time of the leg from now on. */
function agree(command: CommandOf<'AgreeToRerouting'>, state: ExistingLeg): Decided {
  const { by, officer, at, isClosed, calendar } = command;
  const { proposed, plan } = state;
  if (state.lead !== by) return refuse('not-the-lead', { lead: state.lead });
  const wrong = standing(state, mayBeRerouted);
  if (wrong !== undefined) return wrong;
  if (proposed === undefined) return refuse('no-rerouting-proposed');
  if (isClosed) return refuse('agency-closed', { agency: proposed.to });
  const due = covered(endOfLeg({ startedAt: at, stood: [] }, plan, calendar));
  if ('refused' in due) return due;
  const { dueAt } = due;
  const { calendarVersion } = calendar;
  const rerouted = { ...ofLeg(state), officer, ...proposed, dueAt, calendarVersion, at };
  return accept({ type: 'LegRerouted', data: rerouted });
}

const isOpen = ({ status }: ExistingLeg): boolean => status === 'Pending' || status === 'Active';

/** A leg whose dossier stood still before its end is not late by then: where its end lies now is for it to follow. */
function declare(command: CommandOf<'DeclareLegOverdue'>, state: ExistingLeg): Decided {
  const { dueAt, calendarVersion, stood = [], at } = command;
  if (!isOpen(state) || state.dueAt !== dueAt || at <= dueAt || state.isOverdue === true) return accept();
  const still = [
    ...state.stood.filter(({ resumedAt }) => resumedAt === undefined),
    ...notFollowed(state, stood),
  ];
  if (still.some(({ pausedAt }) => pausedAt < dueAt)) return accept();
  return accept({ type: 'LegOverdueDeclared', data: { ...ofLeg(state), dueAt, calendarVersion, at } });
}

/** What it followed already is no fact, and neither is what happened once it was over. */
function follow({ stood, calendar, at }: CommandOf<'FollowClock'>, state: ExistingLeg): Decided {
  if (!(mayBeRerouted as readonly string[]).includes(state.status)) return accept();
  const told: LegEvent[] = [];
  let leg = state;
  const tell = (...events: readonly LegEvent[]): void => {
    told.push(...events);
    leg = events.reduce(legMoved, leg);
  };
  for (const { pausedAt: since, resumedAt, clock = 'resume' } of notFollowed(state, stood)) {
    const of = { ...ofLeg(state), at };
    if (!leg.stood.some(({ pausedAt }) => pausedAt === since))
      tell({ type: 'LegPaused', data: { ...of, since } });
    if (resumedAt === undefined) continue;
    tell({ type: 'LegResumed', data: { ...of, since, resumedAt, clock } });
    const anew = recomputed(leg, { calendar, at });
    if ('refused' in anew) return anew;
    tell(...anew.events);
  }
  return accept(...told);
}

/** Of the agency that has it, by one calendar throughout; the same calendar moves nothing. */
function recomputed(
  state: ExistingLeg,
  {
    calendar,
    revision,
    at,
  }: Pick<CommandOf<'RecomputeLegDeadline'>, 'calendar' | 'at'> & {
    readonly revision?: CommandOf<'RecomputeLegDeadline'>['revision'];
  },
): Decided {
  const { plan, stood, startedAt, dueAt: before, isRerouted } = state;
  if (!isOpen(state) || startedAt === undefined || before === undefined) return accept();
  const promised = isRerouted === true ? {} : { plannedDueAt: plan.plannedDueAt };
  const due = covered(endOfLeg({ startedAt, ...promised, stood }, plan, calendar));
  if ('refused' in due) return due;
  const { dueAt } = due;
  if (dueAt === before) return accept();
  const { calendarVersion } = calendar;
  const cause = revision === undefined ? {} : { revision };
  const data = { ...ofLeg(state), before, startedAt, dueAt, calendarVersion, ...cause, at };
  return accept({ type: 'LegDeadlineRecomputed', data });
}

/** What is done or refused already stays so. */
function close({ end, at }: CommandOf<'CloseLeg'>, state: ExistingLeg): Decided {
  if (!(mayBeRerouted as readonly string[]).includes(state.status)) return accept();
  return accept({ type: 'LegClosed', data: { ...ofLeg(state), end, at } });
}

const decisions: {
  readonly [T in OnLeg['type']]: (command: CommandOf<T>, state: ExistingLeg) => Decided;
} = {
  AcceptLeg: take,
  ReturnLeg: giveBack,
  DeliverLegResult: deliver,
  RefuseLeg: refuseLeg,
  ProposeSupplement: proposeSupplement,
  ProposeRerouting: propose,
  AgreeToRerouting: agree,
  DeclareLegOverdue: declare,
  FollowClock: follow,
  RecomputeLegDeadline: (command, state) => recomputed(state, command),
  CloseLeg: close,
};

export const legDecider: Decider<LegCommand, LegEvent, LegState, LegRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'OpenLeg') return open(command, state);
    // Nothing of it has begun that could be late or be over.
    if (state.status === 'absent') return 'by' in command ? refuse('not-found') : accept();
    if ('by' in command && !state.parties.includes(command.by)) return refuse('not-found');
    const decide = decisions[command.type] as (command: OnLeg, state: ExistingLeg) => Decided;
    return decide(command, state);
  },

  evolve(state, event) {
    if (event.type === 'LegOpened' || event.type === 'LegNotOpened') return legBegun(event);
    return state.status === 'absent' ? state : legMoved(state, event);
  },
};

/** Whose turn a command is: when that agency is closed, the one that took over from it gives the command for it. */
export function turnOnLeg(type: LegCommand['type'], state: LegState): string | undefined {
  if (state.status === 'absent') return undefined;
  if (type === 'ProposeRerouting') return state.oneStop;
  return type === 'AgreeToRerouting' ? state.lead : state.agency;
}

export const leg = { decider: legDecider, codec: legCodec };
