import type { ContentPart, DocumentType, SigningAuthority, Urgency } from '@domain/codes';

export type DocumentEvent =
  | {
      readonly type: 'DocumentDrafted';
      readonly data: {
        readonly documentId: string;
        readonly agency: string;
        readonly documentType: DocumentType;
        /** Trích yếu. */
        readonly subject: string;
        readonly urgency: Urgency;
        readonly contents: readonly ContentPart[];
        /** A reply is wanted by this local date, YYYY-MM-DD. */
        readonly dueDate?: string;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'DocumentSigned';
      readonly data: {
        readonly documentId: string;
        readonly agency: string;
        readonly officer: string;
        readonly authority: SigningAuthority;
        readonly position: string;
        readonly at: string;
      };
    }
  | {
      readonly type: 'DocumentNumbered';
      readonly data: {
        readonly documentId: string;
        readonly agency: string;
        readonly number: number;
        readonly bookYear: number;
        readonly series: string;
        /** Number and symbol as printed: `15/QĐ-UBND`. */
        readonly symbol: string;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      /** Carries what every recipient's leg starts from, so that no reader has to join two streams. */
      readonly type: 'DocumentIssued';
      readonly data: {
        readonly documentId: string;
        readonly agency: string;
        readonly officer: string;
        readonly recipients: readonly string[];
        /** Token of the newest directory fact the recipients were checked against. */
        readonly directoryPosition: string;
        readonly documentType: DocumentType;
        readonly subject: string;
        readonly symbol: string;
        readonly urgency: Urgency;
        readonly contents: readonly ContentPart[];
        readonly dueDate?: string;
        readonly at: string;
      };
    };
