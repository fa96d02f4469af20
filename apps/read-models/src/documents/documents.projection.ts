import { sql, type SqlStatement } from '@adapters/read-store';
import type { DocumentState } from '@contracts';
import type { Projection } from '../projector/projection';
import { actingIn } from './acting.policy';

interface Moment {
  readonly documentId: string;
  readonly at: string;
}

/** Null in a card means: no longer said. */
const moved = ({ documentId, at }: Moment, state: DocumentState, card: object): SqlStatement => sql`
  update document set state = ${state}, changed_at = ${at}, card = card || ${JSON.stringify(card)}::jsonb
  where document_id = ${documentId}`;

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
  tables: ['document', 'document_count'],
  on: {
    DocumentDrafted: (fact) => {
      const { documentId, agency, documentType, subject, urgency, dueDate, officer, at, ...card } = fact;
      return [
        sql`insert into document (document_id, agency, state, document_type, subject, urgency, due_date, drafted_by,
              drafted_at, changed_at, card)
            values (${documentId}, ${agency}, 'Draft', ${documentType}, ${subject}, ${urgency}, ${dueDate ?? null},
              ${officer}, ${at}, ${at}, ${JSON.stringify(card)}::jsonb)
            on conflict (document_id) do nothing`,
      ];
    },
    DraftCorrected: ({ documentType, subject, urgency, dueDate, ...fact }) => {
      const { documentId, at, officer: _, agency: _own, coverFor: _away, ...card } = fact;
      return [
        moved({ documentId, at }, 'Draft', { ...nothingSaid, ...card, returned: null }),
        sql`update document set document_type = ${documentType}, subject = ${subject}, urgency = ${urgency},
              due_date = ${dueDate ?? null}
            where document_id = ${documentId}`,
      ];
    },
    DraftReturned: ({ officer, opinion, ...fact }) => [
      moved(fact, 'Returned', { ...signatureTakenBack, returned: { officer, opinion, at: fact.at } }),
      sql`update document set send_by = null where document_id = ${fact.documentId}`,
    ],
    DraftHandedOver: ({ documentId, to, at }) => [
      sql`update document set drafted_by = ${to}, changed_at = ${at} where document_id = ${documentId}`,
    ],
    DraftDiscarded: ({ officer, reason, ...fact }) => [
      moved(fact, 'Discarded', { discarded: { officer, reason, at: fact.at } }),
    ],
    DocumentSigned: ({ officer, authority, position, signatures, sendBy, ...fact }) => [
      moved(fact, 'Signed', {
        signedBy: officer,
        signedAt: fact.at,
        authority,
        position,
        signatures,
        sendBy,
        numberVoided: null,
      }),
      sql`update document set send_by = ${sendBy === undefined ? null : sendBy[sendBy.stricter]}
          where document_id = ${fact.documentId}`,
    ],
    DocumentNumbered: ({ number, bookYear, series, symbol, ...fact }) => [
      moved(fact, 'Numbered', { number, bookYear, series, numberedAt: fact.at }),
      sql`update document set symbol = ${symbol} where document_id = ${fact.documentId}`,
    ],
    DocumentNumberVoided: ({ number, bookYear, series, symbol, approvedBy, reason, officer, ...fact }) => [
      moved(fact, 'Draft', {
        ...numberTakenBack,
        numberVoided: { number, bookYear, series, symbol, approvedBy, reason, officer, at: fact.at },
      }),
      sql`update document set symbol = null, send_by = null where document_id = ${fact.documentId}`,
    ],
    OrganisationSealApplied: ({ officer, signatures, ...fact }) => [
      moved(fact, 'Sealed', { sealedBy: officer, sealedAt: fact.at, seals: signatures }),
    ],
    DocumentRegistered: ({ filedBy, copies, note, ...fact }) => [
      moved(fact, 'Registered', { registeredAt: fact.at, filedBy, copies, note }),
    ],
    DocumentIssued: ({ officer, documentCode, legalValue, late, recipients, forwarded, ...fact }, beside) => [
      moved(fact, 'Issued', {
        issuedBy: officer,
        ...actingIn(beside),
        documentCode,
        legalValue,
        late,
        forwarded,
        recipients: recipients.length,
      }),
      sql`update document set issued_at = ${fact.at}, symbol = ${fact.symbol}, send_by = null
          where document_id = ${fact.documentId}`,
    ],
    RecallOrdered: ({ officer, reason, recipients, ...fact }) => [
      moved(fact, 'Recalling', {
        recall: { orderedBy: officer, orderedAt: fact.at, reason, recipients: recipients.length },
      }),
    ],
    RecallOrderWithdrawn: ({ officer, reason, documentId, at }) => [
      sql`update document set state = 'Issued', changed_at = ${at},
            card = card || jsonb_build_object('recall', card->'recall'
              || ${JSON.stringify({ withdrawnBy: officer, withdrawnAt: at, withdrawnReason: reason })}::jsonb)
          where document_id = ${documentId}`,
    ],
    RecallSettled: ({ cancelled, kept, documentId, at }) => [
      sql`update document set state = 'Recalled', changed_at = ${at},
            card = card || jsonb_build_object('recall', card->'recall'
              || ${JSON.stringify({ settledAt: at, cancelled: cancelled.length, kept: kept.length })}::jsonb)
          where document_id = ${documentId}`,
    ],
    ReplacementIssued: ({ replacement, ...fact }) => [moved(fact, 'Replaced', { replacedBy: replacement })],
    UpdateIssued: ({ documentId, changes, addedRecipients, removedRecipients, officer, reason, at }) => [
      sql`update document set changed_at = ${at}, subject = coalesce(${changes.subject ?? null}, subject),
            urgency = coalesce(${changes.urgency ?? null}, urgency),
            due_date = coalesce(${changes.dueDate ?? null}, due_date),
            card = card || ${JSON.stringify({
              update: {
                changes,
                reason,
                officer,
                at,
                added: addedRecipients.length,
                removed: removedRecipients.length,
              },
            })}::jsonb
          where document_id = ${documentId}`,
    ],
    CorrectionIssued: ({ correction, documentId, at }) => [
      sql`update document set changed_at = ${at}, card = card || ${JSON.stringify({ correctedBy: correction })}::jsonb
          where document_id = ${documentId}`,
    ],
  },
};
