import { endOfTime, type WorkCalendar } from '@domain/calendar';
import { type AgencyLevel, isAbove, type LegState, type RouteMode } from '@domain/codes';
import { accept, type Refusal, refuse } from '@domain/decider';
import { type Act, atOneStop, type DecidedAs, type DecisionsOf, notCovered, whose } from './deciding';
import type { DossierRules, Period } from './dossier-rules';
import { type Existing, type LinkedFile, moved, type MovesOf } from './dossier-state';
import type { LegResult, LinkedEvent, PlannedLeg } from './linked.events';
import { type ClosedAgency, reachedUnder } from './succession';

/** By code; nothing of one whose level is not known. */
type Levels = Readonly<Record<string, AgencyLevel>>;

/** One leg of a route that is to be fixed. */
interface AskedLeg {
  readonly agency: string;
  readonly task: string;
  readonly time: Period;
  /** Absent: it is mandatory. */
  readonly optional?: boolean;
  readonly monitor?: string;
}

/** Where a leg stands by its own history. */
export interface LegStanding {
  readonly order: number;
  readonly agency: string;
  readonly state: LegState;
  readonly result?: Omit<LegResult, 'order' | 'agency'>;
  /** When the agency that has it accepted it; absent until it does. */
  readonly acceptedAt?: string;
}

export type LinkedCommand =
  | ({
      readonly type: 'FixRoute';
      /** What of it is left out is as the version of the procedure says. */
      readonly mode?: RouteMode;
      readonly lead?: string;
      readonly legs?: readonly AskedLeg[];
      /** Gathered: agencies that are named and nobody has, and those of them that are closed on this day. */
      readonly unknownAgencies: readonly string[];
      readonly closed: readonly ClosedAgency[];
      /** Gathered of an upward one alone: at which level the one-stop unit and the agencies of its legs stand. */
      readonly levels?: Levels;
      readonly calendar: WorkCalendar;
    } & Act)
  | ({ readonly type: 'ConsolidateResults' } & OnLegs)
  | ({ readonly type: 'RefuseLinkedDossier'; readonly order: number; readonly reason: string } & OnLegs)
  | ({ readonly type: 'ContinueLinkedDossier'; readonly order: number; readonly reason: string } & OnLegs);

/** Gathered: the legs of the route as they stand. One that is done or refused stays so. */
interface OnLegs extends Act {
  readonly standings: readonly LegStanding[];
}

export const linkedRefusals = [
  'route-not-given',
  'outside-the-route',
  'route-agency-not-found',
  'route-agency-closed',
  'route-not-upward',
  'route-level-unknown',
  'legs-exceed-the-deadline',
  'not-the-lead',
  'leg-not-refused',
  'leg-not-at-work',
  'leg-is-mandatory',
  'refused-leg-undecided',
  'legs-not-done',
  'not-at-the-one-stop',
] as const;
export type LinkedRefusal = (typeof linkedRefusals)[number];
type Decided = DecidedAs<LinkedRefusal>;
type CommandOf<T extends LinkedCommand['type']> = Extract<LinkedCommand, { type: T }>;

interface RouteAsked {
  readonly mode: RouteMode;
  readonly lead: string;
  readonly legs: readonly AskedLeg[];
}

/** The applicant has the receipt before: a route is fixed of an accepted dossier (Decree 61/2018 art. 19(6)). */
function fixRoute(command: CommandOf<'FixRoute'>, state: Existing): Decided {
  const { by, officer, at, unknownAgencies, closed, calendar } = command;
  const standing = atOneStop(state, by, 'Accepted');
  if ('refused' in standing) return standing;
  const { rules, running } = standing.file;
  const asked = routeIn(command, rules, closed);
  if ('refused' in asked) return asked;
  if (unknownAgencies.length > 0) return refuse('route-agency-not-found', { agencies: unknownAgencies });
  const route = reachedRoute(asked, closed);
  if ('refused' in route) return route;
  const flat = notUpward(route, state.openedBy, command.levels);
  if (flat !== undefined) return flat;
  const legs = planned(route, at, rules, calendar);
  if ('refused' in legs) return legs;
  const latest =
    legs
      .map(({ dueAt }) => dueAt)
      .sort()
      .at(-1) ?? at;
  const dueAt = running?.dueAt ?? at;
  if (latest > dueAt) return refuse('legs-exceed-the-deadline', { dueAt, latest });
  const { calendarVersion } = calendar;
  const { mode, lead } = route;
  const fixed = { ...whose(state, { by, officer, at }), mode, lead, legs, calendarVersion };
  return accept({ type: 'RouteFixed', data: fixed });
}

