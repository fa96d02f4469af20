import type { DocumentLink, RecallForm, RefusalReason } from '@domain/codes';
import type { DeliveryChanges, DeliveryEvent } from './delivery.events';

/**
 * How far a delivery came. Codes of the national axis: Arrived 01, Accepted 03, Assigned 04, InProcess 05, Completed
 * 06.
 */
export type Standing =
  'Queued' | 'InTransit' | 'Failed' | 'Arrived' | 'Accepted' | 'Assigned' | 'InProcess' | 'Completed';

/** What is kept of a delivery wherever it stands. */
interface Kept {
  readonly documentId: string;
  readonly from: string;
  readonly to: string;
  /** Wanted by this local date: of the assignment, else of the document. */
  readonly dueDate?: string;
  /** The recipient has seen it, whatever became of it since. */
  readonly arrived?: true;
  readonly carrierId?: string;
  /** It came with a signature that does not hold. */
  readonly badlySigned?: true;
  /** Attempts of the carrier that failed since the delivery was queued. */
  readonly attempts?: number;
  readonly number?: number;
  readonly bookYear?: number;
  readonly assignee?: string;
  readonly coordinating?: readonly string[];
  readonly opinion?: string;
  readonly result?: string;
  readonly suspicion?: Suspicion;
  /** What may be told again in one life of a delivery and must then leave no second trace, each as a key of its own. */
  readonly told?: readonly string[];
}

interface Suspicion {
  readonly earlier: DocumentLink;
  readonly decided?: { readonly isDuplicate: boolean; readonly reason: string };
}

type Assignment = Extract<DeliveryEvent, { type: 'ProcessingAssigned' }>['data'];

interface Asked {
  /** Where the delivery stands again when the question is settled. */
  readonly previous: Standing;
}
interface RecallAsked extends Asked {
  readonly recall: { readonly officer: string; readonly form: RecallForm; readonly reason: string };
}
interface UpdateAsked extends Asked {
  readonly update: { readonly officer: string; readonly changes: DeliveryChanges; readonly reason: string };
}

export type DeliveryState =
  | { readonly status: 'absent' }
  | ({ readonly status: Standing } & Kept)
  | ({ readonly status: 'Refused'; readonly reasonCode: RefusalReason; readonly reason: string } & Kept)
  | ({ readonly status: 'Cancelled' } & Kept)
  | ({ readonly status: 'Superseded'; readonly replacement: DocumentLink } & Kept)
  | ({ readonly status: 'RecallPending' | 'RecallDisputed' } & Kept & RecallAsked)
  | ({ readonly status: 'UpdatePending' } & Kept & UpdateAsked);

export type Existing = Exclude<DeliveryState, { status: 'absent' }>;
type Asking = Extract<Existing, Asked>;

const isAsking = (state: Existing): state is Asking => 'previous' in state;

/** How far it came, whatever is asked of it meanwhile; nothing when it has come to its end. */
export function standingOf(state: Existing): Standing | undefined {
  if (isAsking(state)) return state.previous;
  const { status } = state;
  return status === 'Refused' || status === 'Cancelled' || status === 'Superseded' ? undefined : status;
}

/** The code of the national axis that a fact answers to, when a carrier may tell it. */
const codes: Partial<Record<DeliveryEvent['type'], string>> = {
  DocumentArrived: '01',
  ReceiptRefused: '02',
  ReceiptAccepted: '03',
  ProcessingAssigned: '04',
  ProcessingStarted: '05',
  ProcessingCompleted: '06',
  RecallAgreed: '15',
  RecallRefused: '16',
  UpdateAgreed: '15',
  UpdateRefused: '16',
};

export const statusKey = (statusCode: string, toldAt: string): string => `${statusCode} ${toldAt}`;

/** The key under which a fact is known when it is told again; nothing when the delivery can only come by it once. */
export function toldKey(event: DeliveryEvent): string | undefined {
  const { type, data } = event;
  const code = type === 'StatusReceivedOutOfOrder' ? event.data.statusCode : codes[type];
  if (code !== undefined && data.toldAt !== undefined) return statusKey(code, data.toldAt);
  switch (type) {
    case 'AcknowledgementOverdue':
    case 'SameDayReceiptMissed':
    case 'SubmissionOverdue':
    case 'DueDateNear':
    case 'DueDatePassed':
    case 'RecallUnanswered':
      return `${type} ${event.data.dueAt}`;
    case 'DeliveryRequested':
    case 'DocumentArrived':
    case 'ReceiptRefused':
    case 'ReceiptAccepted':
    case 'ProcessingAssigned':
    case 'ProcessingCompleted':
      return undefined;
    default:
      return JSON.stringify(event);
  }
}

type Moving = Exclude<DeliveryEvent, { type: 'DeliveryRequested' }>;
type Moves = { readonly [E in Moving as E['type']]: (state: Existing, data: E['data']) => Existing };

