/**
 * Streams that are no facts of the business: what followers note of their own work, and the trail of who looked at
 * what. No follower hears of them, no row and no public fact is made of them, and no token names one of their events.
 */
export const unfollowedPrefixes = ['checkpoint-', 'parked-', 'looks-'] as const;

export const isUnfollowed = (stream: string): boolean =>
  unfollowedPrefixes.some((prefix) => stream.startsWith(prefix));
