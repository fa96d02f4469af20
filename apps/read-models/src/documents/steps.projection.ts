import type { DeliveryEvent } from '@domain/delivery/events';
import type { DocumentEvent } from '@domain/document/events';
import type { Beside, Projection } from '../projector/projection';
import { type Json, json } from '../projector/row-write';
import { table } from '../projector/table';
import { actingIn } from './acting.policy';
import { deliveryRow } from './deliveries.projection';
import { document } from './documents.projection';

const step = table('step', 'position');

/** What a fact of a delivery says in the status codes of the national axis. */
const statusCodes: Readonly<Partial<Record<DeliveryEvent['type'], string>>> = {
  DocumentArrived: '01',
  ReceiptRefused: '02',
  ReceiptAccepted: '03',
  ProcessingAssigned: '04',
  ProcessingReassigned: '04',
  ProcessingStarted: '05',
  ProcessingCompleted: '06',
  RecallRequested: '13',
  RecallAgreed: '15',
  RecallRefused: '16',
  UpdateAgreed: '15',
  UpdateRefused: '16',
};

type DeliveryFact = Exclude<DeliveryEvent, { type: 'DeliveryRequested' }>['type'];

const deliveryFacts: readonly DeliveryFact[] = [
  'DeliveryDispatched',
  'DeliveryAttemptFailed',
  'DeliveryFailed',
  'DeliveryRetried',
  'DeliveryCancelled',
  'DocumentArrived',
  'ReceiptRefused',
  'ReceiptAccepted',
  'ProcessingAssigned',
  'ProcessingReassigned',
  'ProcessingStarted',
  'ProcessingCompleted',
  'RecallRequested',
  'RecallRequestWithdrawn',
  'RecallAgreed',
  'DocumentCancelledAtRecipient',
  'RecallRefused',
  'RecallDisputeClosed',
  'UpdateRequested',
  'UpdateAgreed',
  'UpdateRefused',
  'DocumentSuperseded',
  'StatusReceivedOutOfOrder',
  'DuplicateSuspected',
  'DuplicateDecided',
  'AcknowledgementOverdue',
  'SameDayReceiptMissed',
  'SubmissionOverdue',
  'DueDateNear',
  'DueDatePassed',
  'RecallUnanswered',
];

const documentFacts: readonly DocumentEvent['type'][] = [
  'DocumentDrafted',
  'DraftCorrected',
  'DraftReturned',
  'DraftHandedOver',
  'DraftDiscarded',
  'DocumentSigned',
  'DocumentNumbered',
  'DocumentNumberVoided',
  'OrganisationSealApplied',
  'DocumentRegistered',
  'DocumentIssued',
  'RecallOrdered',
  'RecallOrderWithdrawn',
  'RecallSettled',
  'ReplacementIssued',
  'UpdateIssued',
  'CorrectionIssued',
];

/** What a step tells beside the state it led to: single words and texts, never a list or a verdict. */
const told = [
  'officer',
  'coverFor',
  'statusCode',
  'toldAt',
  'inferred',
  'attempt',
  'reasonCode',
  'reason',
  'number',
  'assignee',
  'opinion',
  'result',
  'form',
  'outcome',
  'decision',
  'grounds',
  'isDuplicate',
  'dueAt',
] as const;

const tellOf = (fact: string, data: Readonly<Record<string, unknown>>, beside: Beside): Json => {
  const said = Object.fromEntries(told.map((name) => [name, data[name]]));
  return json({
    ...said,
    ...actingIn(beside, data),
    statusCode: said.statusCode ?? statusCodes[fact as DeliveryFact],
  });
};

const columns = 'position, document_id, recipient, sender, shown, fact, state, at, told';

const ofDelivery = step.shape({
  writes: ['position'],
  reads: [deliveryRow.by('document_id', 'recipient')],
  sql: `insert into step (${columns})
    select given.position, document_id, recipient, leg.sender, leg.arrived_at is not null and given.shown, given.fact,
      leg.state, given.at, given.told
    from given join leg using (document_id, recipient)
    on conflict (position) do nothing`,
});

const ofDocument = step.shape({
  writes: ['position'],
  reads: [document.by('document_id')],
  sql: `insert into step (${columns})
    select given.position, document_id, '', document.agency, false, given.fact, document.state, given.at, given.told
    from given join document using (document_id)
    on conflict (position) do nothing`,
});

/** The recipient may know of it from the arrival on; that its own acknowledgement is late concerns the sender. */
const deliveryStep = (fact: DeliveryFact) => (data: DeliveryEvent['data'], beside: Beside) => [
  ofDelivery({
    ...{ position: String(beside.position), document_id: data.documentId, recipient: data.to, at: data.at },
    ...{ shown: fact !== 'AcknowledgementOverdue', fact },
    told: tellOf(fact, data as unknown as Record<string, unknown>, beside),
  }),
];

const documentStep = (fact: DocumentEvent['type']) => (data: DocumentEvent['data'], beside: Beside) => [
  ofDocument({
    ...{ position: String(beside.position), document_id: data.documentId, fact, at: data.at },
    told: tellOf(fact, data as unknown as Record<string, unknown>, beside),
  }),
];

/**
 * Every fact of documents and deliveries with the state it led to: histories, and what the live streams are read from.
 * It stands after the projections whose rows it reads.
 */
export const steps: Projection = {
  name: 'steps.v1',
  tables: [step],
  on: {
    ...Object.fromEntries(documentFacts.map((fact) => [fact, documentStep(fact)])),
    ...Object.fromEntries(deliveryFacts.map((fact) => [fact, deliveryStep(fact)])),
  },
};
