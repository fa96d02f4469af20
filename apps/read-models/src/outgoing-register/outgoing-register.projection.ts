import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';

/** A number stands in the book from its allocation on, so that the book never shows a gap that is none. */
export const outgoingRegister: Projection = {
  name: 'outgoing-register.v1',
  tables: ['outgoing_register', 'outgoing_register_document'],
  on: {
    DocumentDrafted: ({ documentId, documentType, subject }) => [
      sql`insert into outgoing_register_document (document_id, document_type, subject, recipients)
          values (${documentId}, ${documentType}, ${subject}, '[]'::jsonb)
          on conflict (document_id) do nothing`,
    ],
    DocumentSigned: ({ documentId, officer }) => [
      sql`update outgoing_register_document set signer = ${officer} where document_id = ${documentId}`,
    ],
    NumberAllocated: ({ agency, series, bookYear, number, key, at }) =>
      series === 'outgoing'
        ? [
            sql`insert into outgoing_register (agency, book_year, number, document_id, numbered_at)
                values (${agency}, ${bookYear}, ${number}, ${key}, ${at})
                on conflict (agency, book_year, number) do nothing`,
          ]
        : [],
    DocumentNumbered: ({ agency, series, bookYear, number, symbol }) =>
      series === 'outgoing'
        ? [
            sql`update outgoing_register set symbol = ${symbol}
                where agency = ${agency} and book_year = ${bookYear} and number = ${number}`,
          ]
        : [],
    DocumentIssued: ({ documentId, recipients }) => [
      sql`update outgoing_register_document set recipients = ${JSON.stringify(recipients)}::jsonb
          where document_id = ${documentId}`,
    ],
    NumberVoided: ({ agency, series, bookYear, number, reason }) =>
      series === 'outgoing'
        ? [
            sql`update outgoing_register set voided = ${reason}
                where agency = ${agency} and book_year = ${bookYear} and number = ${number}`,
          ]
        : [],
  },
};
