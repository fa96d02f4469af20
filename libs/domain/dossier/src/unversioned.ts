import { accept, refuse } from '@domain/decider';
import type { Act, DecidedAs, DecisionsOf } from './deciding';
import type { DossierEvent, DossierOutcome } from './dossier.events';
import { type Activities, type Activity, type Existing, knownOf, type MovesOf } from './dossier-state';

/** What is done with a dossier of any kind, and how one without a version of its procedure comes to its end. */
export type PlainCommand =
  | ({ readonly type: 'RecordActivity'; readonly activity: string; readonly instance?: string } & Act)
  | ({
      readonly type: 'CompleteDossier';
      readonly outcome: DossierOutcome;
      readonly endedAt: string;
    } & Act);
export const plainRefusals = ['already-completed'] as const;
export type PlainRefusal = (typeof plainRefusals)[number];
type Decided = DecidedAs<PlainRefusal>;
type CommandOf<T extends PlainCommand['type']> = Extract<PlainCommand, { type: T }>;

function recordActivity(command: CommandOf<'RecordActivity'>, state: Existing): Decided {
  const { by: agency, officer, activity, instance, at } = command;
  const recorded = { agency, officer, activity, ...(instance === undefined ? {} : { instance }), at };
  if (holds(state.activities, recorded)) return accept();
  if (state.status === 'completed') return refuse('already-completed');
  if (state.holder !== agency) return refuse('not-the-holder');
  return accept({ type: 'ActivityRecorded', data: { dossierId: state.dossierId, ...recorded } });
}

function holds(activities: Activities, wanted: Activity): boolean {
  for (let each = activities; each !== undefined; each = each.before) {
    if (isSame(each.newest, wanted)) return true;
  }
  return false;
}

const isSame = (a: Activity, b: Activity): boolean =>
  a.agency === b.agency &&
  a.officer === b.officer &&
  a.activity === b.activity &&
  a.instance === b.instance &&
  a.at === b.at;

function complete(command: CommandOf<'CompleteDossier'>, state: Existing): Decided {
  const { by, officer, outcome, endedAt, at } = command;
  if (state.status === 'completed') {
    return state.outcome === outcome && state.endedAt === endedAt ? accept() : refuse('already-completed');
  }
  if (state.holder !== by) return refuse('not-the-holder');
  if (state.stage !== 'unversioned') return refuse('not-at-this-stage', { stage: state.stage });
  if (state.status === 'offered') return refuse('handoff-already-pending');
  const { dossierId } = state;
  return accept({ type: 'DossierCompleted', data: { dossierId, agency: by, officer, outcome, endedAt, at } });
}

export const plainDecisions: DecisionsOf<PlainCommand, PlainRefusal> = {
  RecordActivity: recordActivity,
  CompleteDossier: complete,
};

export const plainMoves: MovesOf<Extract<DossierEvent, { type: 'ActivityRecorded' | 'DossierCompleted' }>> = {
  ActivityRecorded: (state, { dossierId: _, ...activity }) => ({
    ...state,
    activities: { newest: activity, before: state.activities },
  }),
  DossierCompleted: (state, { outcome, endedAt }) => ({
    ...{ ...knownOf(state), status: 'completed' as const },
    ...{ outcome, endedAt },
  }),
};
