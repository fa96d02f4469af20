import type {
  AnsweredDocument,
  ContentPart,
  CopyKind,
  DocumentLink,
  DocumentType,
  LegalValue,
  SignatureVerdict,
  SigningAuthority,
  Urgency,
} from '@domain/codes';

interface Common {
  readonly documentId: string;
  /** The issuing agency, whose document this is. */
  readonly agency: string;
  readonly officer: string;
  readonly at: string;
}

/** What a draft may say beside its card; every field was added after the first release and may be absent. */
interface DraftExtras {
  /** A paper original follows (edXML `Paper` 1). */
  readonly paperFollows?: boolean;
  /** Documents this one answers (edXML ResponseFor). */
  readonly responseFor?: readonly AnsweredDocument[];
  /** The own document that this one replaces (edXML type 3, Decree 30/2020 art. 18(3)). */
  readonly replaces?: DocumentLink;
  /** The own document that this official letter corrects (đính chính, Decree 30/2020 art. 18(3)). */
  readonly corrects?: DocumentLink;
  /** Printed list of recipients (nơi nhận), line by line. */
  readonly distribution?: readonly string[];
  /** What this document is a copy of, Decree 30/2020 art. 25. */
  readonly copyOf?: { readonly kind: CopyKind; readonly symbol: string; readonly agency: string };
  readonly pageAmount?: number;
  /** Abbreviation of the unit that drafted an official letter, which stands in its symbol: `7816/VPCP-TTĐT`. */
  readonly draftingUnit?: string;
}

/** Until when a signed document must leave, as instants; both rules are kept and the earlier one is named. */
export interface SendBy {
  /** Decision 28/2018 art. 6. */
  readonly decision28: string;
  /** Decree 30/2020 art. 18(1). */
  readonly decree30: string;
  readonly stricter: 'decision28' | 'decree30';
  /** Version of the work calendar that was used. */
  readonly calendarVersion: string;
}

interface Covering {
  /** The drafter, who was away: `officer` did it as the cover of that desk. */
  readonly coverFor?: string;
}

/** All that a draft says. */
export interface DraftCard extends DraftExtras {
  readonly documentType: DocumentType;
  /** Trích yếu. */
  readonly subject: string;
  readonly urgency: Urgency;
  readonly contents: readonly ContentPart[];
  /** A reply is wanted by this local date, YYYY-MM-DD. */
  readonly dueDate?: string;
}

