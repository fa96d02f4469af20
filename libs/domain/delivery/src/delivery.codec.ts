import { codecOf } from '@domain/decider';
import { streamNameOf } from '@domain/codes';
import type { DeliveryEvent } from './delivery.events';

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
