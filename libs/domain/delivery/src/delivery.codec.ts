import {
  contentPart,
  documentLink,
  documentType,
  legalValue,
  linksToOthers,
  recallForms,
  refusalReasons,
  signatureVerdict,
  streamNameOf,
  urgency,
} from '@domain/codes';
import { codecOf, flag, listOf, oneOf, shape, text, whole } from '@domain/decider';
import type { DeliveryEvent } from './delivery.events';

const onDelivery = { documentId: text, from: text, to: text, at: text };
const byOfficer = { ...onDelivery, officer: text };
/** A carrier may have told it. */
const told = { toldAt: text };
const assigned = { ...byOfficer, assignee: text, coordinating: listOf(text) };
const wishes = { ...told, opinion: text, dueDate: text };
const changes = shape({}, { subject: text, urgency, dueDate: text });
const silence = shape({ ...onDelivery, dueAt: text, since: text, calendarVersion: text }, told);

/** These names are the stored format: versions are added, never changed. */
export const deliveryCodec = codecOf<DeliveryEvent>({
  DeliveryRequested: {
    name: 'DeliveryRequested.v1',
    schema: shape(
      { ...onDelivery, symbol: text, documentType, subject: text, urgency, contents: listOf(contentPart) },
      {
        ...told,
        ...linksToOthers,
        dueDate: text,
        addressedTo: text,
        documentCode: text,
        legalValue,
        signatures: listOf(signatureVerdict),
      },
    ),
  },
  DocumentArrived: { name: 'DocumentArrived.v1', schema: shape(onDelivery, { ...told, inferred: flag }) },
  ReceiptRefused: {
    name: 'ReceiptRefused.v1',
    schema: shape({ ...byOfficer, reasonCode: oneOf(...refusalReasons), reason: text }, told),
  },
  ReceiptAccepted: {
    name: 'ReceiptAccepted.v1',
    schema: shape(byOfficer, { ...told, number: whole, bookYear: whole }),
  },
  ProcessingAssigned: { name: 'ProcessingAssigned.v1', schema: shape(assigned, wishes) },
  ProcessingStarted: { name: 'ProcessingStarted.v1', schema: shape(byOfficer, { ...told, coverFor: text }) },
  ProcessingCompleted: {
    name: 'ProcessingCompleted.v1',
    schema: shape({ ...byOfficer, result: text }, { ...told, reply: documentLink, coverFor: text }),
  },
  DeliveryDispatched: {
    name: 'DeliveryDispatched.v1',
    schema: shape({ ...onDelivery, carrier: text, carrierId: text }, told),
  },
  DeliveryAttemptFailed: {
    name: 'DeliveryAttemptFailed.v1',
    schema: shape({ ...onDelivery, attempt: whole, reasonCode: text, reason: text }, told),
  },
  DeliveryFailed: {
    name: 'DeliveryFailed.v1',
    schema: shape({ ...onDelivery, reasonCode: text, reason: text }, told),
  },
  DeliveryRetried: { name: 'DeliveryRetried.v1', schema: shape(byOfficer, told) },
  DeliveryCancelled: { name: 'DeliveryCancelled.v1', schema: shape({ ...byOfficer, reason: text }, told) },
  ProcessingReassigned: {
    name: 'ProcessingReassigned.v1',
    schema: shape({ ...assigned, reason: text }, wishes),
  },
  RecallRequested: {
    name: 'RecallRequested.v1',
    schema: shape(
      { ...byOfficer, form: oneOf(...recallForms), reason: text },
      { ...told, afterCompletion: flag },
    ),
  },
  RecallRequestWithdrawn: {
    name: 'RecallRequestWithdrawn.v1',
    schema: shape({ ...byOfficer, reason: text }, told),
  },
  RecallAgreed: { name: 'RecallAgreed.v1', schema: shape(byOfficer, told) },
  DocumentCancelledAtRecipient: {
    name: 'DocumentCancelledAtRecipient.v1',
    schema: shape(byOfficer, told),
  },
  RecallRefused: { name: 'RecallRefused.v1', schema: shape({ ...byOfficer, reason: text }, told) },
  RecallDisputeClosed: {
    name: 'RecallDisputeClosed.v1',
    schema: shape({ ...byOfficer, outcome: oneOf('cancelled', 'kept'), decision: text }, told),
  },
  UpdateRequested: {
    name: 'UpdateRequested.v1',
    schema: shape({ ...byOfficer, changes, reason: text }, told),
  },
  UpdateAgreed: { name: 'UpdateAgreed.v1', schema: shape({ ...byOfficer, changes }, told) },
  UpdateRefused: { name: 'UpdateRefused.v1', schema: shape({ ...byOfficer, reason: text }, told) },
  DocumentSuperseded: {
    name: 'DocumentSuperseded.v1',
    schema: shape({ ...byOfficer, replacement: documentLink }, told),
  },
  StatusReceivedOutOfOrder: {
    name: 'StatusReceivedOutOfOrder.v1',
    schema: shape({ ...onDelivery, statusCode: text, toldAt: text }),
  },
  DuplicateSuspected: {
    name: 'DuplicateSuspected.v1',
    schema: shape(
      { ...onDelivery, grounds: oneOf('document-code', 'number-and-symbol'), earlier: documentLink },
      told,
    ),
  },
  DuplicateDecided: {
    name: 'DuplicateDecided.v1',
    schema: shape({ ...byOfficer, isDuplicate: flag, reason: text }, told),
  },
  AcknowledgementOverdue: { name: 'AcknowledgementOverdue.v1', schema: silence },
  SameDayReceiptMissed: { name: 'SameDayReceiptMissed.v1', schema: silence },
  SubmissionOverdue: { name: 'SubmissionOverdue.v1', schema: silence },
  DueDateNear: { name: 'DueDateNear.v1', schema: silence },
  DueDatePassed: { name: 'DueDatePassed.v1', schema: silence },
  RecallUnanswered: { name: 'RecallUnanswered.v1', schema: silence },
});

/** A delivery's natural key: one document, one recipient. */
export interface DeliveryKey {
  readonly documentId: string;
  /** Code of the receiving agency. */
  readonly to: string;
}

/** `<documentId>.<agencyCode>`: the delivery's id in stream names and as key of its incoming number. */
export const deliveryId = ({ documentId, to }: DeliveryKey): string => `${documentId}.${to}`;

export const deliveryStream = (key: DeliveryKey): string => streamNameOf('delivery', deliveryId(key));

/** Splits at the first dot: document ids hold none, agency codes may. */
export function deliveryOfId(id: string): DeliveryKey | undefined {
  const match = /^([0-9a-f-]{36})\.(.+)$/.exec(id);
  return match ? { documentId: match[1] as string, to: match[2] as string } : undefined;
}

export const deliveryOfStream = (stream: string): DeliveryKey | undefined =>
  stream.startsWith('delivery-') ? deliveryOfId(stream.slice('delivery-'.length)) : undefined;
