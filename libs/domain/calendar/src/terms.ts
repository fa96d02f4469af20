import type { Urgency } from '@domain/codes';
import {
  acknowledgementBy,
  type DueDateMarks,
  dueDateMarks,
  recallAnswerBy,
  receiptNoticeBy,
  submissionBy,
} from './document-deadlines';
import type { Due } from './period';
import { type NotCovered, type WorkCalendar, workCalendar } from './work-calendar';

/** What an installation sets of its days, hours and limits. */
export interface TermSettings {
  /** `HH:mm-HH:mm` with commas between, local time. */
  readonly workingHours: string;
  /** Local dates on which agencies are closed besides those of the country. */
  readonly closures: readonly string[];
  /** Sources of rows that do not count, with commas between, or `none`. */
  readonly calendarWithout: string;
  /** Working hours from the request of a delivery to its arrival (01). */
  readonly acknowledgementHours: number;
  /** Working days to answer a recall, after the one it was requested on. */
  readonly recallAnswerDays: number;
}

/** What is owed on a delivery by law or by a limit of this installation. */
export type Owed = 'arrival' | 'receipt' | 'assignment' | 'recall-answer';

/**
 * By what deadlines on a delivery are computed in this installation. Whoever records that one was missed and whoever
 * shows until when it runs ask here, so that they cannot say different things.
 */
export class Terms {
  private constructor(
    readonly calendar: WorkCalendar,
    private readonly limits: Pick<TermSettings, 'acknowledgementHours' | 'recallAnswerDays'>,
  ) {}

  /** @throws RangeError when the settings make no calendar: correct them, a retry does not help. */
  static of(settings: TermSettings): Terms {
    const {
      workingHours: hours,
      closures,
      calendarWithout,
      acknowledgementHours,
      recallAnswerDays,
    } = settings;
    const without = calendarWithout === 'none' ? [] : calendarWithout.split(',');
    const closed = { kind: 'LOCAL_CLOSURE', source: 'closures of this province' } as const;
    const more = closures.map((date) => ({ ...closed, date, validFrom: date }));
    return new Terms(workCalendar({ hours, without, more }), { acknowledgementHours, recallAnswerDays });
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
