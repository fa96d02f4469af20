import { accept, refuse } from '@domain/decider';
import { beforeArrival, type Decided, endsOf, hasReached, standstill } from './deciding';
import type { CommandOf, DeliveryRefusal } from './delivery-command';
import { type Existing, standingOf } from './delivery-state';

export function refuseReceipt(command: CommandOf<'RefuseReceipt'>, state: Existing): Decided {
  const { officer, reasonCode, reason, at } = command;
  if (state.status === 'Refused' && state.reasonCode === reasonCode && state.reason === reason)
    return accept();
  const early = beforeArrival(state);
  if (early !== undefined) return refuse(early);
  if (hasReached(state, 'Accepted')) return refuse('already-accepted');
  if (reason.trim() === '') return refuse('reason-required');
  return accept({ type: 'ReceiptRefused', data: { ...endsOf(state), officer, reasonCode, reason, at } });
}

export function acceptReceipt(command: CommandOf<'AcceptReceipt'>, state: Existing): Decided {
  const { officer, number, bookYear, numberStands = false, at } = command;
  const isThis = state.number === number && state.bookYear === bookYear;
  if (isThis && hasReached(state, 'Accepted')) return accept();
  const isUnderWay = numberStands && standingOf(state) === 'Arrived';
  const stopped = isUnderWay ? undefined : beforeNumber(state);
  if (stopped !== undefined) return refuse(stopped);
  return accept({ type: 'ReceiptAccepted', data: { ...endsOf(state), officer, number, bookYear, at } });
}

/** What keeps a recipient from taking a number for its receipt. */
export function beforeNumber(state: Existing): DeliveryRefusal | undefined {
  if (hasReached(state, 'Accepted')) return standstill(state) ?? 'already-accepted';
  const early = beforeArrival(state);
  if (early !== undefined) return early;
  if (state.badlySigned) return 'signature-invalid';
  const { suspicion } = state;
  return suspicion !== undefined && suspicion.decided === undefined ? 'duplicate-undecided' : undefined;
}

/** One suspicion for each delivery, and only while a decision can still stop the receipt. */
export function suspectDuplicate(command: CommandOf<'SuspectDuplicate'>, state: Existing): Decided {
  const { grounds, earlier, at } = command;
  if (standingOf(state) !== 'Arrived' || state.suspicion !== undefined) return accept();
  return accept({ type: 'DuplicateSuspected', data: { ...endsOf(state), grounds, earlier, at } });
}

export function decideDuplicate(command: CommandOf<'DecideDuplicate'>, state: Existing): Decided {
  const { officer, isDuplicate, reason, at } = command;
  if (state.suspicion === undefined) return refuse('no-duplicate-suspected');
  const { decided } = state.suspicion;
  if (decided !== undefined) {
    const same = decided.isDuplicate === isDuplicate && decided.reason === reason;
    return same ? accept() : refuse('duplicate-already-decided');
  }
  const early = beforeArrival(state);
  if (early !== undefined) return refuse(early);
  return accept({ type: 'DuplicateDecided', data: { ...endsOf(state), officer, isDuplicate, reason, at } });
}