export type DocumentEvent =
  | { readonly type: 'DocumentDrafted'; readonly data: Common & DraftCard }
  | {
      /** Its drafter wrote it anew; what is not said any more is gone. */
      readonly type: 'DraftCorrected';
      readonly data: Common & DraftCard & Covering;
    }
  | {
      /** Back on the desk of its drafter, with the signature it had taken back. */
      readonly type: 'DraftReturned';
      readonly data: Common & { readonly opinion: string };
    }
  | {
      /** On the desk of another officer, who is its drafter from now on. */
      readonly type: 'DraftHandedOver';
      readonly data: Common & { readonly from: string; readonly to: string; readonly reason: string };
    }
  | {
      /** It never becomes a document; it bears no number. */
      readonly type: 'DraftDiscarded';
      readonly data: Common & { readonly reason: string } & Covering;
    }
  | {
      readonly type: 'DocumentSigned';
      readonly data: {
        readonly documentId: string;
        readonly agency: string;
        readonly officer: string;
        readonly authority: SigningAuthority;
        readonly position: string;
        readonly signatures?: readonly SignatureVerdict[];
        readonly sendBy?: SendBy;
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
      /** Back to the draft; the register keeps the voided number and never gives it again. */
      readonly type: 'DocumentNumberVoided';
      readonly data: Common & {
        readonly number: number;
        readonly bookYear: number;
        readonly series: string;
        readonly symbol: string;
        /** The leader who approved it. */
        readonly approvedBy: string;
        readonly reason: string;
      };
    }
  | {
      /** The organisation's digital signature, Decree 30/2020 art. 5 and 17(2). */
      readonly type: 'OrganisationSealApplied';
      readonly data: Common & { readonly signatures?: readonly SignatureVerdict[] };
    }
  | {
      /** Entered in the outgoing register with every field of Decree 30/2020 Annex IV. */
      readonly type: 'DocumentRegistered';
      readonly data: Common & {
        /** Unit or person receiving the file copy. */
        readonly filedBy: string;
        /** Number of copies, 0 when nothing is printed. */
        readonly copies: number;
        readonly note?: string;
      };
    }
  | {
      /** Carries what every recipient's delivery starts from, so that no reader has to join two streams. */
      readonly type: 'DocumentIssued';
      readonly data: {
        readonly documentId: string;
        readonly agency: string;
        readonly officer: string;
        readonly recipients: readonly string[];
        /** Recipients that are closed, each with the successor that gets its delivery. */
        readonly forwarded?: readonly { readonly from: string; readonly to: string }[];
        /** Token of the newest directory fact the recipients were checked against. */
        readonly directoryPosition: string;
        readonly documentType: DocumentType;
        readonly subject: string;
        readonly symbol: string;
        readonly urgency: Urgency;
        readonly contents: readonly ContentPart[];
        readonly dueDate?: string;
        /** edXML DocumentId: `{OrganId},{yyyy/MM/dd},{CodeNumber}/{CodeNotation}`. */
        readonly documentCode?: string;
        readonly legalValue?: LegalValue;
        readonly signatures?: readonly SignatureVerdict[];
        readonly paperFollows?: boolean;
        readonly responseFor?: readonly AnsweredDocument[];
        readonly replaces?: DocumentLink;
        readonly corrects?: DocumentLink;
        readonly distribution?: readonly string[];
        readonly sendBy?: SendBy;
        /** Issued after the stricter limit: allowed, but flagged. */
        readonly late?: boolean;
        readonly at: string;
      };
    }
  | {
      /** The leader's formal recall (edXML type 1), Decree 30/2020 art. 18(4): the document is frozen. */
      readonly type: 'RecallOrdered';
      readonly data: Common & { readonly recipients: readonly string[]; readonly reason: string };
    }
  | {
      /** The order is taken back before it was settled. */
      readonly type: 'RecallOrderWithdrawn';
      readonly data: Common & { readonly reason: string };
    }
  | {
      /** Every delivery that was asked is cancelled, was refused, or its dispute was closed. */
      readonly type: 'RecallSettled';
      readonly data: Omit<Common, 'officer'> & {
        readonly cancelled: readonly string[];
        /** Recipients that keep the document: refused before (02), or the dispute was closed so. */
        readonly kept: readonly string[];
      };
    }
  | {
      /** edXML type 3: another document of equivalent form with its own number stands in its place. */
      readonly type: 'ReplacementIssued';
      readonly data: Common & { readonly replacement: DocumentLink; readonly recipients: readonly string[] };
    }
  | {
      /** edXML type 2: data or list of recipients only, the content stays. */
      readonly type: 'UpdateIssued';
      readonly data: Common & {
        readonly changes: DocumentChanges;
        readonly addedRecipients: readonly string[];
        /** Recipients whose delivery did not leave yet; the others are asked by a take-back. */
        readonly removedRecipients: readonly string[];
        readonly directoryPosition: string;
        readonly reason: string;
      };
    }
  | {
      /** Errors of form or procedure only, by an official letter, Decree 30/2020 art. 18(3). */
      readonly type: 'CorrectionIssued';
      readonly data: Common & { readonly correction: DocumentLink; readonly recipients: readonly string[] };
    };

/** What an update may change. */
export interface DocumentChanges {
  readonly subject?: string;
  readonly urgency?: Urgency;
  readonly dueDate?: string;
}
