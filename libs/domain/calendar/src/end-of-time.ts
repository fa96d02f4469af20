import type { Convention, PeriodUnit } from '@domain/codes';
import { afterCalendarDays, afterWorkingDays, afterWorkingHours, type Due } from './period';
import type { WorkCalendar } from './work-calendar';

/** When a period of a procedure ends that begins at an instant. */
export function endOfTime(
  from: string,
  { amount, unit }: { readonly amount: number; readonly unit: PeriodUnit },
  convention: Convention,
  calendar: WorkCalendar,
): Due {
  switch (unit) {
    case 'working-days':
      return afterWorkingDays(from, amount, convention, calendar);
    case 'working-hours':
      return afterWorkingHours(from, amount, calendar);
    case 'calendar-days':
      return afterCalendarDays(from, amount, calendar);
  }
}
