import { localDate } from '@domain/codes';
import type { CalendarSeed, RemovedDay } from './calendar.events';
import type { CalendarRow } from './calendar-row';
import { type WorkCalendar, workCalendar } from './work-calendar';

/** What one version changed of the one before; the first changed nothing into what was published. */
export interface CalendarVersion {
  readonly version: number;
  readonly added: readonly CalendarRow[];
  readonly removed: readonly RemovedDay[];
  readonly hours?: string;
  readonly source?: string;
  readonly reason?: string;
  readonly at: string;
}

export interface PublishedCalendar {
  readonly status: 'published';
  readonly seed: CalendarSeed;
  /** Oldest first; the first has hours. */
  readonly versions: readonly [CalendarVersion & { readonly hours: string }, ...CalendarVersion[]];
}

export type CalendarState = { readonly status: 'absent' } | PublishedCalendar;

/** A version with all its days. */
export interface CalendarTable {
  readonly version: number;
  readonly hours: string;
  readonly days: readonly CalendarRow[];
}

const isRemoved = ({ date, agency }: CalendarRow, removed: readonly RemovedDay[]): boolean =>
  removed.some((each) => each.date === date && each.agency === agency);

/** The table after a change. */
export const revisedTable = (
  { hours, days }: CalendarTable,
  change: Pick<CalendarVersion, 'version' | 'added' | 'removed' | 'hours'>,
): CalendarTable => ({
  version: change.version,
  hours: change.hours ?? hours,
  days: [...days.filter((row) => !isRemoved(row, change.removed)), ...change.added],
});

/** The newest version; with a local date, YYYY-MM-DD, the newest that stood at its end, or the first. */
export function tableOf({ versions }: PublishedCalendar, knownOn?: string): CalendarTable {
  const [{ version, hours, added: days }, ...later] = versions;
  const standing = later.filter(({ at }) => knownOn === undefined || localDate(at) <= knownOn);
  return standing.reduce(revisedTable, { version, hours, days });
}

/**
 * The calendar of a published table: of all, or of one agency with its own closures; with `knownOn`, without the days
 * that were not valid by then. What was published was checked, so that it makes a calendar.
 */
export const calendarOf = (
  { days: rows, hours }: CalendarTable,
  options: { readonly agency?: string; readonly knownOn?: string } = {},
): WorkCalendar => workCalendar({ rows, hours, without: [], ...options });
