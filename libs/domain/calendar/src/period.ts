import { type Convention, localDate } from '@domain/codes';
import { addDays, assertInstant, endOf, instantOn, later, msInto } from './local-date';
import { type NotCovered, type WorkCalendar, workCalendar, workingDayAfter } from './work-calendar';

export interface Deadline {
  /** The last instant in time: done at `dueAt` is in time, a millisecond later is late. */
  readonly dueAt: string;
  /** The local day of `dueAt`. */
  readonly dueDate: string;
  readonly convention: Convention;
  /** What an event names as its `ruleVersion`. */
  readonly calendarVersion: string;
  /** Days between start and end that rest on unverified rows: the deadline is as sure as they are. */
  readonly unverified: readonly string[];
}

export type Due = Deadline | NotCovered;

/** Days off and hours as shipped. */
export const vietnamCalendar: WorkCalendar = workCalendar();

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * A period in working days. By `endOfDay` it begins on the day after the event (Civil Code 2015 art. 147) and ends
 * with its last day; by `exactHours` a working day is one day's worth of working hours, from the event on.
 */
export function afterWorkingDays(
  from: string,
  days: number,
  convention: Convention,
  calendar: WorkCalendar = vietnamCalendar,
): Due {
  assertDays(days);
  if (convention === 'exactHours') return afterWorkingMs(from, days * dailyMs(calendar), calendar);
  assertInstant(from);
  const date = workingDayAfter(calendar, localDate(from), days);
  return typeof date === 'string' ? deadline(from, endOf(date), convention, calendar) : date;
}

/**
 * A period in calendar days (Civil Code 2015 art. 147, 148): it begins on the day after the event; a last day that is
 * not worked gives way to the end of the next working day.
 */
export function afterCalendarDays(from: string, days: number, calendar: WorkCalendar = vietnamCalendar): Due {
  assertDays(days);
  assertInstant(from);
  return endOfPeriod(from, addDays(localDate(from), days), calendar);
}

/** A period in working hours begins at once, or with the next working hour when nobody works. */
export function afterWorkingHours(
  from: string,
  hours: number,
  calendar: WorkCalendar = vietnamCalendar,
): Due {
  assertAmount(hours);
  return afterWorkingMs(from, Math.round(hours * hourMs), calendar);
}

/** The end of that day, or of the next working day when it is not worked (Civil Code 2015 art. 148). */
export function endOfPeriod(from: string, lastDate: string, calendar: WorkCalendar): Due {
  const date = workingDayAfter(calendar, lastDate, 0);
  return typeof date === 'string' ? deadline(from, endOf(date), 'endOfDay', calendar) : date;
}

/** The first instant of the n-th working day after a date that is worked. */
export function startOfWork(from: string, n: number, calendar: WorkCalendar): Due {
  const date = workingDayAfter(calendar, localDate(from), n);
  if (typeof date !== 'string') return date;
  const [first] = calendar.windows;
  return deadline(from, instantOn(date, (first?.startMinute ?? 0) * minuteMs), 'exactHours', calendar);
}

export function deadline(
  from: string,
  dueAt: string,
  convention: Convention,
  calendar: WorkCalendar,
): Deadline {
  const dueDate = localDate(dueAt);
  const unverified = calendar.unverifiedWithin(localDate(from), dueDate);
  return { dueAt, dueDate, convention, calendarVersion: calendar.calendarVersion, unverified };
}

function afterWorkingMs(from: string, workMs: number, calendar: WorkCalendar): Due {
  assertInstant(from);
  let left = workMs;
  let date: string | NotCovered = localDate(from);
  for (let n = 0; ; n = 1) {
    date = workingDayAfter(calendar, date, n);
    if (typeof date !== 'string') return date;
    for (const { startMinute, endMinute } of calendar.windows) {
      const startMs = Math.max(startMinute * minuteMs, msInto(date, from));
      const offeredMs = endMinute * minuteMs - startMs;
      if (offeredMs < 0) continue;
      if (offeredMs >= left) return deadline(from, instantOn(date, startMs + left), 'exactHours', calendar);
      left -= offeredMs;
    }
  }
}

const dailyMs = ({ windows }: WorkCalendar): number =>
  windows.reduce((sum, { startMinute, endMinute }) => sum + (endMinute - startMinute) * minuteMs, 0);

function assertAmount(amount: number): void {
  if (!(amount >= 0 && amount <= 100_000)) {
    throw new RangeError(`not a period: ${amount}; it is a number from 0 to 100,000`);
  }
}

function assertDays(days: number): void {
  assertAmount(days);
  if (!Number.isInteger(days)) throw new RangeError(`not a number of days: ${days}; count whole days`);
}

/** Within a clock time of so many minutes, whatever the day. */
export const atOnce = (from: string, minutes: number, calendar: WorkCalendar): Deadline =>
  deadline(from, later(from, minutes * minuteMs), 'exactHours', calendar);
