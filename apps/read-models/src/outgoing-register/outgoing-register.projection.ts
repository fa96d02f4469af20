import { sql } from '@adapters/read-store';
import { documentOfKey } from '@domain/register/events';
import type { Projection } from '../projector/projection';

/** `outgoing` holds the administrative types, `outgoing<type>` one normative type each. */
const isOutgoing = (series: string): boolean => series.startsWith('outgoing');

/** A number stands in the book from its allocation on, so that the book never shows a gap that is none. */
export const outgoingRegister: Projection = {
  name: 'outgoing-register.v3',
  tables: ['outgoing_register', 'outgoing_register_document'],
  on: {
    DocumentDrafted: ({ documentId, documentType, subject, paperFollows = false }) => [
      sql`insert into outgoing_register_document (document_id, document_type, subject, recipients, paper_follows)
          values (${documentId}, ${documentType}, ${subject}, '[]'::jsonb, ${paperFollows})
          on conflict (document_id) do nothing`,
    ],
    DraftCorrected: ({ documentId, documentType, subject, paperFollows = false }) => [
      sql`update outgoing_register_document set document_type = ${documentType}, subject = ${subject},
            paper_follows = ${paperFollows}
          where document_id = ${documentId}`,
    ],
    DocumentSigned: ({ documentId, officer }) => [
      sql`update outgoing_register_document set signer = ${officer} where document_id = ${documentId}`,
    ],
    NumberAllocated: ({ agency, series, bookYear, number, key, at }) =>
      isOutgoing(series)
        ? [
            sql`insert into outgoing_register (agency, book_year, series, number, document_id, numbered_at)
                values (${agency}, ${bookYear}, ${series}, ${number}, ${documentOfKey(key)?.documentId ?? key}, ${at})
                on conflict (agency, book_year, series, number) do nothing`,
          ]
        : [],
    DocumentNumbered: ({ agency, series, bookYear, number, symbol }) => [
      sql`update outgoing_register set symbol = ${symbol}
          where agency = ${agency} and book_year = ${bookYear} and series = ${series} and number = ${number}`,
    ],
    DocumentRegistered: ({ documentId, filedBy, copies, note }) => [
      sql`update outgoing_register_document set filed_by = ${filedBy}, copies = ${copies}, note = ${note ?? null}
          where document_id = ${documentId}`,
    ],
    DocumentIssued: ({ documentId, recipients, at }) => [
      sql`update outgoing_register_document set recipients = ${JSON.stringify(recipients)}::jsonb, issued_at = ${at}
          where document_id = ${documentId}`,
    ],
    UpdateIssued: ({ documentId, changes, addedRecipients, removedRecipients }) => [
      sql`update outgoing_register_document set subject = coalesce(${changes.subject ?? null}, subject),
            recipients = (recipients
              - array(select jsonb_array_elements_text(${JSON.stringify(removedRecipients)}::jsonb)))
              || ${JSON.stringify(addedRecipients)}::jsonb
          where document_id = ${documentId}`,
    ],
    OutgoingPaperRecorded: (paper) => [
      sql`insert into outgoing_register_document (document_id, document_type, subject, signer, recipients, filed_by,
            copies, note, document_date)
          values (${paper.key}, ${paper.documentType}, ${paper.subject}, ${paper.signer},
            ${JSON.stringify(paper.recipients)}::jsonb, ${paper.filedBy}, ${paper.copies}, ${paper.note ?? null},
            ${paper.documentDate})
          on conflict (document_id) do nothing`,
      sql`update outgoing_register set symbol = ${paper.symbol}
          where agency = ${paper.agency} and book_year = ${paper.bookYear} and series = ${paper.series}
            and number = ${paper.number}`,
    ],
    NumberVoided: ({ agency, series, bookYear, number, reason, officer, approvedBy }) =>
      isOutgoing(series)
        ? [
            sql`update outgoing_register set voided = ${reason}, voided_by = ${officer ?? null},
                  void_approved_by = ${approvedBy ?? null}
                where agency = ${agency} and book_year = ${bookYear} and series = ${series} and number = ${number}`,
          ]
        : [],
  },
};
