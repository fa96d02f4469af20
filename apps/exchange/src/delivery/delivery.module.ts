import { Module } from '@nestjs/common';
import { carrierOperations, deliveryOperations, inboxOperations } from '@contracts';
import { actsAt, commandsOf } from '@runtime';
import { DocumentModule } from '../document/document.module';
import { AcceptReceiptHandler } from './accept-receipt/accept-receipt.command-handler';
import { AssignProcessingHandler } from './assign-processing/assign-processing.command-handler';
import { CompleteProcessingHandler } from './complete-processing/complete-processing.command-handler';
import { carrierActs, recipientActs, senderActs } from './delivery.acts';
import { DeliveryCommandHandler } from './delivery.command-handler';
import { DeliveryArrivalReactor } from './delivery-arrival/delivery-arrival.reactor';
import { Likenesses } from './delivery-arrival/likenesses';
import { WholeContents } from './delivery-arrival/whole-contents';
import { CarrierDesk, RecipientDesk, SenderDesk } from './delivery-desks';
import { DeliveryRequestReactor } from './delivery-request/delivery-request.reactor';
import { DocumentSupersessionReactor } from './document-supersession/document-supersession.reactor';
import { RecallRequestReactor } from './recall-request/recall-request.reactor';
import { StartProcessingHandler } from './start-processing/start-processing.command-handler';
import { UpdateRequestReactor } from './update-request/update-request.reactor';

/** What follows at the deliveries. */
export const deliveryReactors = [
  DeliveryRequestReactor,
  DeliveryArrivalReactor,
  DocumentSupersessionReactor,
  RecallRequestReactor,
  UpdateRequestReactor,
] as const;

/** The delivery of a document to each of its recipients, and what happens there. */
@Module({
  imports: [DocumentModule],
  controllers: [
    actsAt(RecipientDesk, commandsOf(inboxOperations), recipientActs),
    actsAt(SenderDesk, deliveryOperations, senderActs),
    actsAt(CarrierDesk, carrierOperations, carrierActs),
  ],
  providers: [
    RecipientDesk,
    SenderDesk,
    CarrierDesk,
    DeliveryCommandHandler,
    AcceptReceiptHandler,
    AssignProcessingHandler,
    StartProcessingHandler,
    CompleteProcessingHandler,
    Likenesses,
    WholeContents,
    ...deliveryReactors,
  ],
  exports: [...deliveryReactors],
})
export class DeliveryModule {}
