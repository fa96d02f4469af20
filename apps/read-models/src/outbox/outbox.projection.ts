import { sql } from '@adapters/read-store';
import type { DeliveryState, DocumentState } from '@contracts';
import type { Projection } from '../projector/projection';

const moved = (documentId: string, state: DocumentState) => [
  sql`update outbox set state = ${state} where document_id = ${documentId}`,
];

const legMoved = ({ documentId, to }: { documentId: string; to: string }, state: DeliveryState) => [
  sql`update outbox_leg set state = ${state} where document_id = ${documentId} and recipient = ${to}`,
];

/**
 * Legs stand from the fact that the document was issued, so that whoever issued it sees all of them at once.
 */
export const outbox: Projection = {
  name: 'outbox.v1',
  tables: ['outbox', 'outbox_leg'],
  on: {
    DocumentDrafted: ({ documentId, agency, documentType, subject, urgency, at }) => [
      sql`insert into outbox (document_id, agency, state, document_type, subject, urgency, drafted_at)
          values (${documentId}, ${agency}, 'Draft', ${documentType}, ${subject}, ${urgency}, ${at})
          on conflict (document_id) do nothing`,
    ],
    DocumentSigned: ({ documentId }) => moved(documentId, 'Signed'),
    DocumentNumbered: ({ documentId, symbol }) => [
      sql`update outbox set state = 'Numbered', symbol = ${symbol} where document_id = ${documentId}`,
    ],
    DocumentIssued: ({ documentId, recipients, at }) => [
      sql`update outbox set state = 'Issued', issued_at = ${at} where document_id = ${documentId}`,
      sql`insert into outbox_leg (document_id, recipient, state)
          select ${documentId}::text, recipient, 'Queued'
          from jsonb_array_elements_text(${JSON.stringify(recipients)}::jsonb) as recipient
          on conflict (document_id, recipient) do nothing`,
    ],
    DocumentArrived: (leg) => legMoved(leg, 'Arrived'),
    ReceiptRefused: (leg) => legMoved(leg, 'Refused'),
    ReceiptAccepted: (leg) => legMoved(leg, 'Accepted'),
    ProcessingAssigned: (leg) => legMoved(leg, 'Assigned'),
    ProcessingStarted: (leg) => legMoved(leg, 'InProcess'),
    ProcessingCompleted: (leg) => legMoved(leg, 'Completed'),
  },
};
