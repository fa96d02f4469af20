import { accept, type Decider, type Decision, impossible, refuse } from '@domain/decider';
import type { ContentPart, DocumentType, RefusalReason, Urgency } from '@domain/codes';
import { deliveryCodec } from './delivery.codec';
import type { DeliveryEvent } from './delivery.events';

/** `by` is the agency that acts: only the recipient moves its own leg, anyone else is told that it does not exist. */
export type DeliveryCommand =
  | {
      readonly type: 'RequestDelivery';
      readonly documentId: string;
      readonly from: string;
      readonly to: string;
      readonly symbol: string;
      readonly documentType: DocumentType;
      readonly subject: string;
      readonly urgency: Urgency;
      readonly contents: readonly ContentPart[];
      readonly dueDate?: string;
      readonly at: string;
    }
  | { readonly type: 'RecordArrival'; readonly at: string }
  | {
      readonly type: 'RefuseReceipt';
      readonly by: string;
      readonly officer: string;
      readonly reasonCode: RefusalReason;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'AcceptReceipt';
      readonly by: string;
      readonly officer: string;
      /** Allocated by the recipient's incoming register for this leg. */
      readonly number: number;
      readonly bookYear: number;
      readonly at: string;
    }
  | {
      readonly type: 'AssignProcessing';
      readonly by: string;
      readonly officer: string;
      readonly assignee: string;
      readonly coordinating: readonly string[];
      readonly opinion?: string;
      readonly dueDate?: string;
      readonly at: string;
    }
  | { readonly type: 'StartProcessing'; readonly by: string; readonly officer: string; readonly at: string }
  | {
      readonly type: 'CompleteProcessing';
      readonly by: string;
      readonly officer: string;
      readonly result: string;
      readonly at: string;
    };

export type DeliveryRefusal =
  | 'not-found'
  | 'not-arrived-yet'
  | 'already-refused'
  | 'already-accepted'
  | 'not-accepted-yet'
  | 'already-assigned'
  | 'not-assigned-yet'
  | 'not-the-assignee'
  | 'not-started-yet'
  | 'already-completed';

interface Leg {
  readonly documentId: string;
  readonly from: string;
  readonly to: string;
}
interface Accepted extends Leg {
  readonly number: number;
  readonly bookYear: number;
}
interface Assigned extends Accepted {
  readonly assignee: string;
  readonly coordinating: readonly string[];
  readonly opinion?: string;
  readonly dueDate?: string;
}

/** States of the leg with the status codes of the national axis: Arrived 01 … Completed 06. */
export type DeliveryState =
  | { readonly status: 'absent' }
  | ({ readonly status: 'Queued' } & Leg)
  | ({ readonly status: 'Arrived' } & Leg)
  | ({ readonly status: 'Refused'; readonly reasonCode: RefusalReason; readonly reason: string } & Leg)
  | ({ readonly status: 'Accepted' } & Accepted)
  | ({ readonly status: 'Assigned' } & Assigned)
  | ({ readonly status: 'InProcess' } & Assigned)
  | ({ readonly status: 'Completed'; readonly result: string } & Assigned);

type Command<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>;
type Existing = Exclude<DeliveryState, { status: 'absent' }>;
type Decided = Decision<DeliveryEvent, DeliveryRefusal>;

export const deliveryDecider: Decider<DeliveryCommand, DeliveryEvent, DeliveryState, DeliveryRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'RequestDelivery') return request(command, state);
    if (state.status === 'absent') return refuse('not-found');
    if (command.type === 'RecordArrival') return arrive(command, state);
    if (command.by !== state.to) return refuse('not-found');
    switch (command.type) {
      case 'RefuseReceipt':
        return refuseReceipt(command, state);
      case 'AcceptReceipt':
        return acceptReceipt(command, state);
      case 'AssignProcessing':
        return assign(command, state);
      case 'StartProcessing':
        return start(command, state);
      case 'CompleteProcessing':
        return complete(command, state);
      default:
        return impossible(command);
    }
  },

  evolve(state, event) {
    if (event.type === 'DeliveryRequested') {
      const { documentId, from, to } = event.data;
      return { status: 'Queued', documentId, from, to };
    }
    if (state.status === 'absent') return state;
    switch (event.type) {
      case 'DocumentArrived':
        return { ...state, status: 'Arrived' };
      case 'ReceiptRefused': {
        const { reasonCode, reason } = event.data;
        return { ...state, status: 'Refused', reasonCode, reason };
      }
      case 'ReceiptAccepted': {
        const { number, bookYear } = event.data;
        return { ...state, status: 'Accepted', number, bookYear };
      }
      case 'ProcessingAssigned': {
        const { officer: _officer, at: _at, ...assigned } = event.data;
        return { ...(state as Accepted), status: 'Assigned', ...assigned };
      }
      case 'ProcessingStarted':
        return { ...(state as Assigned), status: 'InProcess' };
      case 'ProcessingCompleted':
        return { ...(state as Assigned), status: 'Completed', result: event.data.result };
      default:
        return impossible(event);
    }
  },
};

