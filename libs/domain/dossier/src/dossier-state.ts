import type {
  DossierStage,
  ResultOutcome,
  RouteMode,
  SubmissionChannel,
  SupplementClock,
} from '@domain/codes';
import type { StateCodec } from '@domain/decider';
import type { DossierEvent, DossierOutcome } from './dossier.events';
import type { DossierRules, GivenComponent } from './dossier-rules';
import type { PlannedLeg } from './linked.events';

/** How a hand-off came to rest, and who settled it when. */
type Settlement = {
  readonly settled: 'accepted' | 'returned' | 'recalled';
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
};

interface Pending {
  readonly handoffId: string;
  readonly from: string;
  readonly to: string;
  readonly giver: string;
  /** It was said that nobody took it in time. */
  readonly isOverdue?: true;
  /** The closed agency that it was offered to, or that the route names, when its successor gets it. */
  readonly insteadOf?: string;
}

/** Newest first, each holding those before it: a fact is folded at the same cost into a history of any length. */
export type Activities = { readonly newest: Activity; readonly before: Activities } | undefined;
export type Activity = Omit<Extract<DossierEvent, { type: 'ActivityRecorded' }>['data'], 'dossierId'>;

export interface Pause {
  readonly pausedAt: string;
  readonly resumedAt: string;
}

/** What runs for a dossier since it was accepted. */
export interface Running {
  readonly startedAt: string;
  readonly dueAt: string;
  readonly legalDueAt: string;
  readonly calendarVersion: string;
  /** Stretches in which it stood still since `startedAt`, where it went on afterwards; oldest first. */
  readonly pauses?: readonly Pause[];
  /** It stands still since; absent while it runs. */
  readonly pausedAt?: string;
  /** The first appointment, once it was moved. */
  readonly movedFrom?: string;
  /** The local day it was moved to, and how many of the pauses lie before; gone when the clock begins anew. */
  readonly moved?: { readonly toDate: string; readonly pauses: number };
  /** Working days before the appointment at which it was warned of. */
  readonly predicted?: readonly number[];
  readonly isOverdue?: true;
  /** It was said that an apology came too late. */
  readonly isApologyLate?: true;
}

/** One that was asked for its opinion. */
export interface Consulted {
  readonly consultationId: string;
  readonly from: string;
  readonly to: string;
  readonly answerBy: string;
  readonly answeredAt?: string;
  readonly hasLapsed?: true;
}

/** All the paper originals of one component; they change hands together. */
export interface Original {
  readonly key: string;
  readonly count: number;
  readonly holder: string;
}
/** Who holds papers that were given back. */
const theApplicant = 'applicant';

/** Who wanted a supplement while it was with its legs: the agency of a leg, or the lead agency for itself. */
interface AskedWhileRouted {
  readonly order?: number;
  readonly agency: string;
}

/** A stretch in which its clock stood still and the legs' with it, and what it did then; absent until it goes on. */
interface StoodWhileRouted {
  readonly pausedAt: string;
  readonly resumedAt?: string;
  readonly clock?: SupplementClock;
}

/** The route of an interlinked one, once it is fixed. */
export interface LinkedFile {
  readonly mode: RouteMode;
  readonly lead: string;
  readonly legs: readonly PlannedLeg[];
  /** Refused legs that it goes on without, by their place in the route, counted from 1. */
  readonly continued: readonly number[];
  /** From then on all agencies have its electronic parts. */
  readonly fixedAt: string;
  readonly asked: readonly AskedWhileRouted[];
  /** Oldest first. */
  readonly stood: readonly StoodWhileRouted[];
}

/** What a dossier with a version of its procedure is decided by. */
export interface DossierFile {
  readonly rules: DossierRules;
  readonly procedure: string;
  readonly channel: SubmissionChannel;
  readonly applicantRef: string;
  /** As they were given last, one for each key. */
  readonly components: readonly GivenComponent[];
  /** Of what came by post: the instant of the hand-over record. */
  readonly handedOverAt?: string;
  /** It was guided once at intake; this is the last local day to bring what is missing. */
  readonly answerByDate?: string;
  /** When what was missing at intake came. */
  readonly completedAt?: string;
  readonly running?: Running;
  /** What the applicant is asked for while the clock stands still. */
  readonly supplement?: { readonly answerByDate: string; readonly isSubmitted?: true };
  /** Supplements its holder asked for since it took the dossier over. */
  readonly requests?: number;
  /** Where it stands again when a withdrawal is rejected. */
  readonly previous?: DossierStage;
  readonly processor?: string;
  readonly result?: {
    readonly outcome: ResultOutcome;
    readonly sha256?: string;
    /** It was approved with. */
    readonly certificate?: string;
    readonly symbol?: string;
    /** SHA-256 of what the legs of an interlinked one came to. */
    readonly ofLegs?: readonly string[];
    readonly finishedAt?: string;
  };
  readonly consultations?: readonly Consulted[];
  /** Paper originals: each is with one agency, or with the applicant again. */
  readonly originals: readonly Original[];
  readonly link?: LinkedFile;
  /** How many legs of its route it has come to. */
  readonly reached?: number;
  /** When its holder took it over. */
  readonly receivedAt?: string;
  /** Until when its holder hands it over. */
  readonly handOverBy?: string;
}