const stays = (state: Existing): Existing => state;

/** Where each fact takes a delivery. A delivery that is asked something moves on beneath the question. */
const moves: Moves = {
  DeliveryDispatched: (state, { carrierId }) => reaches(state, 'InTransit', { carrierId }),
  DeliveryAttemptFailed: (state, { attempt }) => ({ ...state, attempts: attempt }),
  DeliveryFailed: (state) => reaches(state, 'Failed'),
  DeliveryRetried: (state) => reaches(state, 'Queued', { attempts: 0 }),
  DeliveryCancelled: (state) => ({ ...settled(state), status: 'Cancelled' }),

  DocumentArrived: (state) => reaches(state, 'Arrived', { arrived: true }),
  ReceiptRefused: (state, { reasonCode, reason }) => {
    return { ...settled(state), status: 'Refused', reasonCode, reason };
  },
  ReceiptAccepted: (state, { number, bookYear }) => {
    const entry = number === undefined || bookYear === undefined ? {} : { number, bookYear };
    return reaches(state, 'Accepted', entry);
  },
  DuplicateSuspected: (state, { earlier }) => ({ ...state, suspicion: { earlier } }),
  DuplicateDecided: (state, { isDuplicate, reason }) => {
    const { suspicion } = state;
    return suspicion ? { ...state, suspicion: { ...suspicion, decided: { isDuplicate, reason } } } : state;
  },

  ProcessingAssigned: assigned,
  ProcessingReassigned: assigned,
  ProcessingStarted: (state) => reaches(state, 'InProcess'),
  ProcessingCompleted: (state, { result }) => reaches(state, 'Completed', { result }),

  RecallRequested: (state, { officer, form, reason }) => {
    const previous = standingOf(state);
    const recall = { officer, form, reason };
    return previous ? { ...settled(state), status: 'RecallPending', previous, recall } : state;
  },
  RecallRequestWithdrawn: settled,
  RecallAgreed: stays,
  DocumentCancelledAtRecipient: (state) => ({ ...settled(state), status: 'Cancelled' }),
  RecallRefused: (state) =>
    state.status === 'RecallPending' ? { ...state, status: 'RecallDisputed' } : state,
  RecallDisputeClosed: settled,

  UpdateRequested: (state, { officer, changes, reason }) => {
    const previous = standingOf(state);
    const update = { officer, changes, reason };
    return previous ? { ...settled(state), status: 'UpdatePending', previous, update } : state;
  },
  UpdateAgreed: (state, { changes: { dueDate } }) => {
    return { ...settled(state), ...(dueDate === undefined ? {} : { dueDate }) };
  },
  UpdateRefused: settled,
  DocumentSuperseded: (state, { replacement }) => {
    return { ...settled(state), status: 'Superseded', replacement };
  },

  StatusReceivedOutOfOrder: stays,
  AcknowledgementOverdue: stays,
  SameDayReceiptMissed: stays,
  SubmissionOverdue: stays,
  DueDateNear: stays,
  DueDatePassed: stays,
  RecallUnanswered: stays,
};

export function evolve(state: DeliveryState, event: DeliveryEvent): DeliveryState {
  if (event.type === 'DeliveryRequested') {
    const { documentId, from, to, dueDate, signatures = [] } = event.data;
    const isBadlySigned = signatures.some(({ status }) => status === 'invalid');
    return {
      status: 'Queued',
      documentId,
      from,
      to,
      ...(dueDate === undefined ? {} : { dueDate }),
      ...(isBadlySigned ? { badlySigned: true } : {}),
    };
  }
  if (state.status === 'absent') return state;
  const move = moves[event.type] as (state: Existing, data: DeliveryEvent['data']) => Existing;
  const moved = move(state, event.data);
  const key = toldKey(event);
  return key === undefined ? moved : { ...moved, told: [...(state.told ?? []), key] };
}

function reaches(state: Existing, standing: Standing, kept: Partial<Kept> = {}): Existing {
  if (isAsking(state)) return { ...state, ...kept, previous: standing };
  return { ...state, ...kept, status: standing };
}

/** Without what was asked of it. */
function settled(state: Existing): Existing {
  if (!isAsking(state)) return state;
  const { previous: status, ...kept } = state;
  const asked = 'recall' in kept ? without(kept, 'recall') : without(kept, 'update');
  return { ...asked, status };
}

function assigned(state: Existing, { assignee, coordinating, opinion, dueDate }: Assignment): Existing {
  const before = without(state, 'opinion');
  return reaches(before as Existing, 'Assigned', {
    assignee,
    coordinating,
    ...(opinion === undefined ? {} : { opinion }),
    ...(dueDate === undefined ? {} : { dueDate }),
  });
}

function without<T extends object, K extends string>(from: T, key: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(from).filter(([each]) => each !== key)) as Omit<T, K>;
}
