import { resolvedFact, storedFact } from './facts';
import {
  type From,
  isInside,
  isShownInAll,
  lastPosition,
  lastRevision,
  positionOf,
  type Store,
  type Stored,
  visible,
} from './store-model';

/** A subscription to a stream, or to `$all` when `stream` is absent; links are resolved. */
export interface Follow {
  readonly stream?: string;
  readonly from: From;
  readonly filter?: {
    readonly on: 'stream' | 'type';
    readonly prefixes: readonly string[];
    readonly every: number;
  };
}

/** What a subscriber has been told, by rules 4, 11, 15, 16 and 23, when it is given time after each step. */
export class ModelFollower {
  readonly facts: string[] = [];
  private readonly after: number;
  private considered = 0;
  private checkpoint = -1n;
  /** The last place it was told or began at; -1 before the start. */
  private known: number;
  private windowStart: number | undefined;
  private hasEnded = false;

  constructor(
    private readonly follow: Follow,
    store: Store,
    nowMs: number,
  ) {
    const { stream, from } = follow;
    const last = stream === undefined ? lastPosition(store) : lastRevision(store, stream);
    const first = stream === undefined ? 0 : -1;
    this.after = from === 'start' ? first : from === 'end' ? last : from;
    this.known = from === 'start' ? -1 : this.after;
    this.windowStart = from === 'start' ? undefined : this.after;
    if (stream === undefined) this.startAtAll(store, nowMs);
    else this.startAtStream(store, stream, nowMs);
  }

  /** Tells what came between two states of the store. */
  advance(before: Store, after: Store, nowMs: number): void {
    if (this.hasEnded) return;
    const { stream } = this.follow;
    for (const event of after.log.slice(before.log.length)) {
      if (stream === undefined) this.consider(after, event, nowMs, 'live');
      else if (event.stream === stream && event.revision > this.after) this.tell(after, event, nowMs);
    }
  }

  private startAtStream(store: Store, stream: string, nowMs: number): void {
    const seen = visible(store, stream, nowMs);
    if (seen === 'stream-deleted') {
      this.end();
      return;
    }
    this.facts.push('confirmed');
    for (const event of seen === 'not-found' ? [] : seen) {
      if (event.revision > this.after) this.tell(store, event, nowMs);
    }
    this.facts.push('caught up');
  }

  private startAtAll(store: Store, nowMs: number): void {
    this.facts.push('confirmed');
    const isBehind = this.after < lastPosition(store);
    if (isBehind && isInside(store, this.after)) {
      this.facts.push('no-place');
      this.hasEnded = true;
      return;
    }
    for (const event of store.log) this.consider(store, event, nowMs, 'reading');
    const hasRead = this.follow.from === 'start' || isBehind;
    if (this.follow.filter !== undefined && hasRead) this.tellCheckpoint();
    this.facts.push('caught up');
    this.considered = 0;
  }

  private consider(store: Store, event: Stored, nowMs: number, state: 'reading' | 'live'): void {
    const { filter } = this.follow;
    const position = positionOf(store, event);
    if (position <= this.after) return;
    const subject = filter?.on === 'type' ? event.type : event.stream;
    const isWanted = filter === undefined || filter.prefixes.some((prefix) => subject.startsWith(prefix));
    this.windowStart ??= position;
    if (isShownInAll(event) && isWanted) {
      this.tell(store, event, nowMs);
      this.known = position;
    }
    this.considered += 1;
    if (filter === undefined || this.considered % filter.every !== 0) return;
    // Whoever reads is told where the window began that it has looked through, whoever is live where it ended.
    this.known = Math.max(this.known, state === 'live' ? position : this.windowStart);
    this.windowStart = undefined;
    this.tellCheckpoint();
  }

  /** A place is told once, and "before the start", the highest number there is, ends the telling. */
  private tellCheckpoint(): void {
    const place = BigInt.asUintN(64, BigInt(this.known));
    if (place > this.checkpoint) this.facts.push(`checkpoint ${place}`);
    if (place > this.checkpoint) this.checkpoint = place;
  }

  private tell(store: Store, event: Stored, nowMs: number): void {
    const isTombstone = event.revision === Infinity;
    this.facts.push(isTombstone ? storedFact(store, event) : resolvedFact(store, event, nowMs));
    if (isTombstone && this.follow.stream !== undefined) this.end();
  }

  private end(): void {
    this.facts.push('stream-deleted');
    this.hasEnded = true;
  }
}