export interface Known {
  readonly dossierId: string;
  readonly openedBy: string;
  readonly holder: string;
  /** Agencies that ever held it or were offered it: its parties. */
  readonly parties: readonly string[];
  /** How each hand-off that came to rest was settled. */
  readonly settled: Readonly<Record<string, Settlement>>;
  /** What was recorded: a redelivered activity is told from a new one by all it says. */
  readonly activities: Activities;
  readonly stage: DossierStage;
  /** Absent of an unversioned one, which has neither components nor route nor clock rules. */
  readonly file?: DossierFile;
}

export type DossierState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'held' } & Known)
  | ({ readonly status: 'offered'; readonly pending: Pending } & Known)
  | ({ readonly status: 'completed'; readonly outcome: DossierOutcome; readonly endedAt: string } & Known);
export type Existing = Exclude<DossierState, { status: 'absent' }>;

/** What each fact of a region makes of a dossier that is there. */
export type MovesOf<E extends { readonly type: string; readonly data: unknown }> = {
  readonly [T in E as T['type']]: (state: Existing, data: T['data']) => Existing;
};

/** At another stage, with more in its file; nothing else changes. */
export const moved = (state: Existing, stage: DossierStage, more: Partial<DossierFile> = {}): Existing =>
  state.file === undefined ? state : { ...state, stage, file: { ...state.file, ...more } };

/** Components as they stand after some were given anew. */
export function givenAnew(
  before: readonly GivenComponent[],
  anew: readonly GivenComponent[],
): readonly GivenComponent[] {
  const keys = new Set(anew.map(({ key }) => key));
  return [...before.filter(({ key }) => !keys.has(key)), ...anew];
}

/** Papers that came to an agency: those of a component that is given anew stand in place of the earlier ones. */
export const originalsAt = (
  holder: string,
  anew: readonly GivenComponent[],
  before: readonly Original[] = [],
): readonly Original[] => {
  const keys = new Set(anew.map(({ key }) => key));
  const came = anew.filter(({ originals }) => originals > 0);
  return [
    ...before.filter(({ key }) => !keys.has(key)),
    ...came.map(({ key, originals: count }) => ({ key, count, holder })),
  ];
};

/** All papers with the applicant again. */
export const givenBack = ({ file }: Existing): readonly Original[] =>
  file?.originals.map((each) => ({ ...each, holder: theApplicant })) ?? [];

export const settledAs = (known: Known, handoffId: string, settlement: Settlement): Existing => ({
  status: 'held',
  ...known,
  settled: { ...known.settled, [handoffId]: settlement },
});

export const settlementUnder = ({ settled }: Known, handoffId: string): Settlement | undefined =>
  Object.hasOwn(settled, handoffId) ? settled[handoffId] : undefined;

export function knownOf({
  dossierId,
  openedBy,
  holder,
  parties,
  settled,
  activities,
  stage,
  file,
}: Known): Known {
  const known = { dossierId, openedBy, holder, parties, settled, activities, stage };
  return file === undefined ? known : { ...known, file };
}

/** What was recorded of work on it, oldest first. */
export function activitiesOf(state: DossierState): readonly Activity[] {
  const found: Activity[] = [];
  if (state.status === 'absent') return found;
  for (let each = state.activities; each !== undefined; each = each.before) found.push(each.newest);
  return found.reverse();
}

type WithoutActivities<S> = S extends unknown ? Omit<S, 'activities'> : never;
type Head = WithoutActivities<DossierState>;
const activitiesAtOnce = 200;

/** All but the activities, then those, oldest first, some hundreds at a time. */
export const dossierStates: StateCodec<DossierState> = {
  *parts(state) {
    const { activities: _, ...head } = { activities: undefined, ...state };
    yield head satisfies Head;
    const activities = activitiesOf(state);
    for (let from = 0; from < activities.length; from += activitiesAtOnce)
      yield activities.slice(from, from + activitiesAtOnce);
  },

  read(parts) {
    const [head, ...recorded] = parts as readonly [Head, ...(readonly Activity[])[]];
    if (head.status === 'absent') return head;
    let activities: Activities;
    for (const some of recorded) for (const newest of some) activities = { newest, before: activities };
    return { ...head, activities };
  },
};
