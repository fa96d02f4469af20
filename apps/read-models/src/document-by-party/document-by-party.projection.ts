import { sql } from '@adapters/read-store';
import type { LegStep } from '@contracts';
import type { Projection } from '../projector/projection';

interface Leg {
  readonly documentId: string;
  readonly to: string;
}

function stepped({ documentId, to }: Leg, step: LegStep) {
  return [
    sql`update document_leg set
          state = ${step.state}, since = ${step.at}, arrived = true,
          history = history || ${JSON.stringify([step])}::jsonb
        where document_id = ${documentId} and recipient = ${to}`,
  ];
}

export const documentByParty: Projection = {
  name: 'document-by-party.v1',
  tables: ['document', 'document_leg'],
  on: {
    DocumentDrafted: ({ documentId, agency, documentType, subject, urgency, contents, dueDate, at }) => [
      sql`insert into document
            (document_id, agency, state, document_type, subject, urgency, contents, due_date, drafted_at)
          values (${documentId}, ${agency}, 'Draft', ${documentType}, ${subject}, ${urgency},
            ${JSON.stringify(contents)}::jsonb, ${dueDate ?? null}, ${at})
          on conflict (document_id) do nothing`,
    ],
    DocumentSigned: ({ documentId, at }) => [
      sql`update document set state = 'Signed', signed_at = ${at} where document_id = ${documentId}`,
    ],
    DocumentNumbered: ({ documentId, symbol, number, bookYear, at }) => [
      sql`update document set state = 'Numbered', symbol = ${symbol}, number = ${number},
            book_year = ${bookYear}, numbered_at = ${at}
          where document_id = ${documentId}`,
    ],
    DocumentIssued: ({ documentId, recipients, at }) => [
      sql`update document set state = 'Issued', issued_at = ${at} where document_id = ${documentId}`,
      sql`insert into document_leg (document_id, recipient, state, since, arrived, history)
          select ${documentId}::text, recipient, 'Queued', ${at}::text, false,
            ${JSON.stringify([{ state: 'Queued', at }])}::jsonb
          from jsonb_array_elements_text(${JSON.stringify(recipients)}::jsonb) as recipient
          on conflict (document_id, recipient) do nothing`,
    ],
    DocumentArrived: (leg) => stepped(leg, { state: 'Arrived', statusCode: '01', at: leg.at }),
    ReceiptRefused: ({ officer, reasonCode, reason, at, ...leg }) =>
      stepped(leg, { state: 'Refused', statusCode: '02', at, officer, reasonCode, reason }),
    ReceiptAccepted: ({ officer, number, at, ...leg }) =>
      stepped(leg, { state: 'Accepted', statusCode: '03', at, officer, number }),
    ProcessingAssigned: ({ officer, assignee, at, ...leg }) =>
      stepped(leg, { state: 'Assigned', statusCode: '04', at, officer, assignee }),
    ProcessingStarted: ({ officer, at, ...leg }) =>
      stepped(leg, { state: 'InProcess', statusCode: '05', at, officer }),
    ProcessingCompleted: ({ officer, result, at, ...leg }) =>
      stepped(leg, { state: 'Completed', statusCode: '06', at, officer, result }),
  },
};
