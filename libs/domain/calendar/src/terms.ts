import type { Urgency } from '@domain/codes';
import type { CalendarSeed } from './calendar.events';
import type { CalendarRow } from './calendar-row';
import {
  acknowledgementBy,
  type DueDateMarks,
  dueDateMarks,
  recallAnswerBy,
  receiptNoticeBy,
  submissionBy,
} from './document-deadlines';
import type { Due } from './period';
import { type NotCovered, rowsThatCount, type WorkCalendar, workCalendar } from './work-calendar';

/** What an installation sets of its limits. */
interface TermLimits {
  /** Working hours from the request of a delivery to its arrival (01). */
  readonly acknowledgementHours: number;
  /** Working days to answer a recall, after the one it was requested on. */
  readonly recallAnswerDays: number;
}

/**
 * The days and hours that the calendar of an installation begins with.
 * @throws RangeError when the settings make no calendar: correct them, a retry does not help.
 */
export function seededDays({ workingHours: hours, closures, calendarWithout }: CalendarSeed): {
  readonly hours: string;
  readonly days: readonly CalendarRow[];
} {
  const without = calendarWithout === 'none' ? [] : calendarWithout.split(',');
  const closed = { kind: 'LOCAL_CLOSURE', source: 'closures of this province' } as const;
  const more = closures.map((date) => ({ ...closed, date, validFrom: date }));
  // For what it throws.
  workCalendar({ hours, without, more });
  return { hours, days: rowsThatCount({ without, more }) };
}

/** What is owed on a delivery by law or by a limit of this installation. */
export type Owed = 'arrival' | 'receipt' | 'assignment' | 'recall-answer';

export interface CalendarRevision {
  /** 1 and up: as it was published, then one more with each revision. */
  readonly version: number;
  /** Number and symbol of the decision; empty of version 1. */
  readonly source: string;
}

interface Calendars {
  readonly now: WorkCalendar;
  readonly revision: CalendarRevision;
  /** With the closures of one agency. */
  of(agency: string): WorkCalendar;
}

interface Owing {
  readonly since: string;
  readonly urgency: Urgency;
  readonly agency: string;
}

/**
 * By what deadlines on a delivery are computed in this installation. Whoever records that one was missed and whoever
 * shows until when it runs ask here, so that they cannot say different things.
 */
export class Terms {
  /** @param calendars as they stand; a revision changes what is computed from then on */
  constructor(
    private readonly calendars: Calendars,
    private readonly limits: TermLimits,
  ) {}

  /**
   * By the calendar that these settings would seed.
   * @throws RangeError when they make none
   */
  static of(settings: CalendarSeed & TermLimits): Terms {
    const { hours, days: rows } = seededDays(settings);
    const now = workCalendar({ hours, rows, without: [] });
    return new Terms({ now, revision: { version: 1, source: '' }, of: () => now }, settings);
  }

  /** Without closures of single agencies. */
  get calendar(): WorkCalendar {
    return this.calendars.now;
  }

  /** The version of the calendar that all of it is computed by. */
  get revision(): CalendarRevision {
    return this.calendars.revision;
  }

  /** What is owed by an agency, or to be done at it, is counted with its own closures. */
  calendarOf(agency: string): WorkCalendar {
    return this.calendars.of(agency);
  }

  /** Until when the agency that a delivery is for owes it what it has owed since an instant. */
  dueOf(owed: Owed, { since, urgency, agency }: Owing): Due {
    const { limits } = this;
    const calendar = this.calendars.of(agency);
    switch (owed) {
      case 'arrival':
        return acknowledgementBy({ requestedAt: since, workingHours: limits.acknowledgementHours }, calendar);
      case 'receipt':
        return receiptNoticeBy({ arrivedAt: since }, calendar);
      case 'assignment':
        return submissionBy({ acceptedAt: since, urgency }, calendar);
      case 'recall-answer':
        return recallAnswerBy({ requestedAt: since, workingDays: limits.recallAnswerDays }, calendar);
    }
  }

  /** Of a local date by which the work or the reply of an agency is wanted. */
  marksOf(dueDate: string, agency: string): DueDateMarks | NotCovered {
    return dueDateMarks({ dueDate }, this.calendars.of(agency));
  }
}
