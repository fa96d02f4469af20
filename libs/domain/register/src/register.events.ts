import type { CopyKind, DocumentType } from '@domain/codes';

/** One book: the numbers of one agency, series and local year. */
export interface Book {
  readonly agency: string;
  /** `incoming`, `outgoing`; lower-case letters and digits. */
  readonly series: string;
  /** Local year (Asia/Ho_Chi_Minh) of the allocating command. */
  readonly bookYear: number;
}

/** A line of the outgoing book whose document exists on paper only: the columns of Decree 30/2020 Annex IV. */
export interface OutgoingPaper {
  readonly documentType: DocumentType;
  /** Abbreviation of the unit that drafted it; printed for official letters only. */
  readonly draftingUnit?: string;
  /** It is a copy of this kind, Decree 30/2020 art. 25. */
  readonly copyKind?: CopyKind;
  /** Local date `YYYY-MM-DD` it bears. */
  readonly documentDate: string;
  readonly subject: string;
  /** As printed: on paper nobody has an id. */
  readonly signer: string;
  readonly recipients: readonly string[];
  /** Unit or person that keeps the file copy. */
  readonly filedBy: string;
  readonly copies: number;
  readonly note?: string;
}

/** A line of the incoming book whose document came on paper only: the columns of Decree 30/2020 Annex IV. */
export interface IncomingPaper {
  /** Local date `YYYY-MM-DD` on which it came. */
  readonly arrivedDate: string;
  /** Who issued it, as printed. */
  readonly sender: string;
  /** Number and symbol as printed; absent when it bears none. */
  readonly symbol?: string;
  readonly documentDate?: string;
  readonly documentType?: DocumentType;
  readonly subject: string;
  /** Unit or person it was given to. */
  readonly receiver?: string;
  readonly note?: string;
}

/** Which number an entry has, whose and when. */
interface Entered extends Book {
  readonly number: number;
  readonly key: string;
  readonly officer: string;
  readonly at: string;
}

export type RegisterEvent =
  | {
      /** Numbers 1 to `number` were given before, in another system; the book goes on after them. */
      readonly type: 'BookOpened';
      readonly data: Entered;
    }
  | {
      /** Decree 30/2020 art. 15 and 22: consecutive from 1 within the year, unique, given once per key. */
      readonly type: 'NumberAllocated';
      readonly data: Book & {
        readonly number: number;
        /** What the number is for: `outgoingKey` of a document, a delivery id (incoming), `paperKey` of an entry. */
        readonly key: string;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      /** A number that will stand for nothing: recorded, never reused, not a gap. */
      readonly type: 'NumberVoided';
      readonly data: Book & {
        readonly number: number;
        readonly key: string;
        readonly reason: string;
        /** Absent when the house voids it by itself. */
        readonly officer?: string;
        /** The leader who approved it. */
        readonly approvedBy?: string;
        readonly at: string;
      };
    }
  | {
      /** A document that left on paper only has the number; recorded with it, never without. */
      readonly type: 'OutgoingPaperRecorded';
      readonly data: Entered & OutgoingPaper & { readonly symbol: string };
    }
  | {
      /** A document that came on paper only has the number; recorded with it, never without. */
      readonly type: 'IncomingPaperRecorded';
      readonly data: Entered & IncomingPaper;
    };
