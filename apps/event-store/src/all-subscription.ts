import { type RecordedEvent } from './event';
import { CheckpointCadence, isShownInAll } from './filter-rules';
import { readPageBytes, readPageEvents } from './limits';
import { LiveQueue } from './live-queue';
import { firstPosition } from './log-state';
import { type ReadResp } from './protocol';
import { type ReadRequest } from './read-request';
import { subscriptionStart } from './read-rules';
import { sparsePlaces } from './sparse-streams';
import { type Subscribing } from './stream-subscription';
import { caughtUp, confirmation, nextTurn, type Pages } from './subscription-messages';
import { encodeCheckpoint } from './wire.codec';
import { ConsumerTooSlow, HandlerFailed, InvalidPosition } from './wire-errors';

/** An event to send, or the place up to which a filtered subscription has been looked at. */
type LiveItem = RecordedEvent | { readonly checkpoint: number };

/** The place of whoever was told nothing: no event is there, and none comes before it. */
const beforeStart = -1;

/** Follows `$all`, whole or through a filter; through a filter it tells how far it has looked. */
export class AllSubscription {
  /** The first place that was not looked at. */
  private next = 0;
  /** The last place the subscriber knows of: an event, a checkpoint, or where it began. */
  private known = beforeStart;
  private lastCheckpoint = -1n;

  constructor(
    private readonly by: Subscribing,
    private readonly request: Pick<ReadRequest, 'from' | 'filter' | 'streamPrefixes' | 'checkpointEvery'>,
  ) {}

  async *pages(): Pages {
    const { engine, ways, signal } = this.by;
    const last = engine.durablePosition;
    const at = this.whatIsAtStart();
    const failsAtOnce = ways.noPlace.ofSubscription === 'fails before it is confirmed';
    if (at === 'inside' && failsAtOnce) throw new HandlerFailed();
    const isAtEnd = at === 'beyond' && ways.beyondEnd === 'is the end';
    const from = isAtEnd ? 'end' : this.request.from;
    this.next = subscriptionStart(from, last, firstPosition);
    if (from !== 'start') this.known = this.next - 1;
    yield [confirmation()];
    // A real node is never empty: it has events of its own before anyone comes, so whoever begins at the start reads.
    let hasRead = from === 'start' || this.next <= last;
    if (at === 'inside' && hasRead) throw new InvalidPosition();
    while (!signal.aborted) {
      if (hasRead) yield* this.catchUp();
      yield* this.live(hasRead);
      hasRead = true;
    }
  }

  private whatIsAtStart() {
    const { from } = this.request;
    return typeof from === 'number' ? this.by.engine.whatIsAt(from) : from;
  }

  private async *catchUp(): Pages {
    yield* this.catchUpSparsely();
    const { engine, signal } = this.by;
    const cadence = this.newCadence();
    let windowStart = this.known === beforeStart ? undefined : this.known;
    while (!signal.aborted && this.next <= engine.durablePosition) {
      const range = { first: this.next, last: engine.durablePosition };
      const page = engine.readAll(range, 'forwards', readPageEvents);
      const responses: ReadResp[] = [];
      for (const event of page) {
        windowStart ??= event.position;
        if (this.isWanted(event)) responses.push(this.sent(event));
        if (cadence?.consider() !== 'due') continue;
        this.known = Math.max(this.known, windowStart);
        responses.push(...this.checkpoint());
        windowStart = undefined;
      }
      this.next = (page.at(-1)?.position ?? range.last) + 1;
      yield responses;
      await nextTurn();
    }
  }

  /** Far behind and wanting little, it reads that alone; the one checkpoint after it says how far this was true. */
  private async *catchUpSparsely(): Pages {
    const { engine, signal } = this.by;
    const range = { first: this.next, last: engine.durablePosition };
    const places = await sparsePlaces(engine, this.request.streamPrefixes ?? [''], range, signal);
    if (places === undefined) return;
    let [responses, bytes]: [ReadResp[], number] = [[], 0];
    for (const place of places) {
      const [event] = engine.readAll({ first: place, last: place }, 'forwards', 1);
      if (event === undefined || !this.isWanted(event)) continue;
      responses.push(this.sent(event));
      bytes += event.data.length + event.metadata.length;
      if (responses.length < readPageEvents && bytes < readPageBytes) continue;
      yield responses;
      [responses, bytes] = [[], 0];
      await nextTurn();
      if (signal.aborted) return;
    }
    yield responses;
    this.next = range.last + 1;
    this.known = range.last;
    yield this.checkpoint();
  }

  /** Returns when the subscriber has to read again what it missed. */
  private async *live(hasRead: boolean): Pages {
    const { engine, ways, signal } = this.by;
    const queue = new LiveQueue<LiveItem>();
    const cadence = this.newCadence();
    const leave = engine.follow(undefined, (events) => queue.offer(this.itemsOf(events, cadence)));
    let state: ConsumerTooSlow['state'] = 'transitioning to live';
    try {
      if (this.next <= engine.durablePosition || signal.aborted) return;
      const isTold = hasRead && ways.tellsCheckpointOnGoingLive;
      yield [...(isTold ? this.checkpoint() : []), caughtUp()];
      while (!signal.aborted) {
        const items = await queue.take(signal);
        if (items === 'overrun' && ways.slowSubscriber === 'is ended') throw new ConsumerTooSlow(state);
        if (items === 'overrun') break;
        state = 'live';
        yield items.flatMap((item) => this.shown(item));
      }
    } finally {
      leave();
    }
    this.next = Math.max(this.next, this.known + 1);
    yield this.checkpoint();
  }

  private itemsOf(events: readonly RecordedEvent[], cadence: CheckpointCadence | undefined): LiveItem[] {
    return events
      .filter(({ position }) => position >= this.next)
      .flatMap((event) => {
        const items: LiveItem[] = this.isWanted(event) ? [event] : [];
        return cadence?.consider() === 'due' ? [...items, { checkpoint: event.position }] : items;
      });
  }

  private shown(item: LiveItem): ReadResp[] {
    if (!('checkpoint' in item)) return [this.sent(item)];
    this.known = Math.max(this.known, item.checkpoint);
    return this.checkpoint();
  }

  private sent(event: RecordedEvent): ReadResp {
    this.known = event.position;
    return this.by.view.encode(event);
  }

  /**
   * Through a filter, the place the subscriber knows of. A place is told once, and "before the start" is the highest
   * of all, so whoever was told it is told none after it, as by a real node.
   */
  private checkpoint(): ReadResp[] {
    const place = BigInt.asUintN(64, BigInt(this.known));
    if (this.request.filter === undefined || place <= this.lastCheckpoint) return [];
    this.lastCheckpoint = place;
    return [encodeCheckpoint(place)];
  }

  private newCadence(): CheckpointCadence | undefined {
    const { filter, checkpointEvery } = this.request;
    return filter === undefined ? undefined : new CheckpointCadence(checkpointEvery);
  }

  private isWanted(event: RecordedEvent): boolean {
    const { filter } = this.request;
    return isShownInAll(event) && (filter === undefined || filter(event));
  }
}
