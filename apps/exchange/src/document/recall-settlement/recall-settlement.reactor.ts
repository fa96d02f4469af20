import { Injectable } from '@nestjs/common';
import { factIn, type StoredEvent } from '@adapters/event-store';
import { deliveryCodec, type DeliveryEvent } from '@domain/delivery/events';
import { RecallSettlement } from './recall-settlement';

const ends: readonly DeliveryEvent['type'][] = [
  'DocumentCancelledAtRecipient',
  'DeliveryCancelled',
  'ReceiptRefused',
  'RecallDisputeClosed',
  'RecallRequestWithdrawn',
  'DocumentSuperseded',
];

/** A delivery came to its end: the recall of its document is settled when it was the last one. */
@Injectable()
export class RecallSettlementReactor {
  readonly name = 'recall-settlement';
  readonly streamPrefixes = ['delivery-'];

  constructor(private readonly settlement: RecallSettlement) {}

  async react(event: StoredEvent): Promise<void> {
    const fact = factIn(deliveryCodec, event);
    if (fact === undefined || !ends.includes(fact.type)) return;
    await this.settlement.look(fact.data.documentId, event, fact.data.to);
  }
}
