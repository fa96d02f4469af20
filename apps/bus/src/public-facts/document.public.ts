import type { DocumentEvent } from '@domain/document/events';
import type { PublicFacts } from './public-fact';

/** Drafts, signatures and numbers are a sender's own affair until the document is issued. */
export const documentPublic: PublicFacts<DocumentEvent> = {
  owner: 'exchange',
  context: 'exchange',
  facts: {
    DocumentIssued: {
      name: 'document-issued',
      version: 1,
      to: ({ agency }) => [agency],
      about: ({ documentId }) => documentId,
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
  },
};
