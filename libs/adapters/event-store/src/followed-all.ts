import {
  type AllStreamSubscription,
  type Position,
  START,
  streamNameFilter,
  type SubscribeToAllOptions,
} from '@eventstore/db-client';
import { positionFrom } from '@contracts';
import type { Followed, Mark, Subscription } from './catch-up';
import {
  type Delivered,
  type EventPlace,
  type EventStore,
  type Place,
  placeOf,
  positionOf,
  type StoredEvent,
} from './event-store';
import { HistoryLost } from './failures';
import { placeToGoOnFrom, standingPlace } from './place';
import { refusesPlace } from './store-failure';

/** What following everything takes of the client. Positions are such as events stand at; before 0 is the start. */
export interface AllOnTheWire {
  subscribe(options: SubscribeToAllOptions): AllStreamSubscription;
  /** At most `max` events, the one at the position first. */
  from(position: bigint, max: number): Promise<readonly StoredEvent[]>;
  /** At most `max` events, the newest before the position first. */
  backFrom(position: bigint | 'end', max: number): Promise<readonly StoredEvent[]>;
}

export interface AllOptions {
  readonly after?: Place;
  readonly streamPrefixes?: readonly string[];
  readonly excludePrefixes?: readonly string[];
}

const [pageEvents, lookBackEvents, lookBackMax] = [500, 100, 5_000] as const;

/** A filtered subscription tells how far it looked after every 8 times 32 events, and when it has caught up. */
const checkpoints = {
  checkpointInterval: 8,
  checkpointReached: (subscription: AllStreamSubscription, { commit }: Position) => {
    const checkpoint = positionFrom(commit);
    // Before anything was found the store tells "before the start".
    if (checkpoint !== undefined) subscription.push({ checkpoint } satisfies Mark);
  },
};

/** All streams, or those whose names begin so; in the order of the store. */
export class FollowedAll implements Followed<Delivered> {
  steps = 0;
  private after: Place | undefined;
  /** Everything of these streams up to here was delivered, or looked at. */
  passed = -1n;
  private furthest = -1n;
  /** The last event that pages came to, delivered or not: only right after them a subscription may begin there. */
  private looked: EventPlace | undefined;
  /** Up to here the store holds nothing of these streams that was not delivered. */
  private comparedTo = -1n;

  constructor(
    private readonly store: EventStore,
    private readonly wire: AllOnTheWire,
    private readonly options: AllOptions,
  ) {
    this.after = options.after;
  }

  async subscribe(): Promise<Subscription> {
    const from = (await this.endOfPages()) ?? (await this.goOn());
    const fromPosition = from < 0n ? START : { commit: from, prepare: from };
    const { streamPrefixes, excludePrefixes = [] } = this.options;
    const filter =
      streamPrefixes === undefined
        ? streamNameFilter({ regex: noneOf(['$', ...excludePrefixes]), ...checkpoints })
        : streamNameFilter({ prefixes: [...streamPrefixes], ...checkpoints });
    return this.wire.subscribe({ fromPosition, filter });
  }

  async *pages(): AsyncGenerator<readonly (StoredEvent | Mark)[]> {
    let last: StoredEvent | undefined;
    let from = await this.goOn();
    for (;;) {
      const read = await this.wire.from(from, pageEvents);
      // What a page begins with was the end of the one before: another history is found by the event itself.
      if (last !== undefined && read[0]?.id !== last.id) return;
      const page = read.filter(({ position }) => position > from);
      const end = page.at(-1);
      if (end !== undefined)
        yield [...page.filter((each) => this.isFollowed(each)), { checkpoint: end.position }];
      this.look(page);
      if (end === undefined || read.length < pageEvents) return;
      last = end;
      from = end.position;
    }
  }

  admit(each: StoredEvent | Mark): Delivered | undefined {
    if ('caughtUp' in each) return each;
    const position = 'checkpoint' in each ? each.checkpoint : each.position;
    if (position <= this.passed) return undefined;
    this.passed = position;
    // A checkpoint is told again after each resubscription.
    if ('stream' in each || position > this.furthest) this.steps += 1;
    if (position > this.furthest) this.furthest = position;
    if (!('stream' in each)) return each;
    this.after = placeOf(each);
    return this.isLeftOut(each) ? { checkpoint: position } : each;
  }

  async isBehind(): Promise<boolean> {
    const from = this.passed > this.comparedTo ? this.passed : this.comparedTo;
    const head = await this.store.headPosition();
    // A place beyond the store's newest event can hear of nothing.
    if (head < this.passed) return true;
    if (head <= from) return false;
    let seen = 0;
    for (let before: bigint | 'end' = 'end'; seen < lookBackMax; seen += lookBackEvents) {
      const page = await this.wire.backFrom(before, lookBackEvents);
      if (page.some((each) => each.position > from && this.isFollowed(each))) return true;
      const oldest: StoredEvent | undefined = page.at(-1);
      if (oldest === undefined || oldest.position <= from || page.length < lookBackEvents) {
        this.comparedTo = head;
        return false;
      }
      before = oldest.position;
    }
    return false;
  }

  async lostPlace(): Promise<HistoryLost | undefined> {
    if (this.after === undefined || this.passed < 0n) return undefined;
    try {
      await this.wire.from(this.passed, 1);
      return undefined;
    } catch (error) {
      return refusesPlace((error as Error).cause) ? new HistoryLost(this.after) : undefined;
    }
  }

  /** Only an event tells where to go on: another history may hold new ones below what was only looked at. */
  private async goOn(): Promise<bigint> {
    this.after = await placeToGoOnFrom(this.store, this.after);
    this.passed = positionOf(this.after);
    this.comparedTo = -1n;
    return this.passed;
  }

  private async endOfPages(): Promise<bigint | undefined> {
    const { looked } = this;
    this.looked = undefined;
    if (looked === undefined) return undefined;
    try {
      const { position } = await standingPlace(this.store, looked);
      return position === this.passed ? position : undefined;
    } catch (error) {
      if (error instanceof HistoryLost) return undefined;
      throw error;
    }
  }

  /** Streams of the store itself may not be readable by name. */
  private look(page: readonly StoredEvent[]): void {
    const last = page.at(-1);
    if (last !== undefined) this.looked = last.stream.startsWith('$') ? undefined : placeOf(last);
  }

  private isFollowed(each: StoredEvent): boolean {
    const { streamPrefixes } = this.options;
    return (
      !this.isLeftOut(each) && (streamPrefixes?.some((prefix) => each.stream.startsWith(prefix)) ?? true)
    );
  }

  private isLeftOut({ stream }: StoredEvent): boolean {
    const { excludePrefixes = [] } = this.options;
    return ['$', ...excludePrefixes].some((prefix) => stream.startsWith(prefix));
  }
}

/** A regular expression for names that begin with none of these. */
const noneOf = (prefixes: readonly string[]): string =>
  `^(?!${prefixes.map((prefix) => prefix.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')})`;
