import { sendBy, vietnamCalendar, type WorkCalendar } from '@domain/calendar';
import type { Urgency } from '@domain/codes';
import type { SendBy } from '@domain/document/events';

/**
 * Until when a document signed at this instant has to leave: Decision 28/2018 art. 6 and Decree 30/2020 art. 18(1),
 * both kept. Nothing in a year the work calendar does not cover.
 */
export function sendByOf(
  signedAt: string,
  urgency: Urgency,
  calendar: WorkCalendar = vietnamCalendar,
): SendBy | undefined {
  const limit = sendBy({ signedAt, urgency }, calendar);
  if ('refused' in limit) return undefined;
  const { byRule, stricter, calendarVersion } = limit;
  return {
    decision28: byRule['decision-28-2018'],
    decree30: byRule['decree-30-2020'],
    stricter: stricter === 'decision-28-2018' ? 'decision28' : 'decree30',
    calendarVersion,
  };
}
