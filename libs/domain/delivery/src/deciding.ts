import { accept, type Decision } from '@domain/decider';
import type { DeliveryEvent } from './delivery.events';
import type { DeliveryRefusal } from './delivery-command';
import { type Existing, type Standing, standingOf } from './delivery-state';

export type Decided = Decision<DeliveryEvent, DeliveryRefusal>;

type Ends = Pick<Existing, 'documentId' | 'from' | 'to'>;

/** Both ends, as every fact names them. */
export const endsOf = ({ documentId, from, to }: Ends): Ends => ({ documentId, from, to });

const order: readonly Standing[] = [
  'Queued',
  'InTransit',
  'Failed',
  'Arrived',
  'Accepted',
  'Assigned',
  'InProcess',
  'Completed',
];

/** Has it come at least so far? A delivery at its end has not. */
export function hasReached(state: Existing, standing: Standing): boolean {
  const reached = standingOf(state);
  return reached !== undefined && order.indexOf(reached) >= order.indexOf(standing);
}

/** Has its recipient seen it? Until then nothing tells them that it exists. */
export const isSeen = (state: Existing): boolean => state.arrived === true || hasReached(state, 'Arrived');

/** What keeps everybody from moving a delivery that has arrived: its end, or a question that waits for its answer. */
export function standstill(state: Existing): DeliveryRefusal | undefined {
  switch (state.status) {
    case 'Refused':
      return 'already-refused';
    case 'Cancelled':
      return 'already-cancelled';
    case 'Superseded':
      return 'already-superseded';
    case 'RecallPending':
      return 'recall-pending';
    case 'RecallDisputed':
      return 'recall-disputed';
    case 'UpdatePending':
      return 'update-pending';
    default:
      return undefined;
  }
}

/** What keeps a recipient from going on with a delivery: it is not there, or it stands still. */
export const beforeArrival = (state: Existing): DeliveryRefusal | undefined =>
  standstill(state) ?? (hasReached(state, 'Arrived') ? undefined : 'not-arrived-yet');

export const beforeAcceptance = (state: Existing): DeliveryRefusal | undefined =>
  beforeArrival(state) ?? (hasReached(state, 'Accepted') ? undefined : 'not-accepted-yet');

/** A fact that is known already, word for word, leaves no second trace. */
export function unlessTold(
  state: Existing,
  decided: Decided,
  keyOf: (event: DeliveryEvent) => string | undefined,
) {
  if ('refused' in decided || state.told === undefined) return decided;
  const isTold = (event: DeliveryEvent) => state.told?.includes(keyOf(event) ?? '') ?? false;
  return decided.events.some(isTold) ? accept() : decided;
}
