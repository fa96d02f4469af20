import { type Decider, impossible, refuse } from '@domain/decider';
import { arrive, attemptFailed, cancel, dispatch, failed, request, retry } from './carrying';
import { type Decided, isSeen, unlessTold } from './deciding';
import { deliveryCodec } from './delivery.codec';
import type { DeliveryEvent } from './delivery.events';
import type { DeliveryCommand, DeliveryRefusal, RecipientCommand, SenderCommand } from './delivery-command';
import type { UnattendedCommand } from './delivery-command';
import { type DeliveryState, evolve, type Existing, toldKey } from './delivery-state';
import { assign, complete, reassign, start } from './processing';
import { agreeToRecall, closeDispute, refuseRecall, requestRecall, withdrawRecall } from './recall';
import { acceptReceipt, beforeNumber, decideDuplicate, refuseReceipt, suspectDuplicate } from './receiving';
import { recordSilence } from './silence';
import { recordStatus } from './status';
import { agreeToUpdate, refuseUpdate, requestUpdate, supersede } from './update';

/** The delivery of one document at one recipient, as both sides agree on it. */
export const deliveryDecider: Decider<DeliveryCommand, DeliveryEvent, DeliveryState, DeliveryRefusal> = {
  initial: { status: 'absent' },

  decide(command, state) {
    if (command.type === 'RequestDelivery') return request(command, state);
    if (state.status === 'absent') return refuse('not-found');
    return unlessTold(state, decideBySide(command, state), toldKey);
  },

  evolve,
};

/**
 * Why `by` may not take a number for its receipt now, as `AcceptReceipt` would be refused; nothing when it may. For the
 * handler that has to allocate the number before there is a command.
 */
export function acceptanceStoppedBy(state: DeliveryState, by: string): DeliveryRefusal | undefined {
  if (state.status === 'absent') return 'not-found';
  return sideRefusal({ type: 'AcceptReceipt', by }, state) ?? beforeNumber(state);
}

type Unattended = Exclude<UnattendedCommand, { type: 'RequestDelivery' }>;

function decideBySide(command: SenderCommand | RecipientCommand | Unattended, state: Existing): Decided {
  if (!('by' in command)) return decideUnattended(command, state);
  const wrongSide = sideRefusal(command, state);
  if (wrongSide !== undefined) return refuse(wrongSide);
  return isOfSender(command) ? decideOfSender(command, state) : decideOfRecipient(command, state);
}

type Sided = Pick<SenderCommand | RecipientCommand, 'type' | 'by'>;

/**
 * Who is neither sender nor recipient is told that there is no such delivery, and so is a recipient before it arrived.
 */
function sideRefusal({ type, by }: Sided, state: Existing): DeliveryRefusal | undefined {
  const isTheirs = by === state.from || (by === state.to && isSeen(state));
  if (!isTheirs) return 'not-found';
  if (type in senderCommands) return by === state.from ? undefined : 'only-the-sender';
  return by === state.to ? undefined : 'only-the-recipient';
}

const senderCommands: Readonly<Record<SenderCommand['type'], true>> = {
  RetryDelivery: true,
  CancelDelivery: true,
  RequestRecall: true,
  WithdrawRecallRequest: true,
  CloseRecallDispute: true,
  RequestUpdate: true,
};
const isOfSender = (command: SenderCommand | RecipientCommand): command is SenderCommand =>
  command.type in senderCommands;

function decideOfSender(command: SenderCommand, state: Existing): Decided {
  switch (command.type) {
    case 'RetryDelivery':
      return retry(command, state);
    case 'CancelDelivery':
      return cancel(command, state);
    case 'RequestRecall':
      return requestRecall(command, state);
    case 'WithdrawRecallRequest':
      return withdrawRecall(command, state);
    case 'CloseRecallDispute':
      return closeDispute(command, state);
    case 'RequestUpdate':
      return requestUpdate(command, state);
    default:
      return impossible(command);
  }
}

function decideOfRecipient(command: RecipientCommand, state: Existing): Decided {
  switch (command.type) {
    case 'RefuseReceipt':
      return refuseReceipt(command, state);
    case 'AcceptReceipt':
      return acceptReceipt(command, state);
    case 'DecideDuplicate':
      return decideDuplicate(command, state);
    case 'AssignProcessing':
      return assign(command, state);
    case 'ReassignProcessing':
      return reassign(command, state);
    case 'StartProcessing':
      return start(command, state);
    case 'CompleteProcessing':
      return complete(command, state);
    case 'AgreeToRecall':
      return agreeToRecall(command, state);
    case 'RefuseRecall':
      return refuseRecall(command, state);
    case 'AgreeToUpdate':
      return agreeToUpdate(command, state);
    case 'RefuseUpdate':
      return refuseUpdate(command, state);
    case 'SupersedeDocument':
      return supersede(command, state);
    default:
      return impossible(command);
  }
}

function decideUnattended(command: Unattended, state: Existing): Decided {
  switch (command.type) {
    case 'RecordDispatch':
      return dispatch(command, state);
    case 'RecordAttemptFailure':
      return attemptFailed(command, state);
    case 'RecordFailure':
      return failed(command, state);
    case 'RecordArrival':
      return arrive(command, state);
    case 'SuspectDuplicate':
      return suspectDuplicate(command, state);
    case 'RecordStatus':
      return recordStatus(command, state);
    case 'RecordSilence':
      return recordSilence(command, state);
    default:
      return impossible(command);
  }
}

export const delivery = { decider: deliveryDecider, codec: deliveryCodec };
