import type {
  AnsweredDocument,
  ContentPart,
  DocumentLink,
  DocumentType,
  LegalValue,
  RecallForm,
  RefusalReason,
  SignatureVerdict,
  Urgency,
} from '@domain/codes';

/** What an update of the sender may change at the recipient. */
export interface DeliveryChanges {
  readonly subject?: string;
  readonly urgency?: Urgency;
  readonly dueDate?: string;
}

/** Every fact of a delivery names both ends, so that a reader of one fact knows whom it concerns. */
interface OnDelivery {
  readonly documentId: string;
  /** The issuing agency. */
  readonly from: string;
  /** The receiving agency, whose delivery this is. */
  readonly to: string;
  /** Of a status that a carrier told: when it says it was, by the clock of the recipient's own system. */
  readonly toldAt?: string;
  readonly at: string;
}

interface Covering {
  /** The officer in the lead, who was away: `officer` did it as the cover of that desk. */
  readonly coverFor?: string;
}

export type DeliveryEvent =
  | {
      /** The delivery exists and waits to be carried (Queued). */
      readonly type: 'DeliveryRequested';
      readonly data: OnDelivery & {
        readonly symbol: string;
        readonly documentType: DocumentType;
        readonly subject: string;
        readonly urgency: Urgency;
        readonly contents: readonly ContentPart[];
        readonly dueDate?: string;
        /** The closed agency that was written to, when this delivery goes to its successor. */
        readonly addressedTo?: string;
        readonly documentCode?: string;
        readonly legalValue?: LegalValue;
        readonly signatures?: readonly SignatureVerdict[];
        readonly paperFollows?: boolean;
        readonly responseFor?: readonly AnsweredDocument[];
        readonly replaces?: DocumentLink;
        readonly corrects?: DocumentLink;
      };
    }
  | {
      /** The carrier took it (edXML type 0): `carrierId` is the id it gave, the axis' own docId for instance. */
      readonly type: 'DeliveryDispatched';
      readonly data: OnDelivery & { readonly carrier: string; readonly carrierId: string };
    }
  | {
      readonly type: 'DeliveryAttemptFailed';
      readonly data: OnDelivery & {
        readonly attempt: number;
        readonly reasonCode: string;
        readonly reason: string;
      };
    }
  | {
      /** A permanent error, or the tries are used up: a task of the sender's clerk. */
      readonly type: 'DeliveryFailed';
      readonly data: OnDelivery & { readonly reasonCode: string; readonly reason: string };
    }
  | {
      /** The cause is removed; it is carried again under the same id. */
      readonly type: 'DeliveryRetried';
      readonly data: OnDelivery & { readonly officer: string };
    }
  | {
      /** By the sender, before it left. */
      readonly type: 'DeliveryCancelled';
      readonly data: OnDelivery & { readonly officer: string; readonly reason: string };
    }
  | {
      /** Status 01: every byte is at the recipient and hashes right; nobody has looked at it yet. */
      readonly type: 'DocumentArrived';
      /** `inferred`: the recipient told a later status without this one. */
      readonly data: OnDelivery & { readonly inferred?: boolean };
    }
  | {
      /** Status 02, Decree 30/2020 art. 21(2)(b). */
      readonly type: 'ReceiptRefused';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly reasonCode: RefusalReason;
        readonly reason: string;
      };
    }
  | {
      /** Status 03: entered in the incoming register under this number, Decree 30/2020 art. 22(2). */
      readonly type: 'ReceiptAccepted';
      /** Number and year are absent when a carrier told it: the book is kept in another system. */
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly number?: number;
        readonly bookYear?: number;
      };
    }
  | {
      /** Status 04, Decree 30/2020 art. 23. */
      readonly type: 'ProcessingAssigned';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly assignee: string;
        readonly coordinating: readonly string[];
        readonly opinion?: string;
        readonly dueDate?: string;
      };
    }
  | {
      /** Status 05. */
      readonly type: 'ProcessingStarted';
      readonly data: OnDelivery & { readonly officer: string } & Covering;
    }
  | {
      /** Status 06, Decree 30/2020 art. 24. */
      readonly type: 'ProcessingCompleted';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly result: string;
        /** The reply, whose ResponseFor names this document. */
        readonly reply?: DocumentLink;
      } & Covering;
    }
  | {
      /** Status 04 again, Decree 30/2020 art. 23(2). */
      readonly type: 'ProcessingReassigned';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly assignee: string;
        readonly coordinating: readonly string[];
        readonly opinion?: string;
        readonly dueDate?: string;
        readonly reason: string;
      };
    }
  | {
      /** Type 1 or status 13, by an officer of the sender, Decree 30/2020 art. 18(4), Decision 28/2018 art. 9. */
      readonly type: 'RecallRequested';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly form: RecallForm;
        readonly reason: string;
        /** It was completed already: allowed, but flagged. */
        readonly afterCompletion?: boolean;
      };
    }
  | {
      /** The sender no longer asks for it; the delivery is where it was. */
      readonly type: 'RecallRequestWithdrawn';
      readonly data: OnDelivery & { readonly officer: string; readonly reason: string };
    }
  | {
      /** Status 15. */
      readonly type: 'RecallAgreed';
      readonly data: OnDelivery & { readonly officer: string };
    }
  | {
      /** The content is unreadable for work; metadata and number stay, Decree 30/2020 Annex VI. */
      readonly type: 'DocumentCancelledAtRecipient';
      readonly data: OnDelivery & { readonly officer: string };
    }
  | {
      /** Status 16: the law knows no such right, so it needs a reason and alerts both sides. */
      readonly type: 'RecallRefused';
      readonly data: OnDelivery & { readonly officer: string; readonly reason: string };
    }
  | {
      readonly type: 'RecallDisputeClosed';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly outcome: 'cancelled' | 'kept';
        /** Symbol of the decision that closed it. */
        readonly decision: string;
      };
    }
  | {
      /** Type 2, by the sender. */
      readonly type: 'UpdateRequested';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly changes: DeliveryChanges;
        readonly reason: string;
      };
    }
  | {
      /** Status 15. */
      readonly type: 'UpdateAgreed';
      readonly data: OnDelivery & { readonly officer: string; readonly changes: DeliveryChanges };
    }
  | {
      /** Status 16. */
      readonly type: 'UpdateRefused';
      readonly data: OnDelivery & { readonly officer: string; readonly reason: string };
    }
  | {
      /** The replacement was accepted here, Decree 30/2020 art. 18(3). */
      readonly type: 'DocumentSuperseded';
      readonly data: OnDelivery & { readonly officer: string; readonly replacement: DocumentLink };
    }
  | {
      /** A status below the present one came late or again: history only. */
      readonly type: 'StatusReceivedOutOfOrder';
      readonly data: OnDelivery & { readonly statusCode: string; readonly toldAt: string };
    }
  | {
      /** The same document may be here already under another id. */
      readonly type: 'DuplicateSuspected';
      readonly data: OnDelivery & {
        readonly grounds: 'document-code' | 'number-and-symbol';
        readonly earlier: DocumentLink;
      };
    }
  | {
      readonly type: 'DuplicateDecided';
      readonly data: OnDelivery & {
        readonly officer: string;
        readonly isDuplicate: boolean;
        readonly reason: string;
      };
    }
  | {
      /** What somebody owed and did not do in time: a fact of its own, recorded once for each `dueAt`. */
      readonly type: Silence;
      readonly data: OnDelivery & {
        readonly dueAt: string;
        /** Of the fact that started the period. */
        readonly since: string;
        readonly calendarVersion: string;
      };
    };

/**
 * No arrival (01) in time; no 02 or 03 on the day, Decree 30/2020 art. 21(2)(c); not assigned in time, art. 23; the due
 * date is near or past; a recall is unanswered.
 */
export type Silence =
  | 'AcknowledgementOverdue'
  | 'SameDayReceiptMissed'
  | 'SubmissionOverdue'
  | 'DueDateNear'
  | 'DueDatePassed'
  | 'RecallUnanswered';
