import type { SendOutcome } from './sender';

/** How long and how often a message is tried. */
export interface Tries {
  readonly firstMs: number;
  readonly mostMs: number;
  /** After so long without a success its webhook is parked, milliseconds. */
  readonly untilMs: number;
}

export const triesByDefault: Tries = {
  firstMs: 5_000,
  mostMs: 60 * 60 * 1_000,
  untilMs: 3 * 24 * 60 * 60 * 1_000,
};

export const isTaken = (outcome: SendOutcome): boolean =>
  'status' in outcome && outcome.status >= 200 && outcome.status < 300;

/** In words that stand in the fact that parks a webhook, and in its list of deliveries. */
export const wordsFor = (outcome: SendOutcome): string =>
  'problem' in outcome ? outcome.problem : `answered ${outcome.status}`;

/**
 * How long to wait after so many tries, milliseconds: three times as long each time, a fifth of it by chance, so that
 * receivers that failed together are not asked together. What the receiver asks for counts, within the same limits.
 * @param chance from 0 up to 1
 */
export function waitMs(
  tries: number,
  outcome: SendOutcome,
  now: string,
  chance: number,
  limits: Tries,
): number {
  const { firstMs, mostMs } = limits;
  const own = Math.min(mostMs, firstMs * 3 ** Math.min(tries - 1, 20));
  const asked = 'retryAfter' in outcome ? askedMs(outcome.retryAfter, now) : undefined;
  if (asked !== undefined) return Math.min(mostMs, Math.max(firstMs, asked));
  return Math.round(own * (0.9 + 0.2 * chance));
}

/** RFC 9110 section 10.2.3: seconds, or a date. */
function askedMs(retryAfter = '', now: string): number | undefined {
  if (/^\d{1,9}$/.test(retryAfter)) return Number(retryAfter) * 1_000;
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? undefined : at - Date.parse(now);
}
