import type { DocumentState } from '@contracts';
import type { Projection } from '../projector/projection';
import { json, type Row, type RowWrite } from '../projector/row-write';
import { table } from '../projector/table';
import { actingIn } from './acting.policy';

export const document = table('document', 'document_id');

interface Moment {
  readonly documentId: string;
  readonly at: string;
}

/** Null in a card means: no longer said. */
const saying = { set: { card: 'document.card || given.card' } };

const moved = ({ documentId, at }: Moment, state: DocumentState, card: object, columns: Row = {}): RowWrite =>
  document.update(
    { document_id: documentId },
    { state, changed_at: at, card: json(card), ...columns },
    saying,
  );

const sayingOfRecall = {
  set: { card: `document.card || jsonb_build_object('recall', document.card->'recall' || given.card)` },
};

const recallMoved = ({ documentId, at }: Moment, state: DocumentState, card: object): RowWrite =>
  document.update({ document_id: documentId }, { state, changed_at: at, card: json(card) }, sayingOfRecall);

const changing = {
  set: {
    ...saying.set,
    subject: 'coalesce(given.subject, document.subject)',
    urgency: 'coalesce(given.urgency, document.urgency)',
    due_date: 'coalesce(given.due_date, document.due_date)',
  },
};

/** All that a draft may say in its card beside its parts. */
const nothingSaid = {
  paperFollows: null,
  responseFor: null,
  replaces: null,
  corrects: null,
  distribution: null,
  copyOf: null,
  pageAmount: null,
  draftingUnit: null,
};

const signatureTakenBack = {
  signedBy: null,
  signedAt: null,
  authority: null,
  position: null,
  signatures: null,
  sendBy: null,
};

const numberTakenBack = {
  ...signatureTakenBack,
  seals: null,
  number: null,
  bookYear: null,
  series: null,
  numberedAt: null,
  sealedAt: null,
  sealedBy: null,
  registeredAt: null,
  filedBy: null,
  copies: null,
  note: null,
};

/** One row a document; what nobody filters or sorts by stands in its card, which never grows with its history. */
export const documents: Projection = {
  name: 'documents.v1',
  tables: [document, table('document_count', 'agency', 'state')],
  on: {
    DocumentDrafted: (fact) => {
      const { documentId, agency, documentType, subject, urgency, dueDate, officer, at, ...card } = fact;
      return [
        document.insert({
          ...{
            document_id: documentId,
            agency,
            state: 'Draft',
            document_type: documentType,
            subject,
            urgency,
          },
          ...{ due_date: dueDate, drafted_by: officer, drafted_at: at, changed_at: at, card: json(card) },
        }),
      ];
    },
    DraftCorrected: ({ documentType, subject, urgency, dueDate, ...fact }) => {
      const { documentId, at, officer: _, agency: _own, coverFor: _away, ...card } = fact;
      return [
        moved(
          { documentId, at },
          'Draft',
          { ...nothingSaid, ...card, returned: null },
          { document_type: documentType, subject, urgency, due_date: dueDate },
        ),
      ];
    },
    DraftReturned: ({ officer, opinion, ...fact }) => [
      moved(
        fact,
        'Returned',
        { ...signatureTakenBack, returned: { officer, opinion, at: fact.at } },
        { send_by: null },
      ),
    ],
    DraftHandedOver: ({ documentId, to, at }) => [
      document.update({ document_id: documentId }, { drafted_by: to, changed_at: at }),
    ],
    DraftDiscarded: ({ officer, reason, ...fact }) => [
      moved(fact, 'Discarded', { discarded: { officer, reason, at: fact.at } }),
    ],
    DocumentSigned: ({ officer, authority, position, signatures, sendBy, ...fact }) => [
      moved(
        fact,
        'Signed',
        {
          ...{ signedBy: officer, signedAt: fact.at, authority, position, signatures, sendBy },
          numberVoided: null,
        },
        { send_by: sendBy === undefined ? null : sendBy[sendBy.stricter] },
      ),
    ],
    DocumentNumbered: ({ number, bookYear, series, symbol, ...fact }) => [
      moved(fact, 'Numbered', { number, bookYear, series, numberedAt: fact.at }, { symbol }),
    ],
    DocumentNumberVoided: ({ number, bookYear, series, symbol, approvedBy, reason, officer, ...fact }) => [
      moved(
        fact,
        'Draft',
        {
          ...numberTakenBack,
          numberVoided: { number, bookYear, series, symbol, approvedBy, reason, officer, at: fact.at },
        },
        { symbol: null, send_by: null },
      ),
    ],
    OrganisationSealApplied: ({ officer, signatures, ...fact }) => [
      moved(fact, 'Sealed', { sealedBy: officer, sealedAt: fact.at, seals: signatures }),
    ],
    DocumentRegistered: ({ filedBy, copies, note, ...fact }) => [
      moved(fact, 'Registered', { registeredAt: fact.at, filedBy, copies, note }),
    ],
    DocumentIssued: ({ officer, documentCode, legalValue, late, recipients, forwarded, ...fact }, beside) => [
      moved(
        fact,
        'Issued',
        {
          ...{ issuedBy: officer, ...actingIn(beside), documentCode, legalValue, late, forwarded },
          recipients: recipients.length,
        },
        { issued_at: fact.at, symbol: fact.symbol, send_by: null },
      ),
    ],
    RecallOrdered: ({ officer, reason, recipients, ...fact }) => [
      moved(fact, 'Recalling', {
        recall: { orderedBy: officer, orderedAt: fact.at, reason, recipients: recipients.length },
      }),
    ],
    RecallOrderWithdrawn: ({ officer, reason, ...fact }) => [
      recallMoved(fact, 'Issued', { withdrawnBy: officer, withdrawnAt: fact.at, withdrawnReason: reason }),
    ],
    RecallSettled: ({ cancelled, kept, ...fact }) => [
      recallMoved(fact, 'Recalled', {
        ...{ settledAt: fact.at, cancelled: cancelled.length, kept: kept.length },
      }),
    ],
    ReplacementIssued: ({ replacement, ...fact }) => [moved(fact, 'Replaced', { replacedBy: replacement })],
    UpdateIssued: ({ documentId, changes, addedRecipients, removedRecipients, officer, reason, at }) => {
      const [added, removed] = [addedRecipients.length, removedRecipients.length];
      const { subject, urgency, dueDate } = changes;
      const card = json({ update: { changes, reason, officer, at, added, removed } });
      const columns = { changed_at: at, subject, urgency, due_date: dueDate, card };
      return [document.update({ document_id: documentId }, columns, changing)];
    },
    CorrectionIssued: ({ correction, documentId, at }) => [
      document.update(
        { document_id: documentId },
        { changed_at: at, card: json({ correctedBy: correction }) },
        saying,
      ),
    ],
  },
};
