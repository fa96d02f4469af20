import type { DocumentEvent } from '@domain/document/events';
import type { PublicFacts } from './public-fact';

const sender = ({ agency }: { readonly agency: string }) => [agency];
const documentId = (data: { readonly documentId: string }) => data.documentId;

/**
 * Drafts, signatures and numbers are a sender's own affair until the document is issued. What is asked of a recipient
 * afterwards is told to it by the facts of its delivery.
 */
export const documentPublic: PublicFacts<DocumentEvent> = {
  owner: 'exchange',
  context: 'exchange',
  facts: {
    DocumentIssued: {
      name: 'document-issued',
      version: 1,
      to: sender,
      about: documentId,
      fields: [
        'documentId',
        'agency',
        'recipients',
        'documentType',
        'subject',
        'symbol',
        'urgency',
        'contents',
        'dueDate',
      ],
    },
    RecallOrdered: {
      name: 'recall-ordered',
      version: 1,
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'recipients', 'reason'],
    },
    RecallOrderWithdrawn: {
      name: 'recall-order-withdrawn',
      version: 1,
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'reason'],
    },
    RecallSettled: {
      name: 'recall-settled',
      version: 1,
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'cancelled', 'kept'],
    },
    UpdateIssued: {
      name: 'update-issued',
      version: 1,
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'changes', 'addedRecipients', 'removedRecipients', 'reason'],
    },
    ReplacementIssued: {
      name: 'replacement-issued',
      version: 1,
      to: sender,
      about: documentId,
      fields: ['documentId', 'agency', 'replacement', 'recipients'],
    },
  },
};
