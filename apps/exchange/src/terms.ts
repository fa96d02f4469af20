import { workCalendar, type WorkCalendar } from '@domain/calendar';
import type { Configuration } from '@runtime';

/** The days, hours and limits that deadlines are computed by, as this installation has set them. */
export class Terms {
  constructor(
    readonly calendar: WorkCalendar,
    /** Working hours from the request of a delivery to its arrival (01). */
    readonly acknowledgementHours: number,
    /** Working days to answer a recall, after the one it was requested on. */
    readonly recallAnswerDays: number,
  ) {}

  /** @throws RangeError when the settings make no calendar: correct them, a retry does not help. */
  static of({ workingHours: hours, acknowledgementHours, recallAnswerDays }: Configuration): Terms {
    return new Terms(workCalendar({ hours }), acknowledgementHours, recallAnswerDays);
  }
}
