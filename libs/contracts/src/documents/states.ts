import { agency, type Answer, described, oneOf, shape, uuid } from '../answer';
import { symbol } from './words';

/** States of a delivery, domain tables A2. */
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
  'Returned',
  'Discarded',
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

/** Roles that have a list of what to do. */
export const todoRoles = [
  'Clerk',
  'Leader',
  'Specialist',
  'Drafter',
  'OneStopOfficer',
  'OneStopHead',
] as const;
export type TodoRole = (typeof todoRoles)[number];

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
  'hand-over',
  'work',
  'correct',
  'draft',
  'take-dossier',
  'ask-supplement',
  'check-supplement',
  'return-result',
  'hand-off-not-taken',
  'apology-needed',
  'overdue-predicted',
  'dossier-overdue',
  'late-apology',
  'consultation-lapsed',
  'work-on-leg',
  'reroute-leg',
  'overdue-leg',
  'ask-for-leg',
  'agree-on-leg',
  'decide-on-leg',
] as const;
export type Task = (typeof tasks)[number];

/** How the dispute about a recall ends. */
export const disputeOutcomes = ['cancelled', 'kept'] as const;

// Parts of many answers about documents.

export const deliveryState = described(oneOf(...deliveryStates), 'of the delivery at one recipient');
export const documentState = described(oneOf(...documentStates), 'of the document at its sender');
export const anyState = described(
  oneOf(...new Set([...deliveryStates, ...documentStates])),
  'of the delivery at one recipient, or of the document at its sender',
);
export const closedAgency = described(agency, 'code of the closed agency for which the asking one reads on');
export const actedFor = described(agency, 'code of the closed agency for which its successor acted');
export const replyStanding = described(
  oneOf('open', 'overdue', 'answered', 'in-time', 'late'),
  'while a reply is wanted by a date `open`, then `overdue`; once it came `in-time` or `late`; `answered` without a date',
);

export const issuer = described(agency, 'code of the agency that issued it');
export const linked = { documentId: uuid, agency: issuer, symbol };
export const linkedDocument = described(shape(linked), 'a document named by another one');
export type LinkedDocument = Answer<typeof linkedDocument>;

/** What of an agency bears a number. */
export const foundKinds = ['document', 'paper', 'dossier', 'slip'] as const;
export type FoundKind = (typeof foundKinds)[number];
