/** One book: the numbers of one agency, series and local year. */
export interface Book {
  readonly agency: string;
  /** `incoming`, `outgoing`; lower-case letters and digits. */
  readonly series: string;
  /** Local year (Asia/Ho_Chi_Minh) of the allocating command. */
  readonly bookYear: number;
}

export type RegisterEvent =
  | {
      /** Decree 30/2020 art. 15 and 22: consecutive from 1 within the year, unique, given once per key. */
      readonly type: 'NumberAllocated';
      readonly data: Book & {
        readonly number: number;
        /** What the number is for: `outgoingKey` of a document, or a delivery id (incoming). */
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
    };
