import { localDate } from '@domain/codes';
import { deliveryRow } from '../documents/deliveries.projection';
import { document } from '../documents/documents.projection';
import type { DataOf, Projection } from '../projector/projection';
import { table } from '../projector/table';
import { entry, type EntryKey, isFound, isFoundBy, undated } from './entries';
import { agencyWord, numberWord, officerWord, symbolSigns, symbolWord, typeWord } from './words';

export const party = table('search_party', 'agency', 'party', 'at', 'document_id', 'direction');

/** A row holds nothing that another one of the same key might say otherwise. */
const isParty = party.shape({
  adds: [],
  sql: `insert into search_party (agency, party, direction, document_id, at)
    select agency, party, direction, document_id, at from given on conflict do nothing`,
});

/** What has recipients has its number, and stands where that puts it. */
const at = `coalesce(document.card ->> 'numberedAt', document.drafted_at)`;

const isPartyOfDraft = party.shape({
  adds: [],
  reads: [document.by('document_id')],
  sql: `insert into search_party (agency, party, direction, document_id, at)
    select given.agency, given.party, 'out', document_id, ${at}
    from given join document using (document_id)
    on conflict do nothing`,
});

const areParties = party.shape({
  adds: [],
  reads: [document.by('document_id'), deliveryRow.by('document_id')],
  sql: `insert into search_party (agency, party, direction, document_id, at)
    select leg.sender, leg.recipient, 'out', document_id, ${at}
    from given join leg using (document_id) join document using (document_id)
    on conflict do nothing`,
});

const outgoing = (agency: string, documentId: string): EntryKey => ({
  ...{ agency, direction: 'out', found_id: documentId },
});
const incoming = (agency: string, documentId: string): EntryKey => ({
  ...{ agency, direction: 'in', found_id: documentId },
});

/** The date a document bears stands in its code, `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`. */
const dateBorne = (documentCode: string | undefined): string | undefined =>
  documentCode?.split(',')[1]?.replaceAll('/', '-');

const codeSigns = (code: string | undefined): readonly string[] =>
  code === undefined ? [] : [symbolWord(code)];

const givenTo = ({ documentId, to, assignee, dueDate }: DataOf<'ProcessingAssigned'>) => [
  isFoundBy(incoming(to, documentId), { due: dueDate, signs: [officerWord(assignee)] }, '>'),
];

const textOf = (subject: string | undefined): readonly string[] => (subject === undefined ? [] : [subject]);

/**
 * What an agency may find a document by. Rows come with the draft and with the delivery, which is found from its
 * arrival on. Words are only added, so that a document is found by its earlier subject too; a number taken back is not.
 */
export const ofDocuments: Projection['on'] = {
  DocumentDrafted: ({ documentId, agency, officer, documentType, subject, dueDate, at }) => [
    isFound(outgoing(agency, documentId), 'document', {
      ...{ at, due: dueDate, texts: [subject] },
      signs: [agencyWord(agency), typeWord(documentType), officerWord(officer)],
    }),
  ],
  DraftHandedOver: ({ documentId, agency, to }) => [
    isFoundBy(outgoing(agency, documentId), { signs: [officerWord(to)] }, '>'),
  ],
  DraftCorrected: ({ documentId, agency, documentType, subject, dueDate }) => [
    isFoundBy(
      outgoing(agency, documentId),
      { due: dueDate, signs: [typeWord(documentType)], texts: [subject] },
      '^',
    ),
  ],
  DocumentNumbered: ({ documentId, agency, symbol, at }) => [
    isFoundBy(outgoing(agency, documentId), {
      ...{ at, documentDate: localDate(at), signs: symbolSigns(symbol), texts: [symbol] },
    }),
  ],
  // The words of the symbol stay: the subject may hold them as well.
  DocumentNumberVoided: ({ documentId, agency }) => [
    isFoundBy(outgoing(agency, documentId), { documentDate: undated }, '=#'),
  ],
  UpdateIssued: ({ documentId, agency, changes: { subject, dueDate } }) => [
    isFoundBy(outgoing(agency, documentId), { due: dueDate, texts: textOf(subject) }),
  ],
  DocumentIssued: ({ documentId, agency, documentCode }) => [
    areParties({ document_id: documentId }),
    isFoundBy(outgoing(agency, documentId), { signs: codeSigns(documentCode) }),
  ],
  DeliveryRequested: ({ documentId, from, to, subject, symbol, documentType, documentCode, dueDate, at }) => [
    isPartyOfDraft({ agency: from, party: to, document_id: documentId }),
    isFound(incoming(to, documentId), 'document', {
      ...{ due: dueDate, documentDate: dateBorne(documentCode) ?? localDate(at) },
      signs: [agencyWord(to), typeWord(documentType), ...symbolSigns(symbol), ...codeSigns(documentCode)],
      texts: [subject, symbol],
    }),
  ],
  DocumentArrived: ({ documentId, from, to, at }) => [
    isParty({ agency: to, direction: 'in', document_id: documentId, party: from, at }),
    entry.update({ ...incoming(to, documentId) }, { at }),
  ],
  ReceiptAccepted: ({ documentId, to, number }) =>
    number === undefined ? [] : [isFoundBy(incoming(to, documentId), { signs: [numberWord(number)] })],
  ProcessingAssigned: givenTo,
  ProcessingReassigned: givenTo,
  UpdateAgreed: ({ documentId, to, changes: { subject, dueDate } }) => [
    isFoundBy(incoming(to, documentId), { due: dueDate, texts: textOf(subject) }),
  ],
};
