export type DaybookEvent =
  | {
      /** The next place in the order of receipt of one agency and day (Circular 01/2018 art. 19). */
      readonly type: 'DayOrderGiven';
      readonly data: {
        readonly agency: string;
        /** Local day, YYYY-MM-DD. */
        readonly localDate: string;
        readonly dossierId: string;
        /** Counted from 1. */
        readonly order: number;
        readonly officer: string;
        readonly at: string;
      };
    }
  | {
      /** Dossiers that are offered to one agency at once; which of them are, their own facts say. */
      readonly type: 'HandOverSlipIssued';
      readonly data: {
        readonly agency: string;
        readonly localDate: string;
        readonly slipId: string;
        /** Of the slips of one agency and day, counted from 1. */
        readonly number: number;
        readonly to: string;
        readonly officer: string;
        readonly reason: string;
        readonly dossiers: readonly string[];
        readonly at: string;
      };
    };
