import type { DayKind } from '@domain/codes';
import type { CalendarRow } from './calendar-row';
import { compensationOwed } from './compensation';
import { addDays, assertDate, isWeeklyRest, yearOf } from './local-date';
import { notApplied, vietnam } from './vietnam';
import { usualHours, type WorkingWindow, workingWindows } from './working-windows';

export interface CalendarOptions {
  /** Without it the shipped table of Vietnam. */
  readonly rows?: readonly CalendarRow[];
  /** Rows beside the table, as closures of one province. */
  readonly more?: readonly CalendarRow[];
  /** Sources whose rows do not count. Without it the announced swaps nobody has confirmed. */
  readonly without?: readonly string[];
  /** Leaves out every row that nobody has verified; years that then lack a holiday are not covered. */
  readonly verifiedOnly?: boolean;
  /** Local date: leaves out rows that were not valid by then, so that an old deadline can be computed again. */
  readonly knownOn?: string;
  /** `HH:mm-HH:mm,…`, local time. */
  readonly hours?: string;
  /** Whose calendar it is: its own closures count besides those of all. Without it only those of all. */
  readonly agency?: string;
}

/** Which days and hours are worked. A value: the same options give the same version. */
export interface WorkCalendar {
  /** Names exactly these days and hours: two calendars that differ in anything differ here. */
  readonly calendarVersion: string;
  readonly windows: readonly WorkingWindow[];
  isCovered(year: number): boolean;
  isWorked(date: string): boolean;
  /** The dates from the first to the last one that rest on a row nobody has verified. */
  unverifiedWithin(first: string, last: string): readonly string[];
}

/** The table says nothing of a whole year, or lacks one of its holidays: whoever asks must not guess. */
export interface NotCovered {
  readonly refused: 'calendar-year-not-covered';
  readonly year: number;
  readonly calendarVersion: string;
}

/** Labour Code 2019 art. 112(1) grants 11 days; until 2020 it was 10. Later laws may add some. */
const holidaysGranted = (year: number): number => (year < 2021 ? 10 : 11);

/** @throws RangeError naming everything that is wrong with the rows or the hours; a retry does not help. */
export function workCalendar(options: CalendarOptions = {}): WorkCalendar {
  const { hours = usualHours } = options;
  const windows = workingWindows(hours);
  const rows = rowsThatCount(options);
  const faults = [...calendarFaults(rows), ...unheardOf(options)];
  if (faults.length > 0) throw new RangeError(`the calendar is not usable: ${faults.join('; ')}`);
  const holidays = new Map<number, number>();
  for (const { date, kind } of rows) {
    if (kind === 'HOLIDAY') holidays.set(yearOf(date), (holidays.get(yearOf(date)) ?? 0) + 1);
  }
  const worked = new Map(rows.map(({ date, kind }) => [date, kind === 'SWAP_WORK']));
  const unverified = rows.flatMap((row) => (row.unverified ? [row.date] : []));
  return {
    calendarVersion: `vn-${digestOf([hours, ...rows.map(textOf)])}`,
    windows,
    isCovered: (year) => (holidays.get(year) ?? 0) >= holidaysGranted(year),
    isWorked: (date) => worked.get(date) ?? !isWeeklyRest(date),
    unverifiedWithin: (first, last) => unverified.filter((date) => first <= date && date <= last),
  };
}

/** The rows of a calendar in the order of their days. */
export function rowsThatCount(options: CalendarOptions): readonly CalendarRow[] {
  const { rows = vietnam, more = [], without = notApplied, verifiedOnly, knownOn, agency } = options;
  const known = [...rows, ...more].filter(
    (row) =>
      !without.includes(row.source) &&
      (knownOn === undefined || row.validFrom <= knownOn) &&
      (row.agency === undefined || row.agency === agency),
  );
  // A swap is as sure as its weaker half: one half alone would add or take a working day.
  const halfSure = known.filter(({ kind, unverified }) => unverified && kind.startsWith('SWAP'));
  const unsure = new Set(halfSure.map(({ source }) => source));
  return known
    .filter(({ source, unverified }) => !verifiedOnly || !(unverified || unsure.has(source)))
    .sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
}

