import type { NameSince } from '@contracts';

/** The name on a local date, YYYY-MM-DD; before all of them the first one. */
export const nameOn = (names: readonly NameSince[] = [], date: string): string | undefined =>
  (names.findLast(({ fromDate }) => fromDate === undefined || fromDate <= date) ?? names[0])?.name;
