import { accept, type Decider, type Decision, impossible, refuse, type StateCodec } from '@domain/decider';
import { dossierCodec } from './dossier.codec';
import type { DossierEvent, DossierOutcome } from './dossier.events';

/** `by` is the agency that acts, `officer` the person there. Exactly one agency holds a dossier at any time. */
export type DossierCommand =
  | ({ readonly type: 'OpenDossier' } & Extract<DossierEvent, { type: 'DossierOpened' }>['data'])
  | {
      readonly type: 'OfferHandoff';
      readonly handoffId: string;
      readonly by: string;
      readonly officer: string;
      readonly to: string;
      /** Gathered by the handler from the directory. */
      readonly recipientKnown: boolean;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'AcceptHandoff';
      readonly handoffId: string;
      readonly by: string;
      readonly officer: string;
      readonly at: string;
    }
  | {
      readonly type: 'ReturnHandoff' | 'RecallHandoff';
      readonly handoffId: string;
      readonly by: string;
      readonly officer: string;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'RecordActivity';
      readonly by: string;
      readonly officer: string;
      readonly activity: string;
      readonly instance?: string;
      readonly at: string;
    }
  | {
      readonly type: 'CompleteDossier';
      readonly by: string;
      readonly officer: string;
      readonly outcome: DossierOutcome;
      readonly endedAt: string;
      readonly at: string;
    };

export const dossierRefusals = [
  'not-found',
  'not-the-holder',
  'not-the-recipient',
  'not-the-giver',
  'recipient-is-holder',
  'unknown-recipient',
  'handoff-not-found',
  'handoff-already-pending',
  'handoff-already-settled',
  'already-completed',
] as const;
export type DossierRefusal = (typeof dossierRefusals)[number];

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
}

interface Known {
  readonly dossierId: string;
  readonly openedBy: string;
  readonly holder: string;
  /** Agencies that ever held it or were offered it: its parties. */
  readonly parties: readonly string[];
  /** How each hand-off that came to rest was settled. */
  readonly settled: Readonly<Record<string, Settlement>>;
  /** What was recorded: a redelivered activity is told from a new one by all it says. */
  readonly activities: Activities;
}

/** Newest first, each holding those before it: a fact is folded at the same cost into a history of any length. */
type Activities = { readonly newest: Activity; readonly before: Activities } | undefined;
type Activity = Omit<Extract<DossierEvent, { type: 'ActivityRecorded' }>['data'], 'dossierId'>;

export type DossierState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'held' } & Known)
  | ({ readonly status: 'offered'; readonly pending: Pending } & Known)
  | ({ readonly status: 'completed'; readonly outcome: DossierOutcome; readonly endedAt: string } & Known);

type Command<T extends DossierCommand['type']> = Extract<DossierCommand, { type: T }>;
type Settling = Command<'AcceptHandoff'> | Command<'ReturnHandoff' | 'RecallHandoff'>;
type Existing = Exclude<DossierState, { status: 'absent' }>;
type Decided = Decision<DossierEvent, DossierRefusal>;

export const dossierDecider: Decider<DossierCommand, DossierEvent, DossierState, DossierRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'OpenDossier') return open(command, state);
    if (state.status === 'absent' || !state.parties.includes(command.by)) return refuse('not-found');
    switch (command.type) {
      case 'OfferHandoff':
        return offer(command, state);
      case 'AcceptHandoff':
      case 'ReturnHandoff':
      case 'RecallHandoff':
        return settle(command, state);
      case 'RecordActivity':
        return recordActivity(command, state);
      case 'CompleteDossier':
        return complete(command, state);
      default:
        return impossible(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'DossierOpened') {
      const { dossierId, agency } = event.data;
      const parties = [agency];
      return {
        status: 'held',
        dossierId,
        openedBy: agency,
        holder: agency,
        parties,
        settled: {},
        activities: undefined,
      };
    }
    if (state.status === 'absent') return state;
    const known = knownOf(state);
    switch (event.type) {
      case 'HandoffOffered': {
        const { handoffId, from, to, giver } = event.data;
        const parties = known.parties.includes(to) ? known.parties : [...known.parties, to];
        return { status: 'offered', ...known, parties, pending: { handoffId, from, to, giver } };
      }
      case 'HandoffAccepted': {
        const { handoffId, to: agency, taker: officer, at } = event.data;
        return held({ ...known, holder: agency }, handoffId, { settled: 'accepted', agency, officer, at });
      }
      case 'HandoffReturned': {
        const { handoffId, to: agency, officer, at } = event.data;
        return held(known, handoffId, { settled: 'returned', agency, officer, at });
      }
      case 'HandoffRecalled': {
        const { handoffId, from: agency, officer, at } = event.data;
        return held(known, handoffId, { settled: 'recalled', agency, officer, at });
      }
      case 'ActivityRecorded': {
        const { dossierId: _, ...activity } = event.data;
        return { ...state, activities: { newest: activity, before: state.activities } };
      }
      case 'DossierCompleted': {
        const { outcome, endedAt } = event.data;
        return { status: 'completed', ...known, outcome, endedAt };
      }
      default:
        return impossible(event);
    }
  },
};