/** The route of the procedure is the default, and what it says is all that is allowed. */
function routeIn(
  { mode, lead, legs }: Partial<RouteAsked>,
  { route }: DossierRules,
  closed: readonly ClosedAgency[],
): RouteAsked | Refusal<'route-not-given' | 'outside-the-route'> {
  if (route === undefined)
    return mode === undefined || lead === undefined || legs === undefined
      ? refuse('route-not-given')
      : { mode, lead, legs };
  const asked = { mode: mode ?? route.mode, lead: lead ?? route.lead, legs: legs ?? route.legs };
  const allowed = [...new Set(route.legs.map(({ agency }) => agency))];
  const isNamed = (agency: string, names: readonly string[]): boolean =>
    names.some((name) => name === agency || reachedUnder(name, closed) === agency);
  const isInside =
    asked.mode === route.mode &&
    isNamed(asked.lead, [route.lead]) &&
    asked.legs.every(({ agency }) => isNamed(agency, allowed));
  return isInside ? asked : refuse('outside-the-route', { allowed, mode: route.mode, lead: route.lead });
}

/** A closed agency gives way to the one that took over from it; without such a one it is refused. */
function reachedRoute(
  { mode, lead, legs }: RouteAsked,
  closed: readonly ClosedAgency[],
): RouteAsked | Refusal<'route-agency-closed'> {
  const named = [lead, ...legs.flatMap(({ agency, monitor = agency }) => [agency, monitor])];
  const lost = [...new Set(named)].filter((code) => reachedUnder(code, closed) === undefined);
  if (lost.length > 0) return refuse('route-agency-closed', { agencies: lost });
  const reached = (code: string): string => reachedUnder(code, closed) ?? code;
  return {
    ...{ mode, lead: reached(lead) },
    legs: legs.map((leg) => ({
      ...{ ...leg, agency: reached(leg.agency) },
      ...(leg.monitor === undefined ? {} : { monitor: reached(leg.monitor) }),
    })),
  };
}

/**
 * Each leg of an upward route goes up from the one-stop unit, to which its result comes down again (Decree 61/2018
 * art. 19(7)). What is not judged, as of what an import brings, is not refused.
 */
function notUpward(
  { mode, legs }: RouteAsked,
  oneStop: string,
  levels: Levels | undefined,
): Refusal<'route-not-upward' | 'route-level-unknown'> | undefined {
  if (mode !== 'upward' || levels === undefined) return undefined;
  const agencies = [...new Set(legs.map(({ agency }) => agency))];
  const unknown = [oneStop, ...agencies].filter((code) => levels[code] === undefined);
  if (unknown.length > 0) return refuse('route-level-unknown', { agencies: unknown });
  const from = levels[oneStop];
  const flat = agencies.filter((code) => {
    const level = levels[code];
    return from !== undefined && level !== undefined && !isAbove(level, from);
  });
  return flat.length === 0 ? undefined : refuse('route-not-upward', { agencies: flat });
}

/** All at once, or each from when the one before it is due. */
function planned(
  { mode, legs }: RouteAsked,
  at: string,
  { convention }: DossierRules,
  calendar: WorkCalendar,
): readonly PlannedLeg[] | ReturnType<typeof notCovered> {
  const plan: PlannedLeg[] = [];
  for (const { agency, task, time, optional = false, monitor } of legs) {
    const from = mode === 'parallel' ? at : (plan.at(-1)?.dueAt ?? at);
    const due = endOfTime(from, time, convention, calendar);
    if ('refused' in due) return notCovered(due);
    const watched = mode === 'upward' ? { monitor: monitor ?? agency } : {};
    plan.push({ agency, task, time, mandatory: !optional, dueAt: due.dueAt, ...watched });
  }
  return plan;
}

/** The route of a dossier that its lead agency may decide on, or why it may not. */
function atLead(state: Existing, by: string): { readonly link: LinkedFile } | Refusal<OfLead> {
  const { stage, file } = state;
  if (stage !== 'Routed' || file?.link === undefined) return refuse('not-at-this-stage', { stage });
  if (file.link.lead !== by) return refuse('not-the-lead', { lead: file.link.lead });
  return { link: file.link };
}
type OfLead = 'not-at-this-stage' | 'not-the-lead';

/** What ends it ends at the one-stop unit, where the applicant gets papers and result (Decree 61/2018 art. 20). */
function atCounter(state: Existing): Refusal<'handoff-already-pending' | 'not-at-the-one-stop'> | undefined {
  if (state.status === 'offered') return refuse('handoff-already-pending');
  return state.holder === state.openedBy
    ? undefined
    : refuse('not-at-the-one-stop', { oneStop: state.openedBy });
}

