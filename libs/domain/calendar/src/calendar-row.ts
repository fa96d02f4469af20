import type { DayKind } from '@domain/codes';

/** One day that differs from the plain week, with the decision that says so. */
export interface CalendarRow {
  /** Local date `YYYY-MM-DD`. */
  readonly date: string;
  readonly kind: DayKind;
  /** Name of the law, decision or notice; the rows of one swap share it. */
  readonly source: string;
  /** Local date from which the row counts: a calendar known on an earlier day is without it. */
  readonly validFrom: string;
  /** Nobody has compared the row with its decision yet. */
  readonly unverified?: true;
  /** Of a local closure: the one agency that is closed; without it all of the province are. */
  readonly agency?: string;
}