function request({ type: _, ...leg }: Command<'RequestDelivery'>, state: DeliveryState): Decided {
  return state.status === 'absent' ? accept({ type: 'DeliveryRequested', data: leg }) : accept();
}

function arrive({ at }: Command<'RecordArrival'>, state: Existing): Decided {
  return state.status === 'Queued'
    ? accept({ type: 'DocumentArrived', data: { ...legOf(state), at } })
    : accept();
}

function refuseReceipt(command: Command<'RefuseReceipt'>, state: Existing): Decided {
  const { officer, reasonCode, reason, at } = command;
  switch (state.status) {
    case 'Queued':
      return refuse('not-arrived-yet');
    case 'Arrived':
      return accept({ type: 'ReceiptRefused', data: { ...legOf(state), officer, reasonCode, reason, at } });
    case 'Refused':
      return state.reasonCode === reasonCode && state.reason === reason
        ? accept()
        : refuse('already-refused');
    default:
      return refuse('already-accepted');
  }
}

function acceptReceipt(command: Command<'AcceptReceipt'>, state: Existing): Decided {
  const { officer, number, bookYear, at } = command;
  switch (state.status) {
    case 'Queued':
      return refuse('not-arrived-yet');
    case 'Arrived':
      return accept({ type: 'ReceiptAccepted', data: { ...legOf(state), officer, number, bookYear, at } });
    case 'Refused':
      return refuse('already-refused');
    default:
      return state.number === number && state.bookYear === bookYear ? accept() : refuse('already-accepted');
  }
}

function assign(command: Command<'AssignProcessing'>, state: Existing): Decided {
  const early = beforeAcceptance(state);
  if (early !== undefined) return refuse(early);
  const { type: _type, by: _by, ...assignment } = command;
  if (state.status === 'Accepted') {
    return accept({ type: 'ProcessingAssigned', data: { ...legOf(state), ...assignment } });
  }
  const { assignee, coordinating, opinion, dueDate } = state as Assigned;
  const same =
    assignee === command.assignee &&
    coordinating.join() === command.coordinating.join() &&
    opinion === command.opinion &&
    dueDate === command.dueDate;
  return same ? accept() : refuse('already-assigned');
}

function start({ officer, at }: Command<'StartProcessing'>, state: Existing): Decided {
  const early = beforeAcceptance(state);
  if (early !== undefined) return refuse(early);
  if (state.status === 'Accepted') return refuse('not-assigned-yet');
  if ((state as Assigned).assignee !== officer) return refuse('not-the-assignee');
  switch (state.status) {
    case 'Assigned':
      return accept({ type: 'ProcessingStarted', data: { ...legOf(state), officer, at } });
    case 'InProcess':
      return accept();
    default:
      return refuse('already-completed');
  }
}

function complete({ officer, result, at }: Command<'CompleteProcessing'>, state: Existing): Decided {
  const early = beforeAcceptance(state);
  if (early !== undefined) return refuse(early);
  switch (state.status) {
    case 'InProcess':
      if (state.assignee !== officer) return refuse('not-the-assignee');
      return accept({ type: 'ProcessingCompleted', data: { ...legOf(state), officer, result, at } });
    case 'Completed':
      return state.result === result ? accept() : refuse('already-completed');
    case 'Assigned':
      return refuse('not-started-yet');
    default:
      return refuse('not-assigned-yet');
  }
}

function beforeAcceptance({ status }: Existing): DeliveryRefusal | undefined {
  if (status === 'Queued') return 'not-arrived-yet';
  if (status === 'Arrived') return 'not-accepted-yet';
  return status === 'Refused' ? 'already-refused' : undefined;
}

const legOf = ({ documentId, from, to }: Leg): Leg => ({ documentId, from, to });

export const delivery = { decider: deliveryDecider, codec: deliveryCodec };
