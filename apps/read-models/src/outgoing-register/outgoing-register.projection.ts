import { documentOfKey } from '@domain/register/events';
import type { Projection } from '../projector/projection';
import { json } from '../projector/row-write';
import { table } from '../projector/table';

const register = table('outgoing_register', 'agency', 'book_year', 'series', 'number');
const entry = table('outgoing_register_document', 'document_id');

/** `outgoing` holds the administrative types, `outgoing<type>` one normative type each. */
const isOutgoing = (series: string): boolean => series.startsWith('outgoing');

interface Numbered {
  readonly agency: string;
  readonly bookYear: number;
  readonly series: string;
  readonly number: number;
}

const placeOf = ({ agency, bookYear, series, number }: Numbered) => ({
  ...{ agency, book_year: bookYear, series, number },
});

const updated = entry.shape({
  given: 'document_id text, subject text, removed jsonb, added jsonb',
  writes: ['document_id'],
  sql: `update outgoing_register_document as entry set subject = coalesce(given.subject, entry.subject),
      recipients = (entry.recipients - array(select jsonb_array_elements_text(given.removed))) || given.added
    from given where entry.document_id = given.document_id`,
});

/** A number stands in the book from its allocation on, so that the book never shows a gap that is none. */
export const outgoingRegister: Projection = {
  name: 'outgoing-register.v3',
  tables: [register, entry],
  on: {
    DocumentDrafted: ({ documentId, documentType, subject, paperFollows = false }) => [
      entry.insert({
        ...{ document_id: documentId, document_type: documentType, subject },
        ...{ recipients: json([]), paper_follows: paperFollows },
      }),
    ],
    DraftCorrected: ({ documentId, documentType, subject, paperFollows = false }) => [
      entry.update(
        { document_id: documentId },
        { document_type: documentType, subject, paper_follows: paperFollows },
      ),
    ],
    DocumentSigned: ({ documentId, officer }) => [
      entry.update({ document_id: documentId }, { signer: officer }),
    ],
    NumberAllocated: ({ key, at, ...allocated }) =>
      isOutgoing(allocated.series)
        ? [
            register.insert({
              ...placeOf(allocated),
              ...{ document_id: documentOfKey(key)?.documentId ?? key, numbered_at: at },
            }),
          ]
        : [],
    DocumentNumbered: ({ symbol, ...numbered }) => [register.update(placeOf(numbered), { symbol })],
    DocumentRegistered: ({ documentId, filedBy, copies, note }) => [
      entry.update({ document_id: documentId }, { filed_by: filedBy, copies, note }),
    ],
    DocumentIssued: ({ documentId, recipients, at }) => [
      entry.update({ document_id: documentId }, { recipients: json(recipients), issued_at: at }),
    ],
    UpdateIssued: ({ documentId, changes: { subject }, addedRecipients, removedRecipients }) => [
      updated({
        ...{ document_id: documentId, subject },
        ...{ removed: json(removedRecipients), added: json(addedRecipients) },
      }),
    ],
    OutgoingPaperRecorded: (paper) => [
      entry.insert({
        ...{ document_id: paper.key, document_type: paper.documentType, subject: paper.subject },
        ...{ signer: paper.signer, recipients: json(paper.recipients), filed_by: paper.filedBy },
        ...{ copies: paper.copies, note: paper.note, document_date: paper.documentDate },
      }),
      register.update(placeOf(paper), { symbol: paper.symbol }),
    ],
    NumberVoided: ({ reason, officer, approvedBy, ...voided }) =>
      isOutgoing(voided.series)
        ? [
            register.update(placeOf(voided), {
              ...{ voided: reason, voided_by: officer, void_approved_by: approvedBy },
            }),
          ]
        : [],
  },
};
