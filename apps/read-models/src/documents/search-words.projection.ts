import { sql } from '@adapters/read-store';
import type { Projection } from '../projector/projection';
import { entryWords, numberWord, plainWords, symbolWords } from '../search/words';

/** An array of the words, built where the statement stands. */
const json = (words: readonly string[]): string => JSON.stringify(words);

const added = (agency: string, direction: 'in' | 'out', documentId: string, words: readonly string[]) => [
  sql`update search_entry set words = words || array_to_tsvector(array(
        select jsonb_array_elements_text(${json(words)}::jsonb)))
      where agency = ${agency} and direction = ${direction} and document_id = ${documentId}`,
];

/**
 * What an agency may find a document by. Rows come with the draft and with the delivery, which is found from its
 * arrival on. Words are only added, so that a document is found by its earlier subject too; a number taken back is not.
 */
export const searchWords: Projection = {
  name: 'search-words.v1',
  tables: ['search_entry', 'search_party'],
  on: {
    DocumentDrafted: ({ documentId, agency, subject, at }) => [
      sql`insert into search_entry (agency, direction, document_id, at, words)
          values (${agency}, 'out', ${documentId}, ${at}, array_to_tsvector(array(
            select jsonb_array_elements_text(${json(entryWords({ agency, subject }))}::jsonb))))
          on conflict do nothing`,
    ],
    DraftCorrected: ({ documentId, agency, subject }) =>
      added(agency, 'out', documentId, plainWords(subject)),
    DocumentNumbered: ({ documentId, agency, symbol }) =>
      added(agency, 'out', documentId, symbolWords(symbol)),
    DocumentNumberVoided: ({ documentId, agency, symbol }) => [
      sql`update search_entry set words = ts_delete(words, array(
            select jsonb_array_elements_text(${json(symbolWords(symbol).filter(isSigned))}::jsonb)))
          where agency = ${agency} and direction = 'out' and document_id = ${documentId}`,
    ],
    UpdateIssued: ({ documentId, agency, changes: { subject } }) =>
      subject === undefined ? [] : added(agency, 'out', documentId, plainWords(subject)),
    DocumentIssued: ({ documentId }) => [
      sql`insert into search_party (agency, party, direction, document_id, at)
          select leg.sender, leg.recipient, 'out', leg.document_id, document.drafted_at
          from leg join document using (document_id) where leg.document_id = ${documentId}
          on conflict do nothing`,
    ],
    DeliveryRequested: ({ documentId, from, to, subject, symbol }) => [
      sql`insert into search_party (agency, party, direction, document_id, at)
          select ${from}::text, ${to}::text, 'out', document_id, drafted_at from document
          where document_id = ${documentId}
          on conflict do nothing`,
      sql`insert into search_entry (agency, direction, document_id, words)
          values (${to}, 'in', ${documentId}, array_to_tsvector(array(
            select jsonb_array_elements_text(${json(entryWords({ agency: to, subject, symbol }))}::jsonb))))
          on conflict do nothing`,
    ],
    DocumentArrived: ({ documentId, from, to, at }) => [
      sql`insert into search_party (agency, party, direction, document_id, at)
          values (${to}, ${from}, 'in', ${documentId}, ${at}) on conflict do nothing`,
      sql`update search_entry set at = ${at}
          where agency = ${to} and direction = 'in' and document_id = ${documentId}`,
    ],
    ReceiptAccepted: ({ documentId, to, number }) =>
      number === undefined ? [] : added(to, 'in', documentId, [numberWord(number)]),
    UpdateAgreed: ({ documentId, to, changes: { subject } }) =>
      subject === undefined ? [] : added(to, 'in', documentId, plainWords(subject)),
  },
};

/** Words of a text stay: the subject may hold them as well. */
const isSigned = (word: string): boolean => /^[=#]/.test(word);