/** The id follows from the command, so that a dossier that is there was opened by this very command. */
function open({ type: _, ...opening }: Command<'OpenDossier'>, state: DossierState): Decided {
  return state.status === 'absent' ? accept({ type: 'DossierOpened', data: opening }) : accept();
}

function offer(command: Command<'OfferHandoff'>, state: Existing): Decided {
  const { handoffId, by, officer: giver, to, reason, at } = command;
  if (settlementUnder(state, handoffId) !== undefined) return accept();
  if (state.status === 'completed') return refuse('already-completed');
  if (state.status === 'offered') {
    // The bus redelivers: the same offer twice is one fact, a different one is a conflict.
    return state.pending.handoffId === handoffId ? accept() : refuse('handoff-already-pending');
  }
  if (state.holder !== by) return refuse('not-the-holder');
  if (to === by) return refuse('recipient-is-holder');
  if (!command.recipientKnown) return refuse('unknown-recipient');
  const { dossierId } = state;
  return accept({ type: 'HandoffOffered', data: { dossierId, handoffId, from: by, to, giver, reason, at } });
}

/** A repeat under its own key is answered before it comes here: whatever else is told of it comes too late. */
function settle(command: Settling, state: Existing): Decided {
  const settlement = settlementUnder(state, command.handoffId);
  if (settlement !== undefined) return refuse('handoff-already-settled', settlement);
  if (state.status !== 'offered' || state.pending.handoffId !== command.handoffId)
    return refuse('handoff-not-found');
  const { handoffId, from, to, giver } = state.pending;
  const { officer, at } = command;
  const handoff = { dossierId: state.dossierId, handoffId, from, to, at };
  if (command.type === 'RecallHandoff') {
    if (command.by !== from) return refuse('not-the-giver');
    return accept({ type: 'HandoffRecalled', data: { ...handoff, officer, reason: command.reason } });
  }
  if (command.by !== to) return refuse('not-the-recipient');
  return command.type === 'AcceptHandoff'
    ? accept({ type: 'HandoffAccepted', data: { ...handoff, giver, taker: officer } })
    : accept({ type: 'HandoffReturned', data: { ...handoff, officer, reason: command.reason } });
}

function recordActivity(command: Command<'RecordActivity'>, state: Existing): Decided {
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

function complete(command: Command<'CompleteDossier'>, state: Existing): Decided {
  const { by, officer, outcome, endedAt, at } = command;
  if (state.status === 'completed') {
    return state.outcome === outcome && state.endedAt === endedAt ? accept() : refuse('already-completed');
  }
  if (state.holder !== by) return refuse('not-the-holder');
  if (state.status === 'offered') return refuse('handoff-already-pending');
  const { dossierId } = state;
  return accept({ type: 'DossierCompleted', data: { dossierId, agency: by, officer, outcome, endedAt, at } });
}

const held = (known: Known, handoffId: string, settlement: Settlement): DossierState => ({
  status: 'held',
  ...known,
  settled: { ...known.settled, [handoffId]: settlement },
});

const settlementUnder = ({ settled }: Known, handoffId: string): Settlement | undefined =>
  Object.hasOwn(settled, handoffId) ? settled[handoffId] : undefined;

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
const dossierStates: StateCodec<DossierState> = {
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

const isSame = (a: Activity, b: Activity): boolean =>
  a.agency === b.agency &&
  a.officer === b.officer &&
  a.activity === b.activity &&
  a.instance === b.instance &&
  a.at === b.at;

function knownOf({ dossierId, openedBy, holder, parties, settled, activities }: Known): Known {
  return { dossierId, openedBy, holder, parties, settled, activities };
}

export const dossier = { decider: dossierDecider, codec: dossierCodec, states: dossierStates };
