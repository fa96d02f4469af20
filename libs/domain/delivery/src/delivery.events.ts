import type { ContentPart, DocumentType, RefusalReason, Urgency } from '@domain/codes';

/** Every fact of a leg names both ends, so that a reader of one fact knows whom it concerns. */
interface Leg {
  readonly documentId: string;
  /** The issuing agency. */
  readonly from: string;
  /** The receiving agency, whose leg this is. */
  readonly to: string;
  readonly at: string;
}

export type DeliveryEvent =
  | {
      /** The leg exists and waits to be carried (Queued). */
      readonly type: 'DeliveryRequested';
      readonly data: Leg & {
        readonly symbol: string;
        readonly documentType: DocumentType;
        readonly subject: string;
        readonly urgency: Urgency;
        readonly contents: readonly ContentPart[];
        readonly dueDate?: string;
      };
    }
  | {
      /** Status 01: every byte is at the recipient and hashes right; nobody has looked at it yet. */
      readonly type: 'DocumentArrived';
      readonly data: Leg;
    }
  | {
      /** Status 02, Decree 30/2020 art. 21(2)(b). */
      readonly type: 'ReceiptRefused';
      readonly data: Leg & {
        readonly officer: string;
        readonly reasonCode: RefusalReason;
        readonly reason: string;
      };
    }
  | {
      /** Status 03: entered in the incoming register under this number, Decree 30/2020 art. 22(2). */
      readonly type: 'ReceiptAccepted';
      readonly data: Leg & { readonly officer: string; readonly number: number; readonly bookYear: number };
    }
  | {
      /** Status 04, Decree 30/2020 art. 23. */
      readonly type: 'ProcessingAssigned';
      readonly data: Leg & {
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
      readonly data: Leg & { readonly officer: string };
    }
  | {
      /** Status 06, Decree 30/2020 art. 24. */
      readonly type: 'ProcessingCompleted';
      readonly data: Leg & { readonly officer: string; readonly result: string };
    };
