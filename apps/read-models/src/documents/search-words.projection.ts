import type { Projection } from '../projector/projection';
import { json } from '../projector/row-write';
import { table } from '../projector/table';
import { entryWords, numberWord, plainWords, symbolWords } from '../search/words';
import { deliveryRow } from './deliveries.projection';
import { document } from './documents.projection';

const entry = table('search_entry', 'document_id', 'direction', 'agency');
const party = table('search_party', 'agency', 'party', 'at', 'document_id', 'direction');

const given = `agency text collate "C", direction text collate "C", document_id text collate "C",
  at text collate "C", words jsonb`;
const writes = ['document_id', 'direction', 'agency'];
const words = 'array(select jsonb_array_elements_text(given.words))';
const ofGiven = `entry.agency = given.agency and entry.direction = given.direction
  and entry.document_id = given.document_id`;

const found = entry.shape({
  given,
  writes,
  sql: `insert into search_entry (agency, direction, document_id, at, words)
    select agency, direction, document_id, at, array_to_tsvector(${words}) from given
    on conflict (document_id, direction, agency) do nothing`,
});

const foundToo = entry.shape({
  given,
  writes,
  sql: `update search_entry as entry set words = entry.words || array_to_tsvector(${words})
    from given where ${ofGiven}`,
});

const foundNoMore = entry.shape({
  given,
  writes,
  sql: `update search_entry as entry set words = ts_delete(entry.words, ${words}) from given where ${ofGiven}`,
});

/** A row holds nothing that another one of the same key might say otherwise. */
const isParty = party.shape({
  adds: [],
  sql: `insert into search_party (agency, party, direction, document_id, at)
    select agency, party, direction, document_id, at from given on conflict do nothing`,
});

const isPartyOfDraft = party.shape({
  adds: [],
  reads: [document.by('document_id')],
  sql: `insert into search_party (agency, party, direction, document_id, at)
    select given.agency, given.party, 'out', document_id, document.drafted_at
    from given join document using (document_id)
    on conflict do nothing`,
});

const areParties = party.shape({
  adds: [],
  reads: [document.by('document_id'), deliveryRow.by('document_id')],
  sql: `insert into search_party (agency, party, direction, document_id, at)
    select leg.sender, leg.recipient, 'out', document_id, document.drafted_at
    from given join leg using (document_id) join document using (document_id)
    on conflict do nothing`,
});

const outgoing = (agency: string, documentId: string) => ({
  ...{ agency, direction: 'out', document_id: documentId },
});
const incoming = (agency: string, documentId: string) => ({
  ...{ agency, direction: 'in', document_id: documentId },
});

/**
 * What an agency may find a document by. Rows come with the draft and with the delivery, which is found from its
 * arrival on. Words are only added, so that a document is found by its earlier subject too; a number taken back is not.
 */
export const searchWords: Projection = {
  name: 'search-words.v1',
  tables: [entry, party],
  on: {
    DocumentDrafted: ({ documentId, agency, subject, at }) => [
      found({ ...outgoing(agency, documentId), at, words: json(entryWords({ agency, subject })) }),
    ],
    DocumentNumbered: ({ documentId, agency, symbol }) => [
      foundToo({ ...outgoing(agency, documentId), words: json(symbolWords(symbol)) }),
    ],
    DraftCorrected: ({ documentId, agency, subject }) => [
      foundToo({ ...outgoing(agency, documentId), words: json(plainWords(subject)) }),
    ],
    DocumentNumberVoided: ({ documentId, agency, symbol }) => [
      foundNoMore({ ...outgoing(agency, documentId), words: json(symbolWords(symbol).filter(isSigned)) }),
    ],
    UpdateIssued: ({ documentId, agency, changes: { subject } }) =>
      subject === undefined
        ? []
        : [foundToo({ ...outgoing(agency, documentId), words: json(plainWords(subject)) })],
    DocumentIssued: ({ documentId }) => [areParties({ document_id: documentId })],
    DeliveryRequested: ({ documentId, from, to, subject, symbol }) => [
      isPartyOfDraft({ agency: from, party: to, document_id: documentId }),
      found({ ...incoming(to, documentId), words: json(entryWords({ agency: to, subject, symbol })) }),
    ],
    DocumentArrived: ({ documentId, from, to, at }) => [
      isParty({ ...incoming(to, documentId), party: from, at }),
      entry.update(incoming(to, documentId), { at }),
    ],
    ReceiptAccepted: ({ documentId, to, number }) =>
      number === undefined
        ? []
        : [foundToo({ ...incoming(to, documentId), words: json([numberWord(number)]) })],
    UpdateAgreed: ({ documentId, to, changes: { subject } }) =>
      subject === undefined
        ? []
        : [foundToo({ ...incoming(to, documentId), words: json(plainWords(subject)) })],
  },
};

/** Words of a text stay: the subject may hold them as well. */
const isSigned = (word: string): boolean => /^[=#]/.test(word);
