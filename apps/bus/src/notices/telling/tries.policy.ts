/** What became of one try. */
export type Outcome =
  | { readonly came: 'taken' }
  /** The address is none, for good: nothing goes there any more. `reason` is a code, never the text of a server. */
  | { readonly came: 'address-refused'; readonly reason: string }
  /** This letter will never be taken. */
  | { readonly came: 'letter-refused'; readonly reason: string }
  | { readonly came: 'later'; readonly reason: string };

const minuteMs = 60_000;

/** A letter is parked when it was not taken so long: by then the list of tasks says more than it. */
export const untilMs = 24 * 60 * minuteMs;
const firstMs = minuteMs;
const mostMs = 60 * minuteMs;

/**
 * How long to wait after so many tries, milliseconds: three times as long each time, up to an hour, a fifth of it by
 * chance.
 * @param chance from 0 up to 1
 */
export const waitMs = (tries: number, chance: number): number =>
  Math.round(Math.min(mostMs, firstMs * 3 ** Math.min(tries - 1, 10)) * (0.9 + 0.2 * chance));
