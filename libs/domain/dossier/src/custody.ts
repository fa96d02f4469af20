import { endOfTime, type WorkCalendar } from '@domain/calendar';
import { accept, type Refusal, refuse } from '@domain/decider';
import { type Act, type DecidedAs, type DecisionsOf, notCovered } from './deciding';
import type { DossierEvent, ItemAnswer } from './dossier.events';
import type { DossierRules } from './dossier-rules';
import {
  type DossierFile,
  type Existing,
  knownOf,
  moved,
  type MovesOf,
  settledAs,
  settlementUnder,
} from './dossier-state';
import type { LegStanding } from './linked';
import { forwarded } from './results';
import { type ClosedAgency, reachedUnder, successorsOf } from './succession';
import type { PlainRefusal } from './unversioned';

export type CustodyCommand =
  | ({
      readonly type: 'OfferHandoff';
      readonly handoffId: string;
      readonly to: string;
      /** Gathered by the handler from the directory. */
      readonly recipientKnown: boolean;
      /** Those among `to`, the one-stop unit and the agencies of the route that are closed on the day. */
      readonly closed?: readonly ClosedAgency[];
      /** Gathered of an interlinked dossier alone: its legs as they stand. */
      readonly standings?: readonly LegStanding[];
      readonly reason: string;
      /** Of several that are handed over at once. */
      readonly slipId?: string;
    } & Act)
  | ({
      readonly type: 'AcceptHandoff';
      readonly handoffId: string;
      /** One for each component; none of a dossier that has no components. */
      readonly items?: readonly ItemAnswer[];
      /** Only of use where a route says how long an agency has; left out, no limit of its is computed. */
      readonly calendar?: WorkCalendar;
    } & Act)
  | ({ readonly type: 'ReturnHandoff'; readonly handoffId: string; readonly reason: string } & Act)
  | ({ readonly type: 'RecallHandoff'; readonly handoffId: string; readonly reason: string } & Act)
  | {
      readonly type: 'DeclareHandoffOverdue';
      readonly handoffId: string;
      readonly dueAt: string;
      readonly calendarVersion: string;
      readonly at: string;
    };

type CommandOf<T extends CustodyCommand['type']> = Extract<CustodyCommand, { type: T }>;
type Settling = CommandOf<'AcceptHandoff' | 'ReturnHandoff' | 'RecallHandoff'>;

export const custodyRefusals = [
  'not-the-recipient',
  'not-the-giver',
  'recipient-is-holder',
  'unknown-recipient',
  'recipient-closed',
  'outside-the-route',
  'handoff-not-found',
  'handoff-already-settled',
  'answer-incomplete',
  'originals-miscounted',
] as const;
export type CustodyRefusal = (typeof custodyRefusals)[number];
type Decided = DecidedAs<CustodyRefusal | PlainRefusal>;

/** Nothing is handed over before the applicant has the receipt of it. */
const mayBeOffered: readonly string[] = ['unversioned', 'Accepted', 'Routed', 'InProcess', 'ResultIssued'];

function offer(command: CommandOf<'OfferHandoff'>, state: Existing): Decided {
  const { handoffId, by, officer: giver, reason, slipId, at } = command;
  if (settlementUnder(state, handoffId) !== undefined) return accept();
  if (state.status === 'completed') return refuse('already-completed');
  if (state.status === 'offered') {
    // The bus redelivers: the same offer twice is one fact, a different one is a conflict.
    return state.pending.handoffId === handoffId ? accept() : refuse('handoff-already-pending');
  }
  if (state.holder !== by) return refuse('not-the-holder');
  if (!mayBeOffered.includes(state.stage)) return refuse('not-at-this-stage', { stage: state.stage });
  const addressed = addressedIn(command, state);
  if ('refused' in addressed) return addressed;
  const { dossierId, file } = state;
  const slip = slipId === undefined ? {} : { slipId };
  const offered = { dossierId, handoffId, from: by, ...addressed, giver, reason, ...slip, at };
  if (file === undefined) return accept({ type: 'HandoffOffered', data: offered });
  const originals = file.originals
    .filter(({ holder }) => holder === by)
    .map(({ key, count }) => ({ key, count }));
  const { handOverBy } = file;
  const due = handOverBy === undefined ? {} : { handOverBy };
  return accept({ type: 'HandoffOffered', data: { ...offered, originals, ...due } });
}

