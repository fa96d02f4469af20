import { type DeliveryEvent, deliveryId } from '@domain/delivery/events';
import type { PublicFacts } from './public-fact';

const bothEnds = ({ from, to }: { readonly from: string; readonly to: string }) => [from, to];

/**
 * A recipient hears of a document from its arrival on, of a recall also before. Who works on it inside an agency, and
 * what its leaders say about it, is nobody else's affair.
 */
export const deliveryPublic: PublicFacts<DeliveryEvent> = {
  owner: 'exchange',
  context: 'exchange',
  facts: {
    DeliveryRequested: {
      name: 'delivery-requested',
      version: 1,
      to: ({ from }) => [from],
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'symbol', 'documentType', 'subject', 'urgency', 'dueDate'],
    },
    DocumentArrived: {
      name: 'document-arrived',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to'],
    },
    ReceiptRefused: {
      name: 'receipt-refused',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'reasonCode', 'reason'],
    },
    ReceiptAccepted: {
      name: 'receipt-accepted',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'number', 'bookYear'],
    },
    ProcessingAssigned: {
      name: 'processing-assigned',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to'],
    },
    ProcessingStarted: {
      name: 'processing-started',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to'],
    },
    ProcessingCompleted: {
      name: 'processing-completed',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'result'],
    },
    RecallRequested: {
      name: 'recall-requested',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'form', 'reason', 'afterCompletion'],
    },
    RecallRequestWithdrawn: {
      name: 'recall-request-withdrawn',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'reason'],
    },
    DocumentCancelledAtRecipient: {
      name: 'document-cancelled-at-recipient',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to'],
    },
    RecallRefused: {
      name: 'recall-refused',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'reason'],
    },
    RecallDisputeClosed: {
      name: 'recall-dispute-closed',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'outcome', 'decision'],
    },
    UpdateRequested: {
      name: 'update-requested',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'changes', 'reason'],
    },
    UpdateAgreed: {
      name: 'update-agreed',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'changes'],
    },
    UpdateRefused: {
      name: 'update-refused',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'reason'],
    },
    DocumentSuperseded: {
      name: 'document-superseded',
      version: 1,
      to: bothEnds,
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'replacement'],
    },
    DeliveryCancelled: {
      name: 'delivery-cancelled',
      version: 1,
      to: ({ from }) => [from],
      about: deliveryId,
      fields: ['documentId', 'from', 'to', 'reason'],
    },
  },
};
