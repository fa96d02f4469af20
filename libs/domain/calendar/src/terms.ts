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

/**
 * By what deadlines on a delivery are computed in this installation. Whoever records that one was missed and whoever
 * shows until when it runs ask here, so that they cannot say different things.
 */
export class Terms {
  /** @param calendars the calendar as it stands; a revision changes what is computed from then on */
  constructor(
    private readonly calendars: { readonly now: WorkCalendar },
    private readonly limits: TermLimits,
  ) {}

  /**
   * By the calendar that these settings would seed.
   * @throws RangeError when they make none
   */
  static of(settings: CalendarSeed & TermLimits): Terms {
    const { hours, days: rows } = seededDays(settings);
    return new Terms({ now: workCalendar({ hours, rows, without: [] }) }, settings);
  }

  get calendar(): WorkCalendar {
    return this.calendars.now;
  }

  /** Until when it is owed that has been since an instant. */
  dueOf(owed: Owed, { since, urgency }: { readonly since: string; readonly urgency: Urgency }): Due {
    const { calendar, limits } = this;
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

  /** Of a local date by which the work or the reply is wanted. */
  marksOf(dueDate: string): DueDateMarks | NotCovered {
    return dueDateMarks({ dueDate }, this.calendar);
  }
}
