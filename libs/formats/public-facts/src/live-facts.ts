import type { DeliveryEvent } from '@domain/delivery/events';
import type { DocumentEvent } from '@domain/document/events';

/** Who hears of a fact on the live streams of the gateway: the recipient from the arrival of the document on. */
export type LiveSide = 'sender' | 'recipient';

const sender: readonly LiveSide[] = ['sender'];
const both: readonly LiveSide[] = ['sender', 'recipient'];

const ofDocument: Readonly<Record<DocumentEvent['type'], readonly LiveSide[]>> = {
  DocumentDrafted: sender,
  DraftCorrected: sender,
  DraftReturned: sender,
  DraftHandedOver: sender,
  DraftDiscarded: sender,
  DocumentSigned: sender,
  DocumentNumbered: sender,
  DocumentNumberVoided: sender,
  OrganisationSealApplied: sender,
  DocumentRegistered: sender,
  DocumentIssued: sender,
  RecallOrdered: sender,
  RecallOrderWithdrawn: sender,
  RecallSettled: sender,
  ReplacementIssued: sender,
  UpdateIssued: sender,
  CorrectionIssued: sender,
};

const ofDelivery: Readonly<Record<DeliveryEvent['type'], readonly LiveSide[]>> = {
  DeliveryRequested: [],
  // Before the arrival.
  DeliveryDispatched: sender,
  DeliveryAttemptFailed: sender,
  DeliveryFailed: sender,
  DeliveryRetried: sender,
  DeliveryCancelled: sender,
  DocumentArrived: both,
  ReceiptRefused: both,
  ReceiptAccepted: both,
  ProcessingAssigned: both,
  ProcessingReassigned: both,
  ProcessingStarted: both,
  ProcessingCompleted: both,
  RecallRequested: both,
  RecallRequestWithdrawn: both,
  RecallAgreed: both,
  DocumentCancelledAtRecipient: both,
  RecallRefused: both,
  RecallDisputeClosed: both,
  UpdateRequested: both,
  UpdateAgreed: both,
  UpdateRefused: both,
  DocumentSuperseded: both,
  StatusReceivedOutOfOrder: both,
  DuplicateSuspected: both,
  DuplicateDecided: both,
  // That its own acknowledgement is late concerns the sender.
  AcknowledgementOverdue: sender,
  SameDayReceiptMissed: both,
  SubmissionOverdue: both,
  DueDateNear: both,
  DueDatePassed: both,
  RecallUnanswered: both,
};

/** Every name an event of a live stream may bear, with who hears of it. */
export const liveFacts: Readonly<Record<string, readonly LiveSide[]>> = { ...ofDocument, ...ofDelivery };
