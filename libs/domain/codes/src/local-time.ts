/** Vietnam keeps UTC+7 all year, without daylight saving. */
const localOffsetMs = 7 * 60 * 60 * 1000;

const local = (at: string): string => new Date(Date.parse(at) + localOffsetMs).toISOString();

/** The local year (Asia/Ho_Chi_Minh) of an instant: the year of a register's book. */
export const localYear = (at: string): number => Number(local(at).slice(0, 4));

/** The local date `YYYY-MM-DD` (Asia/Ho_Chi_Minh) of an instant. */
export const localDate = (at: string): string => local(at).slice(0, 10);

/** What is done on a day before the day of its limit is early; by the limit it is on time. */
export type Timeliness = 'early' | 'on-time' | 'late';

/** When something was done, against the instant it was to be done by. */
export function timelinessOf(at: string, limit: string): Timeliness {
  if (localDate(at) < localDate(limit)) return 'early';
  return at <= limit ? 'on-time' : 'late';
}

/** The later of two UTC instants in the one format of the store, `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export const laterOf = (a: string, b: string): string => (a < b ? b : a);

/**
 * A real instant in that one format. `Date.parse` alone takes 30 February for 2 March, so it has to come back the
 * same.
 */
export function isInstant(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/.test(text)) return false;
  const instant = new Date(text);
  return !Number.isNaN(instant.getTime()) && instant.toISOString() === text;
}
