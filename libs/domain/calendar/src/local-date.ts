import { isInstant } from '@domain/codes';

const hourMs = 60 * 60 * 1000;
const dayMs = 24 * hourMs;

/** Of the date as if in UTC; much cheaper than to parse it, and deadlines count days one by one. */
const utcMs = (date: string): number =>
  Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7)) - 1, Number(date.slice(8)));
const midnightMs = (date: string): number => utcMs(date) - 7 * hourMs;
const iso = (ms: number): string => new Date(ms).toISOString();

export const addDays = (date: string, days: number): string => iso(utcMs(date) + days * dayMs).slice(0, 10);

export const yearOf = (date: string): number => Number(date.slice(0, 4));

/** Saturday and Sunday. */
export const isWeeklyRest = (date: string): boolean => [0, 6].includes(new Date(utcMs(date)).getUTCDay());

/** The instant so many milliseconds after local midnight (Asia/Ho_Chi_Minh). */
export const instantOn = (date: string, ms: number): string => iso(midnightMs(date) + ms);

/** The last millisecond of a local day: what happens within the day is in time, what happens after it is late. */
export const endOf = (date: string): string => instantOn(date, dayMs - 1);

/** Milliseconds since the local midnight of that date. */
export const msInto = (date: string, at: string): number => Date.parse(at) - midnightMs(date);

export const later = (at: string, ms: number): string => iso(Date.parse(at) + ms);

/** @throws RangeError when a caller hands over what no edge has checked; a retry does not help. */
export function assertInstant(at: string): void {
  if (!isInstant(at)) {
    throw new RangeError(`not an instant: ${JSON.stringify(at)}; write YYYY-MM-DDTHH:mm:ss.sssZ`);
  }
}

/** @throws RangeError likewise. */
export function assertDate(date: string): void {
  if (!isInstant(`${date}T00:00:00.000Z`)) {
    throw new RangeError(`not a date: ${JSON.stringify(date)}; write YYYY-MM-DD`);
  }
}
