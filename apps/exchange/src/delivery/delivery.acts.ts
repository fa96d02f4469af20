import type { carrierOperations, deliveryOperations, inboxOperations } from '@contracts';
import { type Acts, type CommandsOf, doing } from '@runtime';
import { AcceptReceipt } from './accept-receipt/accept-receipt.command-handler';
import { AssignProcessing } from './assign-processing/assign-processing.command-handler';
import { CompleteProcessing } from './complete-processing/complete-processing.command-handler';
import type { AtCarrier, AtDelivery } from './delivery-desks';
import { StartProcessing } from './start-processing/start-processing.command-handler';

/** What the recipient of a document does. */
export const recipientActs: Acts<CommandsOf<typeof inboxOperations>, AtDelivery> = {
  refuseReceipt: ({ on, act, body }) => on({ type: 'RefuseReceipt', ...act, ...body }),
  acceptReceipt: ({ delivery, act: { officer, at }, meta }) =>
    doing(new AcceptReceipt(delivery, officer, at, meta), ({ event: { data } }) => {
      const { number, bookYear } = data as Required<typeof data>;
      return { number, bookYear };
    }),
  assignProcessing: ({ delivery, act, meta, caller, body: { coordinating = [], ...assignment } }) => {
    const command = { type: 'AssignProcessing', ...act, coordinating, ...assignment } as const;
    return doing(new AssignProcessing(delivery, command, meta, caller));
  },
  reassignProcessing: ({ delivery, act, meta, caller, body: { coordinating = [], ...assignment } }) => {
    const command = { type: 'ReassignProcessing', ...act, coordinating, ...assignment } as const;
    return doing(new AssignProcessing(delivery, command, meta, caller));
  },
  startProcessing: ({ delivery, act, meta, caller }) =>
    doing(new StartProcessing(delivery, { type: 'StartProcessing', ...act }, meta, caller)),
  completeProcessing: ({ delivery, act, meta, caller, body: { reply, result } }) =>
    doing(new CompleteProcessing(delivery, { ...act, result }, reply, meta, caller)),
  decideDuplicate: ({ on, act, body }) => on({ type: 'DecideDuplicate', ...act, ...body }),
  agreeToRecall: ({ on, act }) => on({ type: 'AgreeToRecall', ...act }),
  refuseRecall: ({ on, act, body }) => on({ type: 'RefuseRecall', ...act, ...body }),
  agreeToUpdate: ({ on, act }) => on({ type: 'AgreeToUpdate', ...act }),
  refuseUpdate: ({ on, act, body }) => on({ type: 'RefuseUpdate', ...act, ...body }),
};

/** What its sender does about the delivery to one recipient. */
export const senderActs: Acts<typeof deliveryOperations, AtDelivery> = {
  cancelDelivery: ({ on, act, body }) => on({ type: 'CancelDelivery', ...act, ...body }),
  retryDelivery: ({ on, act }) => on({ type: 'RetryDelivery', ...act }),
  takeBack: ({ on, act, body }) => on({ type: 'RequestRecall', form: 'take-back', ...act, ...body }),
  withdrawTakeBack: ({ on, act, body }) =>
    on({ type: 'WithdrawRecallRequest', form: 'take-back', ...act, ...body }),
  closeRecallDispute: ({ on, act, body }) => on({ type: 'CloseRecallDispute', ...act, ...body }),
};

/** What a carrier tells of it. */
export const carrierActs: Acts<typeof carrierOperations, AtCarrier> = {
  recordDispatch: ({ on, at, body }) => on({ type: 'RecordDispatch', ...body, at }),
  recordAttemptFailure: ({ on, at, body }) => on({ type: 'RecordAttemptFailure', ...body, at }),
  recordFailure: ({ on, at, body }) => on({ type: 'RecordFailure', ...body, at }),
  recordArrival: ({ on, at }) => on({ type: 'RecordArrival', at }),
  recordStatus: ({ on, officer, at, body }) => on({ type: 'RecordStatus', officer, at, ...body }),
};