const named = (orders: readonly number[]) => ({ legs: orders.map(String) });

/** Every mandatory leg is done, and every refusal decided on (Decree 61/2018 art. 19(6)(a)). */
function consolidate(command: CommandOf<'ConsolidateResults'>, state: Existing): Decided {
  const { by, officer, at, standings } = command;
  const standing = atLead(state, by);
  if ('refused' in standing) return standing;
  const { legs, continued } = standing.link;
  const isWithout = (order: number): boolean => continued.includes(order);
  const undecided = standings.filter(({ order, state: leg }) => leg === 'Refused' && !isWithout(order));
  if (undecided.length > 0)
    return refuse('refused-leg-undecided', named(undecided.map(({ order }) => order)));
  const done = standings.flatMap(({ order, agency, state: leg, result }): readonly LegResult[] =>
    leg === 'Done' && result !== undefined ? [{ order, agency, ...result }] : [],
  );
  const missing = legs
    .map(({ mandatory }, place) => ({ mandatory, order: place + 1 }))
    .filter(({ mandatory, order }) => mandatory && !done.some((each) => each.order === order));
  if (missing.length > 0) return refuse('legs-not-done', named(missing.map(({ order }) => order)));
  const away = atCounter(state);
  if (away !== undefined) return away;
  const own = whose(state, { by, officer, at });
  return accept({ type: 'LinkedResultsConsolidated', data: { ...own, results: done, finishedAt: at } });
}

/** A refusal is a result: it is returned within the deadline as any other (Decree 61/2018 art. 19(8)). */
function refuseLinked(command: CommandOf<'RefuseLinkedDossier'>, state: Existing): Decided {
  const { by, officer, at, order, reason, standings } = command;
  const standing = atLead(state, by);
  if ('refused' in standing) return standing;
  if (stateOf(standings, order) !== 'Refused') return refuse('leg-not-refused');
  const away = atCounter(state);
  if (away !== undefined) return away;
  const own = whose(state, { by, officer, at });
  return accept({ type: 'LinkedDossierRefused', data: { ...own, order, reason, finishedAt: at } });
}

/** Without a leg that the procedure calls optional, and without no other. */
function continueLinked(command: CommandOf<'ContinueLinkedDossier'>, state: Existing): Decided {
  const { by, officer, at, order, reason, standings } = command;
  const standing = atLead(state, by);
  if ('refused' in standing) return standing;
  const { legs, continued } = standing.link;
  if (stateOf(standings, order) !== 'Refused') return refuse('leg-not-refused');
  if (legs[order - 1]?.mandatory !== false) return refuse('leg-is-mandatory');
  if (continued.includes(order)) return accept();
  const own = whose(state, { by, officer, at });
  return accept({ type: 'LinkedDossierContinued', data: { ...own, order, reason } });
}

const stateOf = (standings: readonly LegStanding[], wanted: number): LegState | undefined =>
  standings.find(({ order }) => order === wanted)?.state;

export const linkedDecisions: DecisionsOf<LinkedCommand, LinkedRefusal> = {
  FixRoute: fixRoute,
  ConsolidateResults: consolidate,
  RefuseLinkedDossier: refuseLinked,
  ContinueLinkedDossier: continueLinked,
};

/** Each agency of the route gets the dossier at once or in its turn, and knows of it from now on. */
const joined = ({ parties }: Existing, more: readonly string[]): readonly string[] => [
  ...new Set([...parties, ...more]),
];

export const linkedMoves: MovesOf<LinkedEvent> = {
  RouteFixed: (state, { mode, lead, legs, at: fixedAt }) => {
    const agencies = legs.flatMap(({ agency, monitor = agency }) => [agency, monitor]);
    const link = { mode, lead, legs, continued: [], fixedAt, asked: [], stood: [] };
    return moved({ ...state, parties: joined(state, [lead, ...agencies]) }, 'Routed', { link });
  },
  LinkedResultsConsolidated: (state, { results, finishedAt }) => {
    const ofLegs = results.map(({ sha256 }) => sha256);
    return moved(state, 'Finished', { result: { outcome: 'granted', ofLegs, finishedAt } });
  },
  LinkedDossierRefused: (state, { finishedAt }) =>
    moved(state, 'Finished', { result: { outcome: 'refused', finishedAt } }),
  LinkedDossierContinued: (state, { order }) => {
    const { link } = state.file ?? {};
    if (link === undefined) return state;
    return moved(state, state.stage, { link: { ...link, continued: [...link.continued, order] } });
  },
};
