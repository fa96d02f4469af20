import type { DocumentLink, RecallForm, RefusalReason } from '@domain/codes';
import type { DeliveryChanges, DeliveryEvent, Silence } from './delivery.events';

/** An officer acts for an agency: only the sender and the recipient of a delivery move it, each its own part. */
interface Act {
  readonly by: string;
  readonly officer: string;
  readonly at: string;
}

/** What only the issuing agency does. */
export type SenderCommand =
  | ({ readonly type: 'RetryDelivery' } & Act)
  | ({ readonly type: 'CancelDelivery'; readonly reason: string } & Act)
  | ({ readonly type: 'RequestRecall'; readonly form: RecallForm; readonly reason: string } & Act)
  | ({
      readonly type: 'WithdrawRecallRequest';
      readonly reason: string;
      /** Who may only withdraw a take-back says so: the leader's recall is withdrawn at the document. */
      readonly form?: 'take-back';
    } & Act)
  | ({
      readonly type: 'CloseRecallDispute';
      readonly outcome: 'cancelled' | 'kept';
      /** Symbol of the decision that closes it. */
      readonly decision: string;
    } & Act)
  | ({ readonly type: 'RequestUpdate'; readonly changes: DeliveryChanges; readonly reason: string } & Act);

interface Assignment {
  readonly assignee: string;
  readonly coordinating: readonly string[];
  readonly opinion?: string;
  readonly dueDate?: string;
  /** Gathered by the handler: one of these, as the directory knows them, may not do it. */
  readonly unfit?: boolean;
}

/** What only the receiving agency does. */
export type RecipientCommand =
  | ({ readonly type: 'RefuseReceipt'; readonly reasonCode: RefusalReason; readonly reason: string } & Act)
  | ({
      readonly type: 'AcceptReceipt';
      /** Allocated by the recipient's incoming register for this delivery. */
      readonly number: number;
      readonly bookYear: number;
      /** The number is in the book: what was asked or suspected since then comes too late to stop it. */
      readonly numberStands?: boolean;
    } & Act)
  | ({ readonly type: 'DecideDuplicate'; readonly isDuplicate: boolean; readonly reason: string } & Act)
  | ({ readonly type: 'AssignProcessing' } & Assignment & Act)
  | ({ readonly type: 'ReassignProcessing'; readonly reason: string } & Assignment & Act)
  | ({ readonly type: 'StartProcessing' } & Covering & Act)
  | ({ readonly type: 'CompleteProcessing'; readonly result: string; readonly reply?: Reply } & Covering &
      Act)
  | ({ readonly type: 'AgreeToRecall' } & Act)
  | ({ readonly type: 'RefuseRecall'; readonly reason: string } & Act)
  | ({ readonly type: 'AgreeToUpdate' } & Act)
  | ({ readonly type: 'RefuseUpdate'; readonly reason: string } & Act)
  | ({
      readonly type: 'SupersedeDocument';
      readonly replacement: DocumentLink;
      /** Gathered from the replacement's own delivery at this recipient. */
      readonly replacementAccepted: boolean;
    } & Act);

/** A document that answers, as its own stream shows it. */
export interface Reply extends DocumentLink {
  readonly issued: boolean;
  /** Ids of the documents that its ResponseFor names. */
  readonly answers: readonly string[];
  /** Closed agencies whose delivery of this document it answers in the name of their successor. */
  readonly answeringFor?: readonly string[];
}

type Requested = Extract<DeliveryEvent, { type: 'DeliveryRequested' }>['data'];

/** What the house does by itself, and what the carrier tells: nobody's agency stands behind it. */
export type UnattendedCommand =
  | ({ readonly type: 'RequestDelivery' } & Omit<Requested, 'toldAt'>)
  | {
      readonly type: 'RecordDispatch';
      readonly carrier: string;
      readonly carrierId: string;
      readonly at: string;
    }
  | {
      readonly type: 'RecordAttemptFailure';
      /** Counted from 1 since the delivery was queued. */
      readonly attempt: number;
      readonly reasonCode: string;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'RecordFailure';
      readonly reasonCode: string;
      readonly reason: string;
      readonly at: string;
    }
  | {
      readonly type: 'RecordArrival';
      /** What it may be a second copy of. */
      readonly suspected?: Likeness;
      readonly at: string;
    }
  | ({ readonly type: 'SuspectDuplicate'; readonly at: string } & Likeness)
  | {
      readonly type: 'RecordStatus';
      /** 01 to 06, 15 and 16; 14 is read as 15, any other code is kept as history. */
      readonly statusCode: string;
      readonly toldAt: string;
      /** Who acted at the recipient, as far as the carrier knows. */
      readonly officer: string;
      /** Wanted with 02. */
      readonly reasonCode?: RefusalReason;
      /** Wanted with 02 and 16; the result with 06. */
      readonly description?: string;
      readonly at: string;
    }
  | {
      readonly type: 'RecordSilence';
      readonly silence: Silence;
      readonly dueAt: string;
      readonly since: string;
      readonly calendarVersion: string;
      readonly at: string;
    };

export type Likeness = Pick<
  Extract<DeliveryEvent, { type: 'DuplicateSuspected' }>['data'],
  'grounds' | 'earlier'
>;

interface Covering {
  /** Gathered by the handler: who is away, and whose desk the officer covers on that day. */
  readonly coverFor?: string;
}

export type DeliveryCommand = SenderCommand | RecipientCommand | UnattendedCommand;
export type CommandOf<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>;

export const deliveryRefusals = [
  'not-found',
  'only-the-sender',
  'only-the-recipient',
  'already-dispatched',
  'already-failed',
  'not-failed',
  'not-arrived-yet',
  'already-arrived',
  'already-refused',
  'already-cancelled',
  'already-superseded',
  'signature-invalid',
  'duplicate-undecided',
  'no-duplicate-suspected',
  'duplicate-already-decided',
  'not-accepted-yet',
  'already-accepted',
  'not-assigned-yet',
  'already-assigned',
  'assignee-not-found',
  'not-the-assignee',
  'already-completed',
  'reply-not-issued',
  'reply-answers-another',
  'reason-required',
  'recall-pending',
  'recall-disputed',
  'no-recall-pending',
  'formal-recall-pending',
  'no-recall-dispute',
  'update-pending',
  'no-update-pending',
] as const;
export type DeliveryRefusal = (typeof deliveryRefusals)[number];
