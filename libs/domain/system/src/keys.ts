import type { KeyStanding } from '@domain/codes';
import type { RegisteredSystem, SystemKey } from './system-state';

const dayMs = 24 * 60 * 60 * 1_000;

/** How long a replaced key may stay good, days. */
const overlapDaysMax = 30;

/** @param at ISO 8601 UTC, as the facts write it */
export function standingOf(key: SystemKey, at: string): KeyStanding {
  if (key.revokedAt !== undefined) return 'revoked';
  if (key.validUntil === undefined) return 'current';
  return at < key.validUntil ? 'replaced' : 'expired';
}

/** The key that a new one would replace. */
export const currentKey = ({ keys }: RegisteredSystem): SystemKey | undefined =>
  keys.find(({ validUntil, revokedAt }) => validUntil === undefined && revokedAt === undefined);

/** Keys a system may connect with at that instant. */
export const goodKeys = ({ status, keys }: RegisteredSystem, at: string): readonly SystemKey[] =>
  status === 'approved' ? keys.filter((key) => ['current', 'replaced'].includes(standingOf(key, at))) : [];

/** Keys that were good once and are no more, with the instant from which. */
export const endedKeys = (
  { keys }: RegisteredSystem,
  at: string,
): readonly { readonly publicKey: string; readonly since: string }[] =>
  keys.flatMap((key) => {
    const { publicKey, validUntil, revokedAt } = key;
    const [since] = [validUntil, revokedAt].filter((end) => end !== undefined && end <= at).sort();
    return since === undefined ? [] : [{ publicKey, since }];
  });

/** Whether a replaced key may stay good until then: after `at`, and 30 days at most. */
export const isFittingOverlap = (until: string, at: string): boolean =>
  until >= at && Date.parse(until) - Date.parse(at) <= overlapDaysMax * dayMs;
