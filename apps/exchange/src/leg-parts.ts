import { AgreeToRecallController } from './agree-to-recall/agree-to-recall.controller';
import { AgreeToUpdateController } from './agree-to-update/agree-to-update.controller';
import { ActingFor } from './acting';
import { CancelDeliveryController } from './cancel-delivery/cancel-delivery.controller';
import { CloseRecallDisputeController } from './close-recall-dispute/close-recall-dispute.controller';
import { CompleteProcessingHandler } from './complete-processing/complete-processing.command-handler';
import { DecideDuplicateController } from './decide-duplicate/decide-duplicate.controller';
import { Legs } from './legs';
import { Likenesses } from './delivery-arrival/likenesses';
import { ReassignProcessingController } from './reassign-processing/reassign-processing.controller';
import { RecordArrivalController } from './record-arrival/record-arrival.controller';
import { RecordAttemptFailureController } from './record-attempt-failure/record-attempt-failure.controller';
import { RecordDispatchController } from './record-dispatch/record-dispatch.controller';
import { RecordFailureController } from './record-failure/record-failure.controller';
import { RecordStatusController } from './record-status/record-status.controller';
import { RefuseRecallController } from './refuse-recall/refuse-recall.controller';
import { RefuseUpdateController } from './refuse-update/refuse-update.controller';
import { RetryDeliveryController } from './retry-delivery/retry-delivery.controller';
import { TakeBackController } from './take-back/take-back.controller';
import { WithdrawTakeBackController } from './withdraw-take-back/withdraw-take-back.controller';

/** What both sides of a leg and its carrier do beside receiving and processing. */
export const legControllers = [
  CancelDeliveryController,
  RetryDeliveryController,
  TakeBackController,
  WithdrawTakeBackController,
  CloseRecallDisputeController,
  AgreeToRecallController,
  RefuseRecallController,
  AgreeToUpdateController,
  RefuseUpdateController,
  ReassignProcessingController,
  DecideDuplicateController,
  RecordDispatchController,
  RecordAttemptFailureController,
  RecordFailureController,
  RecordArrivalController,
  RecordStatusController,
] as const;

export const legProviders = [ActingFor, Legs, Likenesses, CompleteProcessingHandler] as const;
