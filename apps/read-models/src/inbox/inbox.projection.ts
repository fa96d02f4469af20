import { sql } from '@adapters/read-store';
import type { DeliveryState } from '@contracts';
import type { Projection } from '../projector/projection';

interface Leg {
  readonly documentId: string;
  readonly to: string;
  readonly at: string;
}

const moved = ({ documentId, to, at }: Leg, state: DeliveryState) => [
  sql`update inbox set state = ${state}, changed_at = ${at} where agency = ${to} and document_id = ${documentId}`,
];

/**
 * A leg is a row from the start, and shown from its arrival on: before that the recipient has nothing in hand.
 */
export const inbox: Projection = {
  name: 'inbox.v1',
  tables: ['inbox'],
  on: {
    DeliveryRequested: ({ documentId, from, to, symbol, documentType, subject, urgency, at }) => [
      sql`insert into inbox
            (agency, document_id, sender, symbol, document_type, subject, urgency, state, changed_at)
          values (${to}, ${documentId}, ${from}, ${symbol}, ${documentType}, ${subject}, ${urgency}, 'Queued', ${at})
          on conflict (agency, document_id) do nothing`,
    ],
    DocumentArrived: ({ documentId, to, at }) => [
      sql`update inbox set state = 'Arrived', arrived_at = ${at}, changed_at = ${at}
          where agency = ${to} and document_id = ${documentId}`,
    ],
    ReceiptRefused: (leg) => moved(leg, 'Refused'),
    ReceiptAccepted: ({ documentId, to, number, bookYear, at }) => [
      sql`update inbox set state = 'Accepted', number = ${number}, book_year = ${bookYear}, changed_at = ${at}
          where agency = ${to} and document_id = ${documentId}`,
    ],
    ProcessingAssigned: ({ documentId, to, assignee, at }) => [
      sql`update inbox set state = 'Assigned', assignee = ${assignee}, changed_at = ${at}
          where agency = ${to} and document_id = ${documentId}`,
    ],
    ProcessingStarted: (leg) => moved(leg, 'InProcess'),
    ProcessingCompleted: (leg) => moved(leg, 'Completed'),
  },
};
