import { BegunStreams } from './begun-streams';
import type { Delivered, StoredEvent } from './event-store';
import { FellBehind } from './subscription-ends';
import { bytesOf } from './weight';
import { WireQueue } from './wire-queue';

/** What the feed holds of its last facts, for who comes a moment later; less than a seat's queue, which it must fit. */
const recentMax = { items: 500, bytes: 4 * 1024 * 1024 } as const;

/** How many facts of others pass a seat before it is told how far they went; a store's filter tells as often. */
const passedTold = 256;

interface Recent {
  readonly event: StoredEvent;
  readonly bytes: number;
}

/** One subscription that many read: it hands each fact to every seat and never waits for one. */
export class FeedReading {
  private readonly seats = new Set<Seat>();
  private readonly recent: Recent[] = [];
  private recentBytes = 0;
  readonly begun = new BegunStreams();
  isOver = false;
  /** Every fact after this one is among `recent`. */
  private floor: bigint;

  /** @param position of the event it begins after, -1 in an empty store; grows with what is delivered. */
  constructor(public position: bigint) {
    this.floor = position;
  }

  /** Resolves when the subscription has ended, however; its seats end after what waits for them. */
  async run(source: AsyncIterable<Delivered>): Promise<void> {
    try {
      for await (const each of source) this.hand(each);
    } catch {
      // What ended it is told by whoever took it up, and met again by who goes on alone.
    }
    this.isOver = true;
    for (const seat of this.seats) seat.leave();
  }

  /** For a follower that was delivered everything up to a position; nothing when facts between are gone from here. */
  seat(after: bigint, prefixes: readonly string[] | undefined): Seat | undefined {
    if (this.isOver || after < this.floor) return undefined;
    const seat = new Seat(after, prefixes, (left) => this.seats.delete(left));
    for (const { event, bytes } of this.recent) seat.offer(event, () => bytes);
    this.seats.add(seat);
    return seat;
  }

  private hand(each: Delivered): void {
    let known: number | undefined;
    const bytes = () => (known ??= bytesOf(each));
    if ('stream' in each) this.hold(each, bytes());
    if (!('caughtUp' in each)) this.position = 'stream' in each ? each.position : each.checkpoint;
    for (const seat of this.seats) seat.offer(each, bytes);
  }

  private hold(event: StoredEvent, bytes: number): void {
    this.begun.hold(event, bytes);
    this.recent.push({ event, bytes });
    this.recentBytes += bytes;
    while (this.recent.length > recentMax.items || this.recentBytes > recentMax.bytes) {
      const dropped = this.recent.shift() as Recent;
      this.recentBytes -= dropped.bytes;
      this.floor = dropped.event.position;
    }
  }
}

/** What one follower has not taken yet of a feed: facts of its streams, at most 1,000 or 8 MiB. */
export class Seat {
  private readonly queue = new WireQueue<Delivered>();
  private skipped = 0;

  constructor(
    private passed: bigint,
    private readonly prefixes: readonly string[] | undefined,
    private readonly left: (seat: Seat) => void,
  ) {}

  offer(each: Delivered, bytes: () => number): void {
    if ('caughtUp' in each) return this.put(each, bytes);
    const position = 'stream' in each ? each.position : each.checkpoint;
    if (position <= this.passed) return;
    this.passed = position;
    if (!('stream' in each) || this.hears(each)) return this.put(each, bytes);
    this.skipped += 1;
    if (this.skipped >= passedTold) this.put({ checkpoint: position }, () => 0);
  }

  /** The next one, in order; nothing once the seat was left or its feed has ended. @throws FellBehind */
  take(): Promise<Delivered | undefined> {
    return this.queue.take();
  }

  leave(): void {
    this.queue.end();
    this.left(this);
  }

  private put(each: Delivered, bytes: () => number): void {
    this.skipped = 0;
    if (this.queue.put(each, bytes)) return;
    this.queue.end(new FellBehind());
    this.left(this);
  }

  private hears({ stream }: StoredEvent): boolean {
    return this.prefixes?.some((prefix) => stream.startsWith(prefix)) ?? true;
  }
}
