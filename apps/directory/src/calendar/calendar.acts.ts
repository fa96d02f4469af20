import type { calendarOperations } from '@contracts';
import { calendarOf, tableOf } from '@domain/calendar';
import { type Acts, type AtOwnDesk, type CommandsOf, doing } from '@runtime';
import { type CalendarOutcome, ReviseWorkCalendar } from './calendar.command-handler';

/** As it stands after the revision. */
function revisedBy({ state }: Extract<CalendarOutcome, { state: unknown }>) {
  if (state.status === 'absent') return { version: 0, calendarVersion: '' };
  const table = tableOf(state);
  return { version: table.version, calendarVersion: calendarOf(table).calendarVersion };
}

/** What each operation on the work calendar comes to. */
export const calendarActs: Acts<CommandsOf<typeof calendarOperations>, AtOwnDesk> = {
  reviseCalendar: ({ meta, act: { at }, body: { added = [], removed = [], ...said } }) =>
    doing(new ReviseWorkCalendar({ type: 'ReviseCalendar', added, removed, ...said, at }, meta), revisedBy),
};
