import { accept, refuse } from '@domain/decider';
import { type Decided, endsOf, hasReached } from './deciding';
import type { DeliveryEvent } from './delivery.events';
import type { CommandOf } from './delivery-command';
import { type Existing, standingOf, statusKey } from './delivery-state';
import { agreed } from './recall';

/**
 * A status as a carrier tells it of a recipient outside. 01 < 03 < 04 < 05 < 06: a higher one is believed, a lower or
 * repeated one is history only; what was skipped is not invented, but for the arrival. 02, 15 and 16 go their own ways.
 */
export function recordStatus(command: CommandOf<'RecordStatus'>, state: Existing): Decided {
  const statusCode = command.statusCode === '14' ? '15' : command.statusCode;
  if (state.told?.includes(statusKey(statusCode, command.toldAt))) return accept();
  const told = toldBy({ ...command, statusCode }, state);
  if (told === 'reason-required') return refuse(told);
  if (told !== undefined) return accept<DeliveryEvent>(...told);
  const { toldAt, at } = command;
  return accept({ type: 'StatusReceivedOutOfOrder', data: { ...endsOf(state), statusCode, toldAt, at } });
}

type Told = readonly DeliveryEvent[] | 'reason-required' | undefined;

/** The facts of a status that moves the delivery; nothing of one that comes too late. */
function toldBy(command: CommandOf<'RecordStatus'>, state: Existing): Told {
  const { statusCode, toldAt, officer, at } = command;
  const common = { ...endsOf(state), toldAt, at };
  const act = { ...endsOf(state), officer, toldAt, at };
  if (standingOf(state) === undefined) return undefined;
  switch (statusCode) {
    case '01':
      return hasReached(state, 'Arrived') ? undefined : [{ type: 'DocumentArrived', data: common }];
    case '02':
      return refusalTold(command, state);
    case '03':
      return rising(state, 'Accepted', at, { type: 'ReceiptAccepted', data: act });
    case '04': {
      const assignment = { ...act, assignee: officer, coordinating: [] };
      return rising(state, 'Assigned', at, { type: 'ProcessingAssigned', data: assignment });
    }
    case '05':
      return rising(state, 'InProcess', at, { type: 'ProcessingStarted', data: act });
    case '06': {
      const result = command.description ?? 'Hoàn thành';
      return rising(state, 'Completed', at, { type: 'ProcessingCompleted', data: { ...act, result } });
    }
    case '15':
      return agreementTold(command, state);
    case '16':
      return objectionTold(command, state);
    default:
      return undefined;
  }
}

/** No later status without 01: one that was skipped is inferred. */
function rising(
  state: Existing,
  standing: 'Accepted' | 'Assigned' | 'InProcess' | 'Completed',
  at: string,
  event: DeliveryEvent,
): Told {
  if (hasReached(state, standing)) return undefined;
  return [...inferredArrival(state, at), event];
}

const inferredArrival = (state: Existing, at: string): readonly DeliveryEvent[] =>
  hasReached(state, 'Arrived')
    ? []
    : [{ type: 'DocumentArrived', data: { ...endsOf(state), inferred: true, at } }];

function refusalTold(
  { toldAt, officer, reasonCode, description, at }: CommandOf<'RecordStatus'>,
  state: Existing,
): Told {
  if (hasReached(state, 'Accepted')) return undefined;
  if (reasonCode === undefined || !description?.trim()) return 'reason-required';
  const data = { ...endsOf(state), officer, reasonCode, reason: description, toldAt, at };
  return [...inferredArrival(state, at), { type: 'ReceiptRefused', data }];
}

function agreementTold({ toldAt, officer, at }: CommandOf<'RecordStatus'>, state: Existing): Told {
  const act = { officer, toldAt, at };
  if (state.status === 'RecallPending') {
    const decided = agreed(state, act);
    return 'events' in decided ? decided.events : undefined;
  }
  if (state.status !== 'UpdatePending') return undefined;
  return [{ type: 'UpdateAgreed', data: { ...endsOf(state), ...act, changes: state.update.changes } }];
}

function objectionTold(
  { toldAt, officer, description, at }: CommandOf<'RecordStatus'>,
  state: Existing,
): Told {
  if (state.status !== 'RecallPending' && state.status !== 'UpdatePending') return undefined;
  if (!description?.trim()) return 'reason-required';
  const data = { ...endsOf(state), officer, reason: description, toldAt, at };
  return [{ type: state.status === 'RecallPending' ? 'RecallRefused' : 'UpdateRefused', data }];
}
