import type { CalendarRow } from './calendar-row';

/** The settings of an installation that its calendar began with; a start with other ones is refused. */
export interface CalendarSeed {
  readonly workingHours: string;
  readonly closures: readonly string[];
  readonly calendarWithout: string;
}

/** A row that counts no longer. */
export interface RemovedDay {
  /** Local date, YYYY-MM-DD. */
  readonly date: string;
  /** Of the closure of one agency. */
  readonly agency?: string;
}

export type CalendarEvent =
  | {
      /** Version 1: the shipped table of the country with what the installation had set. */
      readonly type: 'CalendarPublished';
      readonly data: {
        readonly version: number;
        /** `HH:mm-HH:mm,…`, local time. */
        readonly hours: string;
        readonly days: readonly CalendarRow[];
        readonly seed: CalendarSeed;
        readonly at: string;
      };
    }
  | {
      /** Deadlines computed from now on rest on it; what an event recorded before stays. */
      readonly type: 'CalendarRevised';
      readonly data: {
        /** 2 and up, without a gap. */
        readonly version: number;
        readonly added: readonly CalendarRow[];
        readonly removed: readonly RemovedDay[];
        readonly hours?: string;
        /** Number and symbol of the decision. */
        readonly source: string;
        readonly reason: string;
        readonly at: string;
      };
    };