/** Who gets it: what is offered to a closed agency goes to the one that took over from it. */
function addressedIn(
  { by, to, recipientKnown, closed, standings }: CommandOf<'OfferHandoff'>,
  state: Existing,
):
  | { readonly to: string; readonly insteadOf?: string }
  | Refusal<'recipient-is-holder' | 'unknown-recipient' | 'recipient-closed' | 'outside-the-route'> {
  if (to === by) return refuse('recipient-is-holder');
  if (!recipientKnown) return refuse('unknown-recipient');
  const reached = reachedUnder(to, closed);
  if (reached === undefined) return refuse('recipient-closed', { successors: successorsOf(to, closed) });
  if (reached === by) return refuse('recipient-is-holder');
  const allowed = state.file === undefined ? undefined : reachableOf(state, state.file, standings);
  const isNamed = allowed === undefined || allowed.includes(to);
  // A route names agencies as they were on the day of the submission.
  const named = isNamed ? to : allowed.find((code) => reachedUnder(code, closed) === reached);
  if (named === undefined) {
    const open = (allowed ?? []).map((code) => reachedUnder(code, closed) ?? code);
    return refuse('outside-the-route', { allowed: [...new Set(open)] });
  }
  return named === reached ? { to: reached } : { to: reached, insteadOf: named };
}

/**
 * Agencies that a dossier may be given to: the one-stop unit, those of the route that it has reached, and the next of
 * them; all of them when they work at once. Nothing when its procedure names no route.
 */
function reachableOf(
  { openedBy, holder, stage }: Existing,
  { rules: { route }, reached = 0 }: DossierFile,
  standings: readonly LegStanding[] = [],
): readonly string[] | undefined {
  // A result goes back to where the applicant waits for it.
  if (stage === 'ResultIssued') return [openedBy];
  // Once the route is fixed, papers follow the legs: to whom one waits for or works on it, and back.
  if (stage === 'Routed') {
    const open = standings.filter(({ state }) => state === 'Pending' || state === 'Active');
    const agencies = [openedBy, ...open.map(({ agency }) => agency)];
    return [...new Set(agencies)].filter((agency) => agency !== holder);
  }
  if (route === undefined) return undefined;
  const agencies = route.legs.map(({ agency }) => agency);
  const open = route.mode === 'parallel' ? agencies : agencies.slice(0, reached + 1);
  return [...new Set([openedBy, ...open])].filter((agency) => agency !== holder);
}

/** A repeat under its own key is answered before it comes here: whatever else is told of it comes too late. */
function settle(command: Settling, state: Existing): Decided {
  const settlement = settlementUnder(state, command.handoffId);
  if (settlement !== undefined) return refuse('handoff-already-settled', settlement);
  if (state.status !== 'offered' || state.pending.handoffId !== command.handoffId)
    return refuse('handoff-not-found');
  const { handoffId, from, to, giver, insteadOf } = state.pending;
  const { officer, at } = command;
  const handoff = { dossierId: state.dossierId, handoffId, from, to, at };
  if (command.type === 'RecallHandoff') {
    if (command.by !== from) return refuse('not-the-giver');
    return accept({ type: 'HandoffRecalled', data: { ...handoff, officer, reason: command.reason } });
  }
  if (command.by !== to) return refuse('not-the-recipient');
  if (command.type === 'ReturnHandoff')
    return accept({ type: 'HandoffReturned', data: { ...handoff, officer, reason: command.reason } });
  const { items = [], calendar } = command;
  const wrong = wrongItems(items, state);
  if (wrong !== undefined) return wrong;
  const taken = { ...handoff, giver, taker: officer };
  if (state.file === undefined) return accept({ type: 'HandoffAccepted', data: taken });
  const lacking = lackingIn(items, state.file.rules);
  if (lacking.length > 0) {
    const reason = lacking
      .map(({ key, answer, note }) => [key, answer, note ?? ''].join(' ').trim())
      .join('; ');
    return accept({ type: 'HandoffReturned', data: { ...handoff, officer, reason, items } });
  }
  // Custody of the result is the end of processing, so both are said at once.
  const finished = state.stage === 'ResultIssued' ? [forwarded(state, command)] : [];
  const named = insteadOf ?? to;
  return take({ ...taken, items }, { named, rules: state.file.rules, calendar }, finished);
}

interface Taking {
  /** As the route names the taker. */
  readonly named: string;
  readonly rules: DossierRules;
  readonly calendar: WorkCalendar | undefined;
}

/** Until when an agency on the route is to pass it on; its time lies inside the time of the whole. */
function take(
  taken: Extract<DossierEvent, { type: 'HandoffAccepted' }>['data'],
  { named, rules: { route, convention }, calendar }: Taking,
  finished: readonly DossierEvent[],
): Decided {
  const accepted = (more: object): Decided =>
    accept<DossierEvent>({ type: 'HandoffAccepted', data: { ...taken, ...more } }, ...finished);
  const time = route?.legs.find(({ agency }) => agency === named)?.time;
  if (time === undefined || calendar === undefined) return accepted({});
  const due = endOfTime(taken.at, time, convention, calendar);
  if ('refused' in due) return notCovered(due);
  return accepted({ handOverBy: due.dueAt });
}

