import { accept, refuse } from '@domain/decider';
import { beforeArrival, type Decided, endsOf, hasReached, standstill } from './deciding';
import type { DeliveryChanges } from './delivery.events';
import type { CommandOf, DeliveryRefusal } from './delivery-command';
import { type Existing, standingOf } from './delivery-state';

export function requestUpdate(command: CommandOf<'RequestUpdate'>, state: Existing): Decided {
  const { officer, changes, reason, at } = command;
  if (state.status === 'UpdatePending') {
    return isSame(state.update.changes, changes) ? accept() : refuse('update-pending');
  }
  const early = beforeArrival(state);
  if (early !== undefined) return refuse(early);
  if (hasReached(state, 'Completed')) return refuse('already-completed');
  return accept({ type: 'UpdateRequested', data: { ...endsOf(state), officer, changes, reason, at } });
}

const isSame = (one: DeliveryChanges, other: DeliveryChanges): boolean =>
  one.subject === other.subject && one.urgency === other.urgency && one.dueDate === other.dueDate;

export function agreeToUpdate({ officer, at }: CommandOf<'AgreeToUpdate'>, state: Existing): Decided {
  if (state.status !== 'UpdatePending') return refuse(nothingToUpdate(state));
  const { changes } = state.update;
  return accept({ type: 'UpdateAgreed', data: { ...endsOf(state), officer, changes, at } });
}

export function refuseUpdate({ officer, reason, at }: CommandOf<'RefuseUpdate'>, state: Existing): Decided {
  if (state.status !== 'UpdatePending') return refuse(nothingToUpdate(state));
  if (reason.trim() === '') return refuse('reason-required');
  return accept({ type: 'UpdateRefused', data: { ...endsOf(state), officer, reason, at } });
}

/** A recall that came meanwhile has taken the place of the update. */
const nothingToUpdate = (state: Existing): DeliveryRefusal => standstill(state) ?? 'no-update-pending';

/** The replacement stands here under a number of its own, so this one is out of force, whatever is asked of it. */
export function supersede(command: CommandOf<'SupersedeDocument'>, state: Existing): Decided {
  const { officer, replacement, replacementAccepted, at } = command;
  if (replacement.agency !== state.from) return refuse('not-found');
  if (state.status === 'Superseded') {
    return state.replacement.documentId === replacement.documentId ? accept() : refuse('already-superseded');
  }
  if (standingOf(state) === undefined) return refuse(standstill(state) ?? 'not-found');
  if (!replacementAccepted) return refuse('not-accepted-yet');
  return accept({ type: 'DocumentSuperseded', data: { ...endsOf(state), officer, replacement, at } });
}
