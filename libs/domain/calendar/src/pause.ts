import { localDate } from '@domain/codes';
import { addDays, assertInstant, msInto } from './local-date';
import { afterCalendarDays, afterWorkingDays, afterWorkingHours, type Due } from './period';
import type { WorkCalendar } from './work-calendar';

export interface Paused {
  /** When the period would have ended, and when it stood still. */
  readonly dueAt: string;
  readonly pausedAt: string;
  readonly resumedAt: string;
  /** What the period is counted in: what was left of it is counted in the same. */
  readonly countedIn: 'working-days' | 'working-hours' | 'calendar-days';
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * When a period ends that stood still: what was left of it when it did follows on. One that had ended by then has
 * nothing left and ends when it goes on.
 */
export function endAfterPause(
  { dueAt, pausedAt, resumedAt, countedIn }: Paused,
  calendar: WorkCalendar,
): Due {
  [dueAt, pausedAt, resumedAt].forEach(assertInstant);
  switch (countedIn) {
    case 'working-days':
      return afterWorkingDays(resumedAt, daysLeft(pausedAt, dueAt, calendar.isWorked), 'endOfDay', calendar);
    case 'calendar-days':
      return afterCalendarDays(
        resumedAt,
        daysLeft(pausedAt, dueAt, () => true),
        calendar,
      );
    case 'working-hours':
      return afterWorkingHours(resumedAt, workedMs(pausedAt, dueAt, calendar) / hourMs, calendar);
  }
}

/** Days after the one it stood still on, to the last one. */
function daysLeft(pausedAt: string, dueAt: string, counts: (date: string) => boolean): number {
  let days = 0;
  const last = localDate(dueAt);
  for (let date = addDays(localDate(pausedAt), 1); date <= last; date = addDays(date, 1)) {
    if (counts(date)) days += 1;
  }
  return days;
}

function workedMs(from: string, to: string, { isWorked, windows }: WorkCalendar): number {
  let sum = 0;
  for (let date = localDate(from); date <= localDate(to); date = addDays(date, 1)) {
    if (!isWorked(date)) continue;
    for (const { startMinute, endMinute } of windows) {
      const [start, end] = [startMinute * minuteMs, endMinute * minuteMs];
      sum += Math.max(0, Math.min(end, msInto(date, to)) - Math.max(start, msInto(date, from)));
    }
  }
  return sum;
}
