import type { CalendarRow } from './calendar-row';
import { addDays, isWeeklyRest } from './local-date';

/**
 * The days owed by Labour Code 2019 art. 111(3): a weekly rest day that falls on a holiday is made up for on the next
 * working day, one for each, in order.
 */
export function compensationOwed(rows: readonly CalendarRow[]): readonly string[] {
  const holidays = rows
    .filter(({ kind }) => kind === 'HOLIDAY')
    .map(({ date }) => date)
    .sort();
  const off = new Set(holidays);
  return holidays.filter(isWeeklyRest).map((holiday) => {
    let date = addDays(holiday, 1);
    while (off.has(date) || isWeeklyRest(date)) date = addDays(date, 1);
    off.add(date);
    return date;
  });
}
