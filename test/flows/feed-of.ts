import type { StoredEvent } from '@adapters/event-store';
import { agencyToken } from '@domain/codes';
import { countedIn } from './rows-of';

/** One event in the feed of one agency. */
export interface FeedEntry {
  readonly agency: string;
  readonly number: number;
  readonly eventId: string;
  readonly position: bigint;
}

/** The feeds of all agencies, as rows built from these events would have them, in the order in which facts count. */
export async function feedOf(events: readonly StoredEvent[]): Promise<readonly FeedEntry[]> {
  const rows = (await countedIn(events)).map(({ row }) => row as Record<string, string>);
  const inOrder = rows.sort((one, other) => {
    const [a, b] = [one, other].map((row) => [BigInt(row['counted_at'] ?? 0), BigInt(row['position'] ?? 0)]);
    const difference = (a?.[0] ?? 0n) - (b?.[0] ?? 0n) || (a?.[1] ?? 0n) - (b?.[1] ?? 0n);
    return Number(difference);
  });
  const ends = new Map<string, number>();
  return inOrder.map(({ agency = '', event_id: eventId = '', position = '' }) => {
    const number = (ends.get(agency) ?? 0) + 1;
    ends.set(agency, number);
    return { agency, number, eventId, position: BigInt(position) };
  });
}

/** By the id of the message that bears each. */
export const numbersOf = (feed: readonly FeedEntry[]): ReadonlyMap<string, number> =>
  new Map(feed.map(({ eventId, agency, number }) => [`${eventId}.${agencyToken(agency)}`, number]));
