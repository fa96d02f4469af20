import { localDate, type NoticeKind } from '@domain/codes';

/** When an officer wants to hear. Times are local, HH:mm. */
export interface Hours {
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly flashAtOnce: boolean;
  readonly onDaysOff: boolean;
}

interface Told {
  readonly kind: NoticeKind;
}

/**
 * How long at least lies between two letters to one officer by one way, milliseconds: what comes up meanwhile is
 * gathered. A letter with a flash document waits for no quarter of an hour.
 */
const gatherMs = 15 * 60_000;
const gatherFlashMs = 60_000;

const localOffsetMs = 7 * 60 * 60_000;
const localTime = (at: string): string =>
  new Date(Date.parse(at) + localOffsetMs).toISOString().slice(11, 16);

/** From the first time on, up to the second one; over midnight where the first is the later one. */
export function isQuiet({ quietFrom, quietUntil }: Hours, at: string): boolean {
  const time = localTime(at);
  if (quietFrom === quietUntil) return false;
  return quietFrom < quietUntil
    ? quietFrom <= time && time < quietUntil
    : quietFrom <= time || time < quietUntil;
}

/** @param isWorked of a local date, by the work calendar of the agency */
export function mayTell(
  { kind }: Told,
  hours: Hours,
  at: string,
  isWorked: (date: string) => boolean,
): boolean {
  if (kind === 'flash' && hours.flashAtOnce) return true;
  return !isQuiet(hours, at) && (hours.onDaysOff || isWorked(localDate(at)));
}

/**
 * What of all that is to be told goes into a letter now; nothing while it is quiet or the letter before was a moment
 * ago.
 * @param lastAt when the letter before was made, by the same way
 */
export function toTellNow<T extends Told>(
  waiting: readonly T[],
  hours: Hours,
  lastAt: string | undefined,
  at: string,
  isWorked: (date: string) => boolean,
): readonly T[] {
  const told = waiting.filter((each) => mayTell(each, hours, at, isWorked));
  const sinceMs = lastAt === undefined ? Infinity : Date.parse(at) - Date.parse(lastAt);
  const isFlash = told.some(({ kind }) => kind === 'flash');
  return sinceMs >= (isFlash ? gatherFlashMs : gatherMs) ? told : [];
}