/** A slip of the pen must not leave a decision in force. */
function unheardOf({ rows = vietnam, more = [], without = [] }: CalendarOptions): readonly string[] {
  const sources = new Set([...rows, ...more].map(({ source }) => source));
  return without
    .filter((source) => !sources.has(source))
    .map((source) => `no row is from ${JSON.stringify(source)}`);
}

/** What can be wrong with a table whose dates exist. */
export const tableFaults = [
  'day-told-twice',
  'day-out-of-place',
  'swap-uneven',
  'compensation-missing',
  'compensation-for-nothing',
] as const;
type TableFault = (typeof tableFaults)[number];

export interface FaultFound {
  readonly fault: TableFault;
  readonly told: string;
}

/** The same in words. */
export const calendarFaults = (rows: readonly CalendarRow[]): readonly string[] =>
  faultsOf(rows).map(({ told }) => told);

/**
 * What is wrong with a table: days told twice, swaps that do not come out even, and compensation that Labour Code art.
 * 111(3) does not owe or that is missing.
 * @throws RangeError for a date that does not exist
 */
export function faultsOf(rows: readonly CalendarRow[]): readonly FaultFound[] {
  rows.forEach(({ date, validFrom }) => [date, validFrom].forEach(assertDate));
  const dates = new Set<string>();
  const twice = rows.filter(({ date }) => dates.size === dates.add(date).size);
  const outOfPlace = rows.filter(
    ({ date, kind }) => (kind === 'SWAP_WORK') !== isWeeklyRest(date) && kind.startsWith('SWAP'),
  );
  const swaps = [...new Set(rows.filter(({ kind }) => kind.startsWith('SWAP')).map(({ source }) => source))];
  const count = (of: string, wanted: DayKind) =>
    rows.filter(({ source, kind }) => source === of && kind === wanted).length;
  const uneven = swaps
    .map((source) => ({ source, off: count(source, 'SWAP_OFF'), worked: count(source, 'SWAP_WORK') }))
    .filter(({ off, worked }) => off !== worked);
  const [given, owed] = [
    rows.filter(({ kind }) => kind === 'COMPENSATION').map(({ date }) => date),
    compensationOwed(rows),
  ];
  const found: Readonly<Record<TableFault, readonly string[]>> = {
    'day-told-twice': twice.map(({ date }) => `${date} is told twice`),
    'day-out-of-place': outOfPlace.map(({ date, kind }) => `${date} cannot be ${kind}`),
    'swap-uneven': uneven.map(
      ({ source, off, worked }) => `${source} swaps ${off} days off for ${worked} worked`,
    ),
    'compensation-missing': owed
      .filter((date) => !given.includes(date))
      .map((date) => `${date} is owed as compensation`),
    'compensation-for-nothing': given
      .filter((date) => !owed.includes(date))
      .map((date) => `${date} compensates nothing`),
  };
  return tableFaults.flatMap((fault) => found[fault].map((told) => ({ fault, told })));
}

/** The n-th working day after a date; the date itself stands for n = 0, or the next working day after it. */
export function workingDayAfter(calendar: WorkCalendar, from: string, n: number): string | NotCovered {
  let date = from;
  for (let left = n; ;) {
    const year = yearOf(date);
    const { calendarVersion } = calendar;
    if (!calendar.isCovered(year)) return { refused: 'calendar-year-not-covered', year, calendarVersion };
    if (left <= 0 && calendar.isWorked(date)) return date;
    date = addDays(date, 1);
    if (calendar.isWorked(date)) left -= 1;
  }
}

const textOf = ({ date, kind, source, validFrom, unverified, agency }: CalendarRow): string =>
  [date, kind, source, validFrom, unverified ? 'unverified' : 'verified', ...(agency ? [agency] : [])].join(
    '|',
  );

/** FNV-1a of 32 bits: it tells tables apart, it protects nothing. */
function digestOf(parts: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of parts.join('\n')) {
    hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
