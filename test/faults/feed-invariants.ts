import type { StoredEvent } from '@adapters/event-store';
import { type FeedEntry, feedOf } from '../flows/feed-of';
import type { Violation } from './invariants';

/** One event as an agency was told it, over whichever way. */
export interface ToldEvent {
  readonly id: string;
  readonly feednumber: number;
  readonly feedprevious: number;
}

/** By agency: its messages in `PUBLIC`, in any order, and what it reads on from the first event on, in that order. */
export interface ToldFeeds {
  readonly published: ReadonlyMap<string, readonly ToldEvent[]>;
  readonly served: ReadonlyMap<string, readonly ToldEvent[]>;
}

/**
 * I17: what an agency is told has the numbers 1..n without a gap, each names the one before, and a number is that of
 * one event: in messages, in what is read on, and in rows built again from the store.
 */
export async function feedsAgree(
  { published, served }: ToldFeeds,
  events: readonly StoredEvent[],
): Promise<Violation[]> {
  const feeds = new Map<string, FeedEntry[]>();
  for (const entry of await feedOf(events)) {
    const feed = feeds.get(entry.agency) ?? [];
    feeds.set(entry.agency, feed);
    feed.push(entry);
  }
  const violations: Violation[] = [];
  for (const [way, told] of [
    ['PUBLIC', published],
    ['GET /events', served],
  ] as const) {
    for (const [agency, messages] of told)
      violations.push(...violationsOf(`${way} of ${agency}`, messages, feeds.get(agency) ?? []));
  }
  for (const agency of feeds.keys())
    if (!published.has(agency)) violations.push(`I17: PUBLIC of ${agency} is empty`);
  for (const [agency, messages] of served) {
    const ordered = messages.every(({ feednumber }, index) => feednumber === index + 1);
    if (!ordered) violations.push(`I17: GET /events of ${agency} is not in the order of its numbers`);
  }
  return violations;
}

function violationsOf(
  about: string,
  messages: readonly ToldEvent[],
  feed: readonly FeedEntry[],
): Violation[] {
  const violations: Violation[] = [];
  const eventOf = new Map(feed.map(({ number, eventId }) => [number, eventId]));
  const seen = new Set<number>();
  for (const { id, feednumber, feedprevious } of messages) {
    if (seen.has(feednumber)) violations.push(`I17: ${about} has ${feednumber} twice`);
    seen.add(feednumber);
    if (feedprevious !== feednumber - 1)
      violations.push(`I17: ${about}: ${feednumber} names ${feedprevious} as the one before`);
    if (eventOf.get(feednumber) !== id)
      violations.push(`I17: ${about}: ${feednumber} is ${id}, the store says ${eventOf.get(feednumber)}`);
  }
  const missing = feed.find(({ number }) => !seen.has(number));
  if (missing !== undefined) violations.push(`I17: ${about} lacks ${missing.number}`);
  return violations;
}
