import type { Convention, LegEnd } from '@domain/codes';
import type { DossierState, LegStanding, LinkedFile } from '@domain/dossier';
import type { DossierEvent } from '@domain/dossier/events';
import type { LegPlan } from '@domain/leg/events';

/** What of an interlinked dossier its legs follow from. */
export interface Linked {
  readonly dossierId: string;
  readonly oneStop: string;
  readonly convention: Convention;
  /** What each of its legs comes to is a document of the registers. */
  readonly resultDocument?: boolean;
  readonly link: LinkedFile;
}

export interface LegOwed {
  readonly order: number;
  readonly agency: string;
  readonly plan: LegPlan;
}

/** Nothing of a dossier without a fixed route, and of one that came to its end. */
export function linkedIn(state: DossierState): Linked | undefined {
  if (state.status === 'absent') return undefined;
  const { dossierId, openedBy: oneStop, stage, file } = state;
  // A withdrawal that is asked for may be rejected: until then the work goes on. No leg begins while it stands still.
  const isOpen = (stage === 'Routed' || stage === 'WithdrawalPending') && file?.supplement === undefined;
  if (!isOpen || file?.link === undefined) return undefined;
  const { convention, resultDocument } = file.rules;
  const wanted = resultDocument === undefined ? {} : { resultDocument };
  return { dossierId, oneStop, convention, link: file.link, ...wanted };
}

/**
 * The legs whose turn has come: all of them at once, or the first that is not over once those before it are done or
 * the dossier goes on without them (Decree 61/2018 art. 19(6)).
 */
export function legsOwed(linked: Linked, standings: readonly LegStanding[]): readonly LegOwed[] {
  const { mode, continued } = linked.link;
  const planned = standings.filter(({ state }) => state === 'Planned');
  if (mode === 'parallel') return planned.map((each) => owed(linked, each));
  const isOver = ({ state, order }: LegStanding): boolean =>
    state === 'Done' || (state === 'Refused' && continued.includes(order));
  const turn = standings.find((each) => !isOver(each));
  if (turn?.state !== 'Planned') return [];
  const before = standings.filter(({ order, result }) => order < turn.order && result !== undefined).at(-1);
  return [owed(linked, turn, before?.result?.sha256)];
}

function owed(
  { convention, link, resultDocument }: Linked,
  { order, agency }: LegStanding,
  input?: string,
): LegOwed {
  const { mode, legs } = link;
  const planned = legs[order - 1];
  if (planned === undefined)
    throw new RangeError(`leg ${order} is none of the route; the two streams disagree`);
  const { task, time, mandatory, dueAt: plannedDueAt, monitor } = planned;
  const next = mode === 'parallel' ? undefined : legs[order]?.agency;
  const plan: LegPlan = {
    ...{ mode, task, time, convention, mandatory, plannedDueAt },
    ...(next === undefined ? {} : { next }),
    ...(input === undefined ? {} : { input }),
    ...(monitor === undefined ? {} : { monitor }),
    ...(resultDocument === undefined ? {} : { resultDocument }),
  };
  return { order, agency, plan };
}

const ends: Readonly<Partial<Record<DossierEvent['type'], LegEnd>>> = {
  LinkedResultsConsolidated: 'finished',
  LinkedDossierRefused: 'refused',
  DossierWithdrawn: 'withdrawn',
  ProcessingStopped: 'stopped',
};

/** What the legs of a dossier are over by, if this fact ended it. */
export const endBy = ({ type }: DossierEvent): LegEnd | undefined => ends[type];

/** Facts of a dossier after which a leg may be owed. */
export const movesLegs = ({ type }: DossierEvent): boolean =>
  type === 'RouteFixed' || type === 'LinkedDossierContinued' || type === 'SupplementAccepted';

/** Facts of a dossier after which its legs stand still, or go on, as it does. */
export const movesClocks = ({ type }: DossierEvent): boolean =>
  type === 'SupplementRequested' || type === 'SupplementAccepted';
