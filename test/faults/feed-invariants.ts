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
  const feeds = await feedsOf(events);
  const violations = [...published].flatMap(([agency, messages]) =>
    violationsOf(`PUBLIC of ${agency}`, messages, feeds.get(agency) ?? []),
  );
  for (const agency of feeds.keys())
    if (!published.has(agency)) violations.push(`I17: PUBLIC of ${agency} is empty`);
  return [...violations, ...inOrder('GET /events', served, feeds)];
}

/** I17 of what somebody outside keeps of each agency, in the order in which it was taken. */
export async function keptWhole(
  whose: string,
  kept: ReadonlyMap<string, readonly ToldEvent[]>,
  events: readonly StoredEvent[],
): Promise<Violation[]> {
  return inOrder(whose, kept, await feedsOf(events));
}

/** What came to somebody outside, and its text as it came. */
export interface Came {
  readonly event: ToldEvent;
  readonly text: string;
}

/**
 * What somebody keeps who goes by ids and numbers: what comes again is known, and a known number under another id says
 * that the history is another one from there on.
 * @throws when a repeat says something else
 */
export function keptOf(came: readonly Came[]): readonly ToldEvent[] {
  const texts = new Map<string, string>();
  let kept: ToldEvent[] = [];
  for (const { event, text } of came) {
    const before = texts.get(event.id);
    if (before !== undefined && before !== text) throw new Error(`${event.id} came as ${before} and ${text}`);
    texts.set(event.id, text);
    if (before !== undefined) continue;
    kept = kept.filter(({ feednumber }) => feednumber < event.feednumber);
    kept.push(event);
  }
  return kept;
}

/** By agency, in the order of their numbers. */
async function feedsOf(events: readonly StoredEvent[]): Promise<ReadonlyMap<string, readonly FeedEntry[]>> {
  const feeds = new Map<string, FeedEntry[]>();
  for (const entry of await feedOf(events)) {
    const feed = feeds.get(entry.agency) ?? [];
    feeds.set(entry.agency, feed);
    feed.push(entry);
  }
  return feeds;
}

function inOrder(
  whose: string,
  told: ReadonlyMap<string, readonly ToldEvent[]>,
  feeds: ReadonlyMap<string, readonly FeedEntry[]>,
): Violation[] {
  return [...told].flatMap(([agency, messages]) => {
    const about = `${whose} of ${agency}`;
    const isOrdered = messages.every(({ feednumber }, index) => feednumber === index + 1);
    const order = isOrdered ? [] : [`I17: ${about} is not in the order of its numbers`];
    return [...violationsOf(about, messages, feeds.get(agency) ?? []), ...order];
  });
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
