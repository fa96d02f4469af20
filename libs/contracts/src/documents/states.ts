import { agency, type Answer, described, oneOf, shape, text, uuid } from '../answer';

/** States of a leg, domain tables A2. */
export const deliveryStates = [
  'Queued',
  'InTransit',
  'Failed',
  'Arrived',
  'Refused',
  'Accepted',
  'Assigned',
  'InProcess',
  'Completed',
  'RecallPending',
  'RecallDisputed',
  'UpdatePending',
  'Cancelled',
  'Superseded',
] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** States of a document at its sender, domain table A1. */
export const documentStates = [
  'Draft',
  'Signed',
  'Numbered',
  'Sealed',
  'Registered',
  'Issued',
  'Recalling',
  'Recalled',
  'Replaced',
] as const;
export type DocumentState = (typeof documentStates)[number];

/** What somebody of a role has to do; each is a list of its own. */
export const tasks = [
  'receive',
  'answer-recall',
  'answer-update',
  'decide-duplicate',
  'failed-delivery',
  'number',
  'seal',
  'register',
  'issue',
  'send-by-near',
  'sign',
  'assign',
  'dispute',
  'follow-dispute',
  'work',
  'draft',
] as const;
export type Task = (typeof tasks)[number];

// Parts of many answers about documents.

export const deliveryState = oneOf(...deliveryStates);
export const documentState = oneOf(...documentStates);
export const anyState = oneOf(...new Set([...deliveryStates, ...documentStates]));
export const closedAgency = described(text, 'closed agency for which the asking one reads on');
export const actedFor = described(text, 'closed agency for which its successor acted');
/** How the answer of a recipient stands, where a reply is wanted or was given. */
export const replyStanding = oneOf('open', 'overdue', 'answered', 'in-time', 'late');

/** A document named by another one. */
export const linked = { documentId: uuid, agency, symbol: text };
export const linkedDocument = shape(linked);
export type LinkedDocument = Answer<typeof linkedDocument>;
