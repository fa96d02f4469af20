import { workCalendar, type WorkCalendar } from '@domain/calendar';
import type { Configuration } from '@runtime';

/** How long one may stay silent. */
export interface Terms {
  readonly calendar: WorkCalendar;
  /** Working hours from the request of a delivery to its arrival (01). */
  readonly acknowledgementHours: number;
  /** Working days to answer a recall, after the one it was requested on. */
  readonly recallAnswerDays: number;
}

/** @throws RangeError when the settings make no calendar: correct them, a retry does not help. */
export function termsOf(configuration: Configuration): Terms {
  const { workingHours: hours, acknowledgementHours, recallAnswerDays } = configuration;
  return { calendar: workCalendar({ hours }), acknowledgementHours, recallAnswerDays };
}
