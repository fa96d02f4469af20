import type { StoredEvent } from '@adapters/event-store';
import { type HistoryEvent, messageBytesMax } from '@contracts';
import { historyEvent } from './history-event';

export const eventsByDefault = 200;

/** What one reply may hold besides its envelope, bytes. */
export const replyBytesMax = messageBytesMax - 16 * 1024;

export const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The first items that fit, at least one: a page must move on. */
export function fitting<Item>(items: Iterable<Item>, limit: number, bytesMax: number): Item[] {
  const taken: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    bytes += bytesOf(item) + 1;
    if (taken.length === limit || (taken.length > 0 && bytes > bytesMax)) break;
    taken.push(item);
  }
  return taken;
}

export interface EventsPage {
  readonly events: readonly HistoryEvent[];
  readonly more: boolean;
}

/** The events after a position, in order, as many as the limit and the bytes allow. */
export function eventsAfter(
  position: bigint,
  merged: readonly StoredEvent[],
  { limit, bytesMax }: { readonly limit: number; readonly bytesMax: number },
): EventsPage {
  const first = merged.findIndex((stored) => stored.position > position);
  if (first === -1) return { events: [], more: false };
  const left = merged.length - first;
  const candidates = merged.slice(first, first + limit).map(historyEvent);
  const events = fitting(candidates, limit, bytesMax);
  return { events, more: events.length < left };
}

/** Events of several streams in the order in which the store took them. */
export const inOrderOfPosition = (streams: readonly (readonly StoredEvent[])[]): StoredEvent[] =>
  streams.flat().sort((a, b) => (a.position < b.position ? -1 : 1));