/** Every component is answered once, and what is said to be there was counted. */
function wrongItems(
  items: readonly ItemAnswer[],
  { file, holder }: Existing,
): Refusal<'unknown-component' | 'answer-incomplete' | 'originals-miscounted'> | undefined {
  const given = file?.components.map(({ key }) => key) ?? [];
  const unknown = items.map(({ key }) => key).filter((key) => !given.includes(key));
  if (unknown.length > 0) return refuse('unknown-component', { components: unknown });
  const open = given.filter((key) => !items.some((item) => item.key === key));
  if (open.length > 0) return refuse('answer-incomplete', { components: open });
  const countOf = (key: string): number =>
    file?.originals.find((each) => each.key === key && each.holder === holder)?.count ?? 0;
  const miscounted = items
    .filter(({ key, answer, originals }) => answer === 'accepted' && originals !== countOf(key))
    .map(({ key }) => key);
  return miscounted.length === 0 ? undefined : refuse('originals-miscounted', { components: miscounted });
}

/** Without these nothing is taken over; what else is missing stays with the giver. */
const lackingIn = (items: readonly ItemAnswer[], { components }: DossierRules): readonly ItemAnswer[] =>
  items.filter(
    ({ key, answer }) =>
      answer !== 'accepted' && components.some((wanted) => wanted.key === key && wanted.mandatory),
  );

/** What came to rest meanwhile, or was said already, is no fact any more and no refusal either. */
function declareOverdue(command: CommandOf<'DeclareHandoffOverdue'>, state: Existing): Decided {
  const { handoffId, dueAt, calendarVersion, at } = command;
  if (state.status !== 'offered' || state.pending.handoffId !== handoffId) return accept();
  const { from, to, isOverdue } = state.pending;
  if (isOverdue === true || at <= dueAt) return accept();
  const handoff = { dossierId: state.dossierId, handoffId, from, to, at };
  return accept({ type: 'HandoffOverdue', data: { ...handoff, dueAt, calendarVersion } });
}

export const custodyDecisions: DecisionsOf<CustodyCommand, CustodyRefusal | PlainRefusal> = {
  OfferHandoff: offer,
  AcceptHandoff: settle,
  ReturnHandoff: settle,
  RecallHandoff: settle,
  DeclareHandoffOverdue: declareOverdue,
};

type HandoffEvent = Extract<DossierEvent, { type: `Handoff${string}` }>;

export const custodyMoves: MovesOf<HandoffEvent> = {
  HandoffOverdue: (state) =>
    state.status === 'offered' ? { ...state, pending: { ...state.pending, isOverdue: true } } : state,
  HandoffGiverReplaced: (state, { giver }) =>
    state.status === 'offered' ? { ...state, pending: { ...state.pending, giver } } : state,
  HandoffOffered: (state, { handoffId, from, to, giver, insteadOf }) => {
    const { parties } = state;
    const all = parties.includes(to) ? parties : [...parties, to];
    const pending = { handoffId, from, to, giver, ...(insteadOf === undefined ? {} : { insteadOf }) };
    return { ...knownOf(state), status: 'offered', parties: all, pending };
  },
  HandoffAccepted: (state, handoff) => {
    const { handoffId, to: agency, taker: officer, at } = handoff;
    const named = (state.status === 'offered' ? state.pending.insteadOf : undefined) ?? agency;
    const taken = { ...knownOf(state), holder: agency };
    const settled = settledAs(taken, handoffId, { settled: 'accepted', agency, officer, at });
    return state.file === undefined ? settled : taking(settled, state.file, named, handoff);
  },
  HandoffReturned: (state, { handoffId, to: agency, officer, at }) =>
    settledAs(knownOf(state), handoffId, { settled: 'returned', agency, officer, at }),
  HandoffRecalled: (state, { handoffId, from: agency, officer, at }) =>
    settledAs(knownOf(state), handoffId, { settled: 'recalled', agency, officer, at }),
};

/** What was answered as accepted changes hands, and nothing else does. */
function taking(
  state: Existing,
  file: DossierFile,
  named: string,
  { from, to, at, items = [], handOverBy }: Extract<HandoffEvent, { type: 'HandoffAccepted' }>['data'],
): Existing {
  const taken = new Set(items.filter(({ answer }) => answer === 'accepted').map(({ key }) => key));
  const originals = file.originals.map((each) =>
    each.holder === from && taken.has(each.key) ? { ...each, holder: to } : each,
  );
  const place = file.rules.route?.legs.findIndex(({ agency }) => agency === named) ?? -1;
  const reached = Math.max(file.reached ?? 0, place + 1);
  const { handOverBy: _, ...rest } = file;
  const due = handOverBy === undefined ? {} : { handOverBy };
  const onward = { ...state, file: { ...rest, ...due } };
  // A result that comes back is in process no more, and an interlinked dossier stands where its legs do.
  const stays = state.stage === 'ResultIssued' || state.stage === 'Routed';
  const stage = stays ? state.stage : 'InProcess';
  return moved(onward, stage, { originals, reached, receivedAt: at, requests: 0 });
}
