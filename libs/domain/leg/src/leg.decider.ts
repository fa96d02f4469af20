import { endOfTime, type WorkCalendar } from '@domain/calendar';
import type { LegEnd } from '@domain/codes';
import { accept, type Decider, type Decision, type Refusal, refuse } from '@domain/decider';
import { legCodec } from './leg.codec';
import type { LegEvent, LegPlan, OfLeg } from './leg.events';
import type { ExistingLeg, LegState, LegStatus } from './leg-state';

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
      readonly calendar: WorkCalendar;
    } & OfLeg)
  | ({ readonly type: 'AcceptLeg' } & Act)
  | ({ readonly type: 'ReturnLeg'; readonly reason: string } & Act)
  | ({ readonly type: 'DeliverLegResult'; readonly sha256: string; readonly symbol?: string } & Act)
  | ({ readonly type: 'RefuseLeg'; readonly reason: string } & Act)
  | ({
      readonly type: 'ProposeRerouting';
      readonly to: string;
      readonly reason: string;
      readonly recipientKnown: boolean;
      readonly isClosed: boolean;
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
  | 'there-already'
  | 'no-rerouting-proposed'
  | 'calendar-year-not-covered';
type Decided = Decision<LegEvent, LegRefusal>;
type CommandOf<T extends LegCommand['type']> = Extract<LegCommand, { type: T }>;
type OnLeg = Exclude<LegCommand, { type: 'OpenLeg' }>;

const endOf = (from: string, { time, convention }: LegPlan, calendar: WorkCalendar) => {
  const due = endOfTime(from, time, convention, calendar);
  return 'refused' in due ? refuse('calendar-year-not-covered', { year: String(due.year) }) : due;
};

/**
 * A leg has its own time from when it begins, and never less than was planned: who began late because the one before
 * was late is not charged with it (Circular 01/2018 art. 13(2)).
 */
function open(command: CommandOf<'OpenLeg'>, state: LegState): Decided {
  const { type: _, plan, isClosed, calendar, ...of } = command;
  if (state.status !== 'absent') return accept();
  if (isClosed) return accept({ type: 'LegNotOpened', data: { ...of, ...plan } });
  const own = endOf(of.at, plan, calendar);
  if ('refused' in own) return own;
  const dueAt = own.dueAt > plan.plannedDueAt ? own.dueAt : plan.plannedDueAt;
  const { calendarVersion } = calendar;
  const opened: LegEvent = { type: 'LegOpened', data: { ...of, ...plan, dueAt, calendarVersion } };
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

/** To whoever works with it next and to the one-stop unit (art. 19(6)(b)); from above it comes down (art. 19(7)(b)). */
function deliver(command: CommandOf<'DeliverLegResult'>, state: ExistingLeg): Decided {
  const at = atAgency(state, command, 'Active');
  if ('refused' in at) return at;
  const { sha256, symbol } = command;
  const result = { ...at.own, sha256, ...(symbol === undefined ? {} : { symbol }) };
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

/** Two agree: the head of the one-stop unit proposes, the lead agency agrees. */
function propose(command: CommandOf<'ProposeRerouting'>, state: ExistingLeg): Decided {
  const { by, officer, at, to, reason, recipientKnown, isClosed } = command;
  if (state.oneStop !== by) return refuse('only-the-one-stop');
  const wrong = standing(state, mayBeRerouted);
  if (wrong !== undefined) return wrong;
  if (!recipientKnown) return refuse('unknown-recipient');
  if (isClosed) return refuse('agency-closed', { agency: to });
  // What came back may be given to the same agency again, once it is put right.
  if (to === state.agency && state.status !== 'Returned') return refuse('there-already');
  const { proposed } = state;
  if (proposed?.to === to && proposed.reason === reason) return accept();
  return accept({ type: 'LegReroutingProposed', data: { ...ofLeg(state), officer, to, reason, at } });
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
  const due = endOf(at, plan, calendar);
  if ('refused' in due) return due;
  const { dueAt, calendarVersion } = due;
  const rerouted = { ...ofLeg(state), officer, ...proposed, dueAt, calendarVersion, at };
  return accept({ type: 'LegRerouted', data: rerouted });
}

function declare(command: CommandOf<'DeclareLegOverdue'>, state: ExistingLeg): Decided {
  const { dueAt, calendarVersion, at } = command;
  const isOpen = state.status === 'Pending' || state.status === 'Active';
  if (!isOpen || state.dueAt !== dueAt || at <= dueAt || state.isOverdue === true) return accept();
  return accept({ type: 'LegOverdueDeclared', data: { ...ofLeg(state), dueAt, calendarVersion, at } });
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
  ProposeRerouting: propose,
  AgreeToRerouting: agree,
  DeclareLegOverdue: declare,
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
    if (event.type === 'LegOpened' || event.type === 'LegNotOpened') return begun(event);
    return state.status === 'absent' ? state : moved(state, event);
  },
};

function begun(event: Extract<LegEvent, { type: 'LegOpened' | 'LegNotOpened' }>): ExistingLeg {
  const { dossierId, order, agency, oneStop, lead, mode, task, time, convention } = event.data;
  const { mandatory, plannedDueAt, next, input, monitor } = event.data;
  const plan: LegPlan = {
    ...{ mode, task, time, convention, mandatory, plannedDueAt },
    ...(next === undefined ? {} : { next }),
    ...(input === undefined ? {} : { input }),
    ...(monitor === undefined ? {} : { monitor }),
  };
  const parties = [...new Set([agency, oneStop, lead, monitor ?? agency])];
  const known = { dossierId, order, agency, oneStop, lead, plan, parties };
  return event.type === 'LegOpened'
    ? { ...known, status: 'Pending', dueAt: event.data.dueAt }
    : { ...known, status: 'Returned' };
}

function moved(state: ExistingLeg, event: LegEvent): ExistingLeg {
  switch (event.type) {
    case 'LegOpened':
    case 'LegNotOpened':
    case 'LegMonitoringShared':
      return state;
    case 'LegAccepted':
      return { ...state, status: 'Active' };
    case 'LegReturned':
      return { ...state, status: 'Returned' };
    case 'LegResultDelivered':
    case 'LegResultReturnedDown': {
      const { sha256, symbol } = event.data;
      return { ...state, status: 'Done', result: symbol === undefined ? { sha256 } : { sha256, symbol } };
    }
    case 'LegRefused':
      return { ...state, status: 'Refused' };
    case 'LegOverdueDeclared':
      return { ...state, isOverdue: true };
    case 'LegReroutingProposed': {
      const { to, reason } = event.data;
      return { ...state, proposed: { to, reason } };
    }
    case 'LegRerouted': {
      const { to, dueAt } = event.data;
      const { proposed: _, isOverdue: __, ...rest } = state;
      const parties = [...new Set([...state.parties, to])];
      return { ...rest, status: 'Pending', agency: to, parties, dueAt };
    }
    case 'LegClosed':
      return { ...state, status: 'Closed' };
  }
}

/** Whose turn a command is: when that agency is closed, the one that took over from it gives the command for it. */
export function turnOnLeg(type: LegCommand['type'], state: LegState): string | undefined {
  if (state.status === 'absent') return undefined;
  if (type === 'ProposeRerouting') return state.oneStop;
  return type === 'AgreeToRerouting' ? state.lead : state.agency;
}

export const leg = { decider: legDecider, codec: legCodec };
