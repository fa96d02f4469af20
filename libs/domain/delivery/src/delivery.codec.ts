import { codecOf } from '@domain/decider';
import { streamNameOf } from '@domain/codes';
import type { DeliveryEvent, Silence } from './delivery.events';

type Data<T extends DeliveryEvent['type']> = Extract<DeliveryEvent, { type: T }>['data'];

/** These names are the stored format: versions are added, never changed. */
export const deliveryCodec = codecOf<DeliveryEvent>({
  'DeliveryRequested.v1': (data: Data<'DeliveryRequested'>) => ({ type: 'DeliveryRequested', data }),
  'DocumentArrived.v1': (data: Data<'DocumentArrived'>) => ({ type: 'DocumentArrived', data }),
  'ReceiptRefused.v1': (data: Data<'ReceiptRefused'>) => ({ type: 'ReceiptRefused', data }),
  'ReceiptAccepted.v1': (data: Data<'ReceiptAccepted'>) => ({ type: 'ReceiptAccepted', data }),
  'ProcessingAssigned.v1': (data: Data<'ProcessingAssigned'>) => ({ type: 'ProcessingAssigned', data }),
  'ProcessingStarted.v1': (data: Data<'ProcessingStarted'>) => ({ type: 'ProcessingStarted', data }),
  'ProcessingCompleted.v1': (data: Data<'ProcessingCompleted'>) => ({ type: 'ProcessingCompleted', data }),
  'DeliveryDispatched.v1': (data: Data<'DeliveryDispatched'>) => ({ type: 'DeliveryDispatched', data }),
  'DeliveryAttemptFailed.v1': (data: Data<'DeliveryAttemptFailed'>) => ({
    type: 'DeliveryAttemptFailed',
    data,
  }),
  'DeliveryFailed.v1': (data: Data<'DeliveryFailed'>) => ({ type: 'DeliveryFailed', data }),
  'DeliveryRetried.v1': (data: Data<'DeliveryRetried'>) => ({ type: 'DeliveryRetried', data }),
  'DeliveryCancelled.v1': (data: Data<'DeliveryCancelled'>) => ({ type: 'DeliveryCancelled', data }),
  'ProcessingReassigned.v1': (data: Data<'ProcessingReassigned'>) => ({ type: 'ProcessingReassigned', data }),
  'RecallRequested.v1': (data: Data<'RecallRequested'>) => ({ type: 'RecallRequested', data }),
  'RecallRequestWithdrawn.v1': (data: Data<'RecallRequestWithdrawn'>) => ({
    type: 'RecallRequestWithdrawn',
    data,
  }),
  'RecallAgreed.v1': (data: Data<'RecallAgreed'>) => ({ type: 'RecallAgreed', data }),
  'DocumentCancelledAtRecipient.v1': (data: Data<'DocumentCancelledAtRecipient'>) => ({
    type: 'DocumentCancelledAtRecipient',
    data,
  }),
  'RecallRefused.v1': (data: Data<'RecallRefused'>) => ({ type: 'RecallRefused', data }),
  'RecallDisputeClosed.v1': (data: Data<'RecallDisputeClosed'>) => ({ type: 'RecallDisputeClosed', data }),
  'UpdateRequested.v1': (data: Data<'UpdateRequested'>) => ({ type: 'UpdateRequested', data }),
  'UpdateAgreed.v1': (data: Data<'UpdateAgreed'>) => ({ type: 'UpdateAgreed', data }),
  'UpdateRefused.v1': (data: Data<'UpdateRefused'>) => ({ type: 'UpdateRefused', data }),
  'DocumentSuperseded.v1': (data: Data<'DocumentSuperseded'>) => ({ type: 'DocumentSuperseded', data }),
  'StatusReceivedOutOfOrder.v1': (data: Data<'StatusReceivedOutOfOrder'>) => ({
    type: 'StatusReceivedOutOfOrder',
    data,
  }),
  'DuplicateSuspected.v1': (data: Data<'DuplicateSuspected'>) => ({ type: 'DuplicateSuspected', data }),
  'DuplicateDecided.v1': (data: Data<'DuplicateDecided'>) => ({ type: 'DuplicateDecided', data }),
  'AcknowledgementOverdue.v1': (data: Data<Silence>) => ({ type: 'AcknowledgementOverdue', data }),
  'SameDayReceiptMissed.v1': (data: Data<Silence>) => ({ type: 'SameDayReceiptMissed', data }),
  'SubmissionOverdue.v1': (data: Data<Silence>) => ({ type: 'SubmissionOverdue', data }),
  'DueDateNear.v1': (data: Data<Silence>) => ({ type: 'DueDateNear', data }),
  'DueDatePassed.v1': (data: Data<Silence>) => ({ type: 'DueDatePassed', data }),
  'RecallUnanswered.v1': (data: Data<Silence>) => ({ type: 'RecallUnanswered', data }),
});

/** A leg's natural key: one document, one recipient. */
export interface DeliveryKey {
  readonly documentId: string;
  /** Code of the receiving agency. */
  readonly to: string;
}

/** `<documentId>.<agencyCode>`: the leg's id in stream names and as key of its incoming number. */
export const deliveryId = ({ documentId, to }: DeliveryKey): string => `${documentId}.${to}`;

export const deliveryStream = (key: DeliveryKey): string => streamNameOf('delivery', deliveryId(key));

/** Splits at the first dot: document ids hold none, agency codes may. */
export function deliveryOfId(id: string): DeliveryKey | undefined {
  const match = /^([0-9a-f-]{36})\.(.+)$/.exec(id);
  return match ? { documentId: match[1] as string, to: match[2] as string } : undefined;
}

export const deliveryOfStream = (stream: string): DeliveryKey | undefined =>
  stream.startsWith('delivery-') ? deliveryOfId(stream.slice('delivery-'.length)) : undefined;
