import type { DocumentLink, SignatureVerdict, SigningAuthority } from '@domain/codes';
import type { DocumentChanges, DraftCard, SendBy } from './document.events';

/** Who acts and when: a document of another agency is answered as if it did not exist. */
interface Acting {
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

export type DocumentCommand =
  | ({
      readonly type: 'DraftDocument';
      readonly documentId: string;
      /** Gathered by the handler: the agency is closed on that day. */
      readonly agencyClosed?: boolean;
    } & DraftCard &
      Acting)
  | ({
      readonly type: 'CorrectDraft';
      /** Gathered by the handler: the drafter, who is away, and whose desk the officer covers on that day. */
      readonly coverFor?: string;
      /** Gathered by the handler: the agency is closed on that day. */
      readonly agencyClosed?: boolean;
    } & DraftCard &
      Acting)
  | ({
      readonly type: 'ReturnDraft';
      readonly opinion: string;
      /** It is a leader who does it, who may take the signature back too. */
      readonly byLeader?: boolean;
    } & Acting)
  | ({
      readonly type: 'HandOverDraft';
      /** On whose desk it lies. */
      readonly from: string;
      readonly to: string;
      readonly reason: string;
    } & Acting)
  | ({
      readonly type: 'DiscardDraft';
      readonly reason: string;
      /** Gathered by the handler, as for a correction. */
      readonly coverFor?: string;
      /** It is a leader who does it, and not only its drafter may. */
      readonly byLeader?: boolean;
    } & Acting)
  | ({
      readonly type: 'SignDocument';
      readonly authority: SigningAuthority;
      readonly position: string;
      /** Gathered by the handler: the agency is closed on that day. */
      readonly agencyClosed?: boolean;
      /** Gathered by the handler: the directory gives the officer no such authority on that day. */
      readonly notDelegated?: boolean;
      /** Verdicts on the signatures found in the contents, gathered by the handler. */
      readonly signatures?: readonly SignatureVerdict[];
      /** Computed by the handler from the work calendar. */
      readonly sendBy?: SendBy;
    } & Acting)
  | ({
      readonly type: 'NumberDocument';
      /** Allocated by the register for this document. */
      readonly number: number;
      readonly bookYear: number;
      readonly series: string;
      readonly symbol: string;
      /** Gathered by the handler: the agency is closed on that day, and its books with it. */
      readonly agencyClosed?: boolean;
      /** Gathered by the handler: the directory has no such agency, so that no symbol can be made. */
      readonly senderUnknown?: boolean;
    } & Acting)
  | ({
      readonly type: 'VoidDocumentNumber';
      /** The leader who approved it. */
      readonly approvedBy: string;
      /** Gathered by the handler: the directory knows `approvedBy` as no leader of the agency that acts. */
      readonly approverNotALeader?: boolean;
      readonly reason: string;
    } & Acting)
  | ({ readonly type: 'SealDocument'; readonly signatures?: readonly SignatureVerdict[] } & Acting)
  | ({
      readonly type: 'RegisterDocument';
      readonly filedBy: string;
      readonly copies: number;
      readonly note?: string;
    } & Acting)
  | ({
      readonly type: 'IssueDocument';
      readonly recipients: readonly string[];
      /** Gathered by the handler from the directory: recipients that it does not know. */
      readonly unknownRecipients: readonly string[];
      /** Gathered by the handler from the directory: closed recipients, each with its successor. */
      readonly forwarded?: readonly { readonly from: string; readonly to: string }[];
      /** Gathered by the handler: closed recipients without a successor. */
      readonly closedRecipients?: readonly string[];
      readonly directoryPosition: string;
      /** Gathered by the handler: which of the documents it names as `replaces` or `corrects` no longer stands. */
      readonly staleLinks?: readonly ('replaces' | 'corrects')[];
    } & Acting)
  | ({
      readonly type: 'OrderRecall';
      /** Agencies that have a delivery of this document; all of them when absent. */
      readonly recipients?: readonly string[];
      readonly reason: string;
    } & Acting)
  | ({ readonly type: 'WithdrawRecallOrder'; readonly reason: string } & Acting)
  | {
      /** By the house, once every delivery that was asked has its end. */
      readonly type: 'SettleRecall';
      readonly agency: string;
      readonly cancelled: readonly string[];
      readonly kept: readonly string[];
      readonly at: string;
    }
  | ({
      readonly type: 'RecordReplacement';
      readonly replacement: DocumentLink;
      readonly recipients: readonly string[];
    } & Acting)
  | ({
      readonly type: 'UpdateDocument';
      readonly changes: DocumentChanges;
      readonly addedRecipients: readonly string[];
      readonly removedRecipients: readonly string[];
      readonly unknownRecipients: readonly string[];
      /** Gathered by the handler: added recipients that are closed; the successor is added instead. */
      readonly closedRecipients?: readonly string[];
      readonly directoryPosition: string;
      readonly reason: string;
    } & Acting)
  | ({
      readonly type: 'RecordCorrection';
      readonly correction: DocumentLink;
      readonly recipients: readonly string[];
    } & Acting);

export type CommandOf<T extends DocumentCommand['type']> = Extract<DocumentCommand, { type: T }>;

export const documentRefusals = [
  'not-found',
  'document-already-drafted',
  'correction-not-by-letter',
  'not-the-drafter',
  'not-on-that-desk',
  'returned-to-drafter',
  'already-returned',
  'already-discarded',
  'not-signed-yet',
  'already-signed',
  'not-numbered-yet',
  'already-numbered',
  'number-was-voided',
  'sender-not-registered',
  'approver-not-a-leader',
  'not-sealed-yet',
  'already-sealed',
  'not-registered-yet',
  'already-registered',
  'not-issued-yet',
  'already-issued',
  'recipient-closed',
  'agency-closed',
  'authority-not-delegated',
  'unknown-recipient',
  'sender-among-recipients',
  'replaced-document-not-issued',
  'corrected-document-not-issued',
  'not-a-recipient',
  'already-a-recipient',
  'no-recipient-left',
  'nothing-to-update',
  'being-recalled',
  'not-being-recalled',
  'already-recalled',
  'already-replaced',
] as const;
export type DocumentRefusal = (typeof documentRefusals)[number];
