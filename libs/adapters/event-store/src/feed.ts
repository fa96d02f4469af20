import { BackOff } from './back-off';
import { type Delivered, type EventStore, type Place, placeOf, type StoredEvent } from './event-store';
import { FeedReading, type Seat } from './feed-reading';
import { FellBehind, type SubscriptionObserver } from './subscription-ends';

export interface FollowOptions {
  readonly after?: Place;
  readonly streamPrefixes?: readonly string[];
  readonly signal: AbortSignal;
}

/** A reading of one follower's own. */
export interface ReadAlone {
  readonly deliveries: AsyncIterable<Delivered>;
  /** Everything of its streams up to here was delivered: a position in the history of its last subscription. */
  readonly passed: () => bigint;
}

export interface FeedParts {
  readonly store: Pick<EventStore, 'headPosition'>;
  alone(options: FollowOptions): ReadAlone;
  /** Reads for everybody, after a position: one subscription, which is not taken up again when it ends. */
  together(after: bigint, signal: AbortSignal): AsyncIterable<Delivered>;
  readonly observer: SubscriptionObserver | undefined;
}

/**
 * One reading of the store for all followers of a process: each fact comes over the wire and is parsed once, however
 * many follow. A follower reads alone from its own place until it has caught up, and gets a seat between two facts,
 * when all that comes after what it was delivered is still held here. A seat whose queue is full is lost, so that a
 * slow follower slows no other; so are all seats with the subscription, and each follower's own last event is looked
 * up again before it goes on.
 */
export class Feed {
  private reading: FeedReading | undefined;
  private opening: Promise<FeedReading | undefined> | undefined;
  private ending = new AbortController();
  private followers = 0;

  constructor(private readonly parts: FeedParts) {}

  /** As `EventStore.followAll` says. */
  async *follow(options: FollowOptions): AsyncGenerator<Delivered> {
    const { signal } = options;
    const backOff = new BackOff(50, 3_000);
    let { after } = options;
    this.followers += 1;
    try {
      while (!signal.aborted) {
        const found: Found = {};
        const place = after === undefined ? {} : { after };
        for await (const each of this.untilSeated({ ...options, ...place }, found)) {
          if ('stream' in each) after = placeOf(each);
          yield each;
        }
        const { seat } = found;
        let hasMoved = false;
        if (seat !== undefined) {
          for await (const each of this.seated(seat, signal)) {
            hasMoved = true;
            if ('stream' in each) after = placeOf(each);
            yield each;
          }
        }
        if (hasMoved) backOff.reset();
        else await backOff.wait(signal);
      }
    } finally {
      this.followers -= 1;
      if (this.followers === 0) this.end();
    }
  }

  /** As `EventStore.inHand` says. */
  inHand(stream: string): readonly StoredEvent[] | undefined {
    return this.current?.begun.find(stream);
  }

  /** As `BegunStreams.appended` says. */
  appended(stream: string, revision: bigint | 'unknown'): void {
    this.current?.begun.appended(stream, revision);
  }

  /** Ends without a seat when there is a newer reading to join, and when the signal aborts. */
  private async *untilSeated(options: FollowOptions, found: Found): AsyncGenerator<Delivered> {
    const { signal, streamPrefixes } = options;
    const reading = await this.opened();
    // Whatever the feed was delivered was recorded before this subscription is asked for, which delivers it then.
    const recorded = reading?.position ?? -1n;
    const { deliveries, passed } = this.parts.alone(options);
    let isLive = false;
    for await (const each of deliveries) {
      yield each;
      if (signal.aborted) return;
      isLive ||= 'caughtUp' in each;
      if (!isLive) continue;
      const joined = this.current;
      if (joined === undefined) {
        if ((await this.opened()) !== undefined) return;
        continue;
      }
      found.seat = joined.seat(
        joined === reading && recorded > passed() ? recorded : passed(),
        streamPrefixes,
      );
      if (found.seat !== undefined) return;
    }
  }

  private async *seated(seat: Seat, signal: AbortSignal): AsyncGenerator<Delivered> {
    const leave = () => seat.leave();
    signal.addEventListener('abort', leave, { once: true });
    if (signal.aborted) leave();
    try {
      for (let each = await seat.take(); each !== undefined; each = await seat.take()) {
        if (signal.aborted) return;
        yield each;
      }
    } catch (error) {
      if (!(error instanceof FellBehind)) throw error;
      this.parts.observer?.ended('behind');
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }

  /** Nothing while the store does not answer. */
  private opened(): Promise<FeedReading | undefined> {
    if (this.current !== undefined) return Promise.resolve(this.current);
    this.opening ??= this.open()
      .catch(() => undefined)
      .finally(() => (this.opening = undefined));
    return this.opening;
  }

  private async open(): Promise<FeedReading | undefined> {
    const head = await this.parts.store.headPosition();
    if (this.followers === 0) return undefined;
    const reading = (this.reading = new FeedReading(head));
    const { signal } = (this.ending = new AbortController());
    void reading.run(this.parts.together(head, signal));
    return reading;
  }

  private get current(): FeedReading | undefined {
    return this.reading?.isOver === false ? this.reading : undefined;
  }

  private end(): void {
    this.ending.abort();
    this.reading = undefined;
  }
}

interface Found {
  seat?: Seat | undefined;
}
