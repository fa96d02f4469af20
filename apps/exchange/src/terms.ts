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
  static of(configuration: Configuration): Terms {
    const { workingHours: hours, closures, calendarWithout, ...limits } = configuration;
    const without = calendarWithout === 'none' ? [] : calendarWithout.split(',');
    const closed = { kind: 'LOCAL_CLOSURE', source: 'closures of this province' } as const;
    const more = closures.map((date) => ({ ...closed, date, validFrom: date }));
    const calendar = workCalendar({ hours, without, more });
    return new Terms(calendar, limits.acknowledgementHours, limits.recallAnswerDays);
  }
}
