import { accept, refuse } from '@domain/decider';
import { type Decided, endsOf, hasReached, standstill } from './deciding';
import type { DeliveryEvent } from './delivery.events';
import type { CommandOf, DeliveryRefusal } from './delivery-command';
import { type DeliveryState, type Existing, standingOf } from './delivery-state';

/** After so many failed attempts in a row a delivery has failed, and its sender's clerk is asked to look. */
const attemptsMax = 10;

/** What keeps a carrier from having to do with it: only what is queued or in transit is under way. */
function notUnderWay(state: Existing): DeliveryRefusal | undefined {
  const standing = standingOf(state);
  if (standing === 'Queued' || standing === 'InTransit') return undefined;
  if (standing === 'Failed') return 'already-failed';
  return standing === undefined ? standstill(state) : 'already-arrived';
}

export function request({ type: _, ...data }: CommandOf<'RequestDelivery'>, state: DeliveryState): Decided {
  return state.status === 'absent' ? accept({ type: 'DeliveryRequested', data }) : accept();
}

export function dispatch({ carrier, carrierId, at }: CommandOf<'RecordDispatch'>, state: Existing): Decided {
  if (state.carrierId === carrierId && state.status !== 'Queued') return accept();
  const settled = notUnderWay(state);
  if (settled !== undefined) return refuse(settled);
  if (standingOf(state) === 'InTransit') return refuse('already-dispatched');
  return accept({ type: 'DeliveryDispatched', data: { ...endsOf(state), carrier, carrierId, at } });
}

export function attemptFailed(command: CommandOf<'RecordAttemptFailure'>, state: Existing): Decided {
  const { attempt, reasonCode, reason, at } = command;
  const settled = notUnderWay(state);
  if (settled !== undefined) return refuse(settled);
  if (attempt <= (state.attempts ?? 0)) return accept();
  const ends = endsOf(state);
  const failed: DeliveryEvent = {
    type: 'DeliveryAttemptFailed',
    data: { ...ends, attempt, reasonCode, reason, at },
  };
  return attempt < attemptsMax
    ? accept(failed)
    : accept<DeliveryEvent>(failed, { type: 'DeliveryFailed', data: { ...ends, reasonCode, reason, at } });
}

export function failed({ reasonCode, reason, at }: CommandOf<'RecordFailure'>, state: Existing): Decided {
  const settled = notUnderWay(state);
  if (settled !== undefined) return refuse(settled);
  return accept({ type: 'DeliveryFailed', data: { ...endsOf(state), reasonCode, reason, at } });
}

export function retry({ officer, at }: CommandOf<'RetryDelivery'>, state: Existing): Decided {
  const settled = notUnderWay(state);
  if (settled === 'already-failed') {
    return accept({ type: 'DeliveryRetried', data: { ...endsOf(state), officer, at } });
  }
  return refuse(settled ?? 'not-failed');
}

/** Only what did not leave: a document on its way can be asked back, not stopped. */
export function cancel({ officer, reason, at }: CommandOf<'CancelDelivery'>, state: Existing): Decided {
  if (state.status === 'Cancelled') return accept();
  if (hasReached(state, 'Arrived')) return refuse('already-arrived');
  if (standingOf(state) === 'InTransit') return refuse('already-dispatched');
  const settled = standstill(state);
  if (settled !== undefined) return refuse(settled);
  return accept({ type: 'DeliveryCancelled', data: { ...endsOf(state), officer, reason, at } });
}

/** A delivery inside the house arrives without having been dispatched. */
export function arrive({ suspected, at }: CommandOf<'RecordArrival'>, state: Existing): Decided {
  if (standingOf(state) === undefined || hasReached(state, 'Arrived')) return accept();
  const ends = endsOf(state);
  const arrived: DeliveryEvent = { type: 'DocumentArrived', data: { ...ends, at } };
  return suspected === undefined
    ? accept(arrived)
    : accept<DeliveryEvent>(arrived, { type: 'DuplicateSuspected', data: { ...ends, ...suspected, at } });
}
