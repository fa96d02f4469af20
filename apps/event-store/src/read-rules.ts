import { type Direction, emptyHead, type RecordedEvent, type StreamHead } from './event';
import { firstPosition } from './log-state';
import { describedStream, isMetastream, type StreamPolicy } from './stream-metadata';

export type From = 'start' | 'end' | number;

/** Inclusive bounds of what may be read; empty when `first` is above `last`. */
export interface Range {
  readonly first: number;
  readonly last: number;
}

/** A stream is unknown to readers until it has an event, even when its metadata exists, and while soft-deleted. */
export const isMissing = (head: StreamHead | undefined): head is undefined =>
  head === undefined || head.revision < 0 || head.policy.isSoftDeleted === true;

/** A metastream shares the tombstone of the stream it describes. */
export function headWithOwner(
  stream: string,
  headOf: (stream: string) => StreamHead | undefined,
): StreamHead | undefined {
  const head = headOf(stream);
  const described = describedStream(stream);
  if (described === undefined || headWithOwner(described, headOf)?.isTombstoned !== true) return head;
  return { ...(head ?? emptyHead), isTombstoned: true };
}

/** Metadata of a metastream has no effect: it always shows its newest event alone. */
const metastreamPolicy: StreamPolicy = { maxCount: 1 };

/** The first revision that `$tb`, `$maxCount` and the one-event rule of metastreams leave visible. */
export function firstVisibleRevision(stream: string, head: StreamHead): number {
  const { maxCount, truncateBefore = 0 } = isMetastream(stream) ? metastreamPolicy : head.policy;
  const byCount = maxCount === undefined ? 0 : head.revision - maxCount + 1;
  return Math.max(0, byCount, truncateBefore);
}

/** `$maxAge` hides by age at the time of reading. */
export const isYoungEnough = (event: RecordedEvent, head: StreamHead, nowMs: number): boolean =>
  head.policy.maxAgeMs === undefined || event.createdMs >= nowMs - head.policy.maxAgeMs;

/** Revisions a stream read covers; the given revision is included in both directions. */
export function streamRange(stream: string, head: StreamHead, direction: Direction, from: From): Range {
  const first = firstVisibleRevision(stream, head);
  const start = from === 'start' ? 0 : from === 'end' ? endOf(direction, head.revision) : from;
  return direction === 'forwards'
    ? { first: Math.max(first, start), last: head.revision }
    : { first, last: Math.min(head.revision, start) };
}

/** Positions an `$all` read covers: the given position is included forwards and excluded backwards. */
export function allRange(lastPosition: number, direction: Direction, from: From): Range {
  const start = from === 'start' ? 0 : from === 'end' ? lastPosition + 1 : from;
  return direction === 'forwards'
    ? { first: Math.max(firstPosition, start), last: lastPosition }
    : { first: firstPosition, last: Math.min(lastPosition, start - 1) };
}

/** Where a subscription begins: the first revision or position that comes after the given one. */
export function subscriptionStart(from: From, last: number, first: number): number {
  if (from === 'start') return first;
  return (from === 'end' ? last : from) + 1;
}

const endOf = (direction: Direction, last: number): number => (direction === 'forwards' ? last + 1 : last);
