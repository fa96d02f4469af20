import { accept, refuse } from '@domain/decider';
import { type Decided, endsOf, standstill } from './deciding';
import type { DeliveryEvent } from './delivery.events';
import type { CommandOf } from './delivery-command';
import { type Existing, standingOf } from './delivery-state';

/** The sender asks back what has left, also what is completed; the leader's recall goes before all else asked. */
export function requestRecall(command: CommandOf<'RequestRecall'>, state: Existing): Decided {
  const { officer, form, reason, at } = command;
  const standing = standingOf(state);
  if (standing === 'Queued' || standing === 'Failed') return refuse('not-arrived-yet');
  if ('recall' in state) {
    const { recall } = state;
    const same = recall.officer === officer && recall.form === form && recall.reason === reason;
    if (state.status === 'RecallPending' && same) return accept();
    if (form !== 'formal' || recall.form === 'formal') return refuse(stillAsked(state));
  } else if (standing === undefined) return refuse(standstill(state) ?? 'not-found');
  const flag = standing === 'Completed' ? { afterCompletion: true } : {};
  return accept({ type: 'RecallRequested', data: { ...endsOf(state), officer, form, reason, ...flag, at } });
}

const stillAsked = ({ status }: Existing) =>
  status === 'RecallDisputed' ? ('recall-disputed' as const) : ('recall-pending' as const);

/** Also in a dispute: who no longer asks has ended it. */
export function withdrawRecall(command: CommandOf<'WithdrawRecallRequest'>, state: Existing): Decided {
  const { officer, reason, at } = command;
  if (!('recall' in state)) return refuse('no-recall-pending');
  if (command.form === 'take-back' && state.recall.form === 'formal') return refuse('formal-recall-pending');
  return accept({ type: 'RecallRequestWithdrawn', data: { ...endsOf(state), officer, reason, at } });
}

export function agreeToRecall({ officer, at }: CommandOf<'AgreeToRecall'>, state: Existing): Decided {
  if (state.status === 'Cancelled') return accept();
  if (state.status === 'RecallDisputed') return refuse('recall-disputed');
  if (state.status !== 'RecallPending') return refuse('no-recall-pending');
  return agreed(state, { officer, at });
}

/** Agreed and cancelled are one step: the content is out of work from then on. */
export function agreed(
  state: Existing,
  told: { readonly officer: string; readonly toldAt?: string; readonly at: string },
): Decided {
  const { officer, at } = told;
  return accept<DeliveryEvent>(
    { type: 'RecallAgreed', data: { ...endsOf(state), ...told } },
    { type: 'DocumentCancelledAtRecipient', data: { ...endsOf(state), officer, at } },
  );
}

export function refuseRecall({ officer, reason, at }: CommandOf<'RefuseRecall'>, state: Existing): Decided {
  if (state.status === 'RecallDisputed') return refuse('recall-disputed');
  if (state.status !== 'RecallPending') return refuse('no-recall-pending');
  if (reason.trim() === '') return refuse('reason-required');
  return accept({ type: 'RecallRefused', data: { ...endsOf(state), officer, reason, at } });
}

export function closeDispute(command: CommandOf<'CloseRecallDispute'>, state: Existing): Decided {
  const { officer, outcome, decision, at } = command;
  if (state.status !== 'RecallDisputed') return refuse('no-recall-dispute');
  const ends = endsOf(state);
  const closed: DeliveryEvent = {
    type: 'RecallDisputeClosed',
    data: { ...ends, officer, outcome, decision, at },
  };
  return outcome === 'kept'
    ? accept(closed)
    : accept<DeliveryEvent>(closed, { type: 'DocumentCancelledAtRecipient', data: { ...ends, officer, at } });
}
