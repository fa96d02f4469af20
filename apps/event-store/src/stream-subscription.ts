import { type Engine } from './engine';
import { type RecordedEvent, tombstoneRevision } from './event';
import { type EventView } from './event-view';
import { readPageEvents } from './limits';
import { LiveQueue } from './live-queue';
import { firstVisibleRevision, type From, isMissing, isYoungEnough, subscriptionStart } from './read-rules';
import { type ServerWays } from './server-ways';
import { describedStream, metastreamOf } from './stream-metadata';
import { caughtUp, confirmation, nextTurn, type Pages } from './subscription-messages';
import { ConsumerTooSlow, StreamDeleted } from './wire-errors';

/** Where a subscription looks and listens, and whose ways it has. */
export interface Subscribing {
  readonly engine: Engine;
  readonly view: EventView;
  readonly ways: ServerWays;
  readonly nowMs: () => number;
  readonly signal: AbortSignal;
}

/** Follows one stream: while behind it sees what any reader sees; once caught up it gets every event that comes. */
export class StreamSubscription {
  private next = 0;

  constructor(
    private readonly by: Subscribing,
    private readonly stream: string,
    private readonly from: From,
  ) {}

  async *pages(): Pages {
    const { engine, ways, signal } = this.by;
    const head = engine.head(this.stream);
    const isTombstoned = head?.isTombstoned === true;
    if (isTombstoned && !(this.from === 'end' && ways.endOfTombstoned === 'is confirmed and silent')) {
      throw new StreamDeleted(this.stream);
    }
    this.next = subscriptionStart(this.from, head?.revision ?? -1, 0);
    yield [confirmation()];
    if (isTombstoned) yield* this.live();
    if (this.from !== 'end' && ways.absentStream === 'is waited for before anything is told') {
      await this.untilThere();
    }
    while (!signal.aborted) {
      yield* this.catchUp();
      yield* this.live();
    }
  }

  private async *catchUp(): Pages {
    const { engine, nowMs, signal } = this.by;
    while (!signal.aborted) {
      const head = engine.head(this.stream);
      if (head?.isTombstoned === true) throw new StreamDeleted(this.stream);
      if (head?.policy.isSoftDeleted === true) this.next = Math.max(this.next, head.revision + 1);
      if (head === undefined || this.next > head.revision) return;
      const first = Math.max(this.next, firstVisibleRevision(this.stream, head));
      const range = { first, last: head.revision };
      const page = engine.readStream(this.stream, range, 'forwards', readPageEvents);
      this.next = (page.at(-1)?.revision ?? head.revision) + 1;
      const now = nowMs();
      const seen = page.filter((event) => isYoungEnough(event, head, now));
      yield seen.map((event) => this.by.view.encode(event));
      await nextTurn();
    }
  }

  /** Returns when the subscriber has to read again what it missed. */
  private async *live(): Pages {
    const { engine, ways, signal } = this.by;
    const queue = new LiveQueue<RecordedEvent>();
    const leave = engine.follow(this.stream, (events) =>
      queue.offer(events.filter(({ revision }) => revision >= this.next)),
    );
    let state: ConsumerTooSlow['state'] = 'transitioning to live';
    try {
      const isBehind = this.next <= (engine.head(this.stream)?.revision ?? -1);
      if (isBehind || signal.aborted) return;
      yield [caughtUp()];
      while (!signal.aborted) {
        const events = await queue.take(signal);
        if (events === 'overrun' && ways.slowSubscriber === 'is ended') throw new ConsumerTooSlow(state);
        if (events === 'overrun') return;
        state = 'live';
        yield* this.shown(events);
      }
    } finally {
      leave();
    }
  }

  /** Whoever follows a stream live sees its tombstone before the error. */
  private *shown(events: readonly RecordedEvent[]) {
    const newest = events.at(-1);
    if (newest === undefined) return;
    this.next = newest.revision + 1;
    yield events.map((event) => this.by.view.encode(event));
    if (newest.revision === tombstoneRevision) throw new StreamDeleted(this.stream);
  }

  private async untilThere(): Promise<void> {
    const { engine, signal } = this.by;
    const isAbsent = (): boolean => {
      const head = engine.head(this.stream);
      return head?.isTombstoned !== true && isMissing(head);
    };
    while (!signal.aborted && isAbsent()) await this.touched();
  }

  /** A stream comes back with what is written to its metadata, and a metastream ends with its stream. */
  private touched(): Promise<void> {
    const { engine, signal } = this.by;
    const described = describedStream(this.stream);
    const watched = [this.stream, metastreamOf(this.stream), ...(described === undefined ? [] : [described])];
    return new Promise((resolve) => {
      const leaving = watched.map((stream) => engine.follow(stream, () => go()));
      const go = (): void => {
        for (const leave of leaving) leave();
        signal.removeEventListener('abort', go);
        resolve();
      };
      signal.addEventListener('abort', go, { once: true });
    });
  }
}
