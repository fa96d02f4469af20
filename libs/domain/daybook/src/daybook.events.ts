export type DaybookEvent = {
  /** The next place in the order of receipt of one agency and day (Circular 01/2018 art. 19). */
  readonly type: 'DayOrderGiven';
  readonly data: {
    readonly agency: string;
    /** Local day, YYYY-MM-DD. */
    readonly localDate: string;
    readonly dossierId: string;
    /** 1 to 9,999. */
    readonly order: number;
    readonly officer: string;
    readonly at: string;
  };
};
