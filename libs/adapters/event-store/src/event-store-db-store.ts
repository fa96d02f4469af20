import {
  type AppendResult,
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  type JSONEventData,
  NO_STREAM,
  START,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { positionFrom } from '@contracts';
import { catchUp } from './catch-up';
import { connectionOf, unheard, withDefaults } from './connection-string';
import { withEstablishedChannels } from './established-channel';
import {
  type Delivered,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Place,
  type StoredEvent,
  type StreamRead,
} from './event-store';
import { StreamMoved } from './failures';
import { Feed, type FollowOptions, type ReadAlone } from './feed';
import { assertFits } from './fits-schema';
import { type AllOnTheWire, type AllOptions, FollowedAll } from './followed-all';
import { FollowedStream } from './followed-stream';
import { Gate } from './gate';
import { refusesPlace, storeFailure } from './store-failure';
import { storedEvent } from './stored-event';
import { SubscriptionEnds, type SubscriptionObserver } from './subscription-ends';
import { noAnswer, withinLimit } from './time-limit';
import type { TroubleLog } from './trouble-log';
import { unfollowedPrefixes } from './unfollowed';
import { withUnheldAppends } from './unheld-appends';

export interface StoreOptions {
  /** How long any call may take before it fails. Default 10 s. */
  readonly limitMs?: number;
  /** Hears of lost and renewed subscriptions. */
  readonly log?: TroubleLog;
  readonly subscriptions?: SubscriptionObserver;
  /** How long an event may stand in the store without a subscription telling of it. Default 30 s. */
  readonly stallMs?: number;
}

const utf8 = new TextEncoder();
const json = 'application/json';

/** All of them may wait in memory for a slow connection, each of at most the size that a store takes. */
const appendsInFlightMax = 128;

type ReadRecord = { readonly event?: Parameters<typeof storedEvent>[0] };
interface Reading {
  on(event: 'data', listener: (record: ReadRecord) => void): Reading;
  on(event: 'end', listener: () => void): Reading;
  on(event: 'error', listener: (error: Error) => void): Reading;
  cancel(): Promise<void>;
}

/**
 * EventStoreDB, or the embedded node that speaks its protocol. At most one of these in a process: the client's
 * table of pending appends is one per process, and a second client's lost connection makes a late answer on the
 * first one end the process.
 */
export class EventStoreDbStore extends EventStore {
  private readonly appends = new Gate(appendsInFlightMax);
  private readonly limitMs: number;
  private readonly closing = new AbortController();
  private readonly feed: Feed;
  private readonly endsOfFeed: SubscriptionEnds;

  private constructor(
    private readonly client: EventStoreDBClient,
    private readonly options: StoreOptions,
  ) {
    super();
    this.limitMs = options.limitMs ?? 10_000;
    this.endsOfFeed = new SubscriptionEnds(feedName, options.log, options.subscriptions);
    this.feed = new Feed({
      store: this,
      alone: (following) => this.readAlone(following),
      together: (after, signal) => this.readTogether(after, signal),
      observer: options.subscriptions,
    });
  }

  /**
   * `esdb://user:password@host:port?tls=true&tlsCAFile=…` and the like, with our defaults for what it does not name.
   * Nothing is sent yet: the first call connects.
   * @throws ConnectionStringUnusable
   */
  static connect(url: string, options: StoreOptions = {}): EventStoreDbStore {
    connectionOf(url);
    const tell = (warning: string) =>
      options.log?.warn({ warning }, 'the client does not like its connection string');
    const client = unheard(() => EventStoreDBClient.connectionString(withDefaults(url)), tell);
    return new EventStoreDbStore(withUnheldAppends(withEstablishedChannels(client)), options);
  }

  override async readStream(
    stream: string,
    options: {
      readonly from?: bigint;
      readonly direction?: 'forwards' | 'backwards';
      readonly max?: number;
      readonly isNewest?: boolean;
    } = {},
  ): Promise<StreamRead> {
    const { direction = 'forwards', from, max = Number.MAX_SAFE_INTEGER, isNewest = false } = options;
    const isForwards = direction === 'forwards';
    try {
      const reading = this.client.readStream(stream, {
        direction: isForwards ? FORWARDS : BACKWARDS,
        fromRevision: from ?? (isForwards ? START : END),
        maxCount: max,
        requiresLeader: isNewest,
      });
      const events = await this.collect(`read ${stream}`, reading);
      const newest = isForwards ? events.at(-1) : events[0];
      if (newest !== undefined) return { events, revision: newest.revision };
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw storeFailure(`read ${stream}`, error);
    }
    return { events: [], revision: isForwards && from !== undefined && from > 0n ? from - 1n : 'absent' };
  }

  override async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): Promise<{ readonly position: bigint; readonly revision: bigint }> {
    if (events.length === 0) throw new RangeError(`nothing to append to ${stream}: give at least one event`);
    for (const event of events) assertFits(stream, event);
    const proposed = events.map(({ schema: _, metadata, ...event }) => {
      // The client serialises where nobody hears it throw; data that fits its schema does not.
      return { ...event, metadata: utf8.encode(JSON.stringify(metadata)), contentType: json };
    });
    const { position, nextExpectedRevision } = await this.appendNow(
      stream,
      proposed as unknown as JSONEventData[],
      expected,
    );
    const written = positionFrom(position?.commit) ?? (await this.positionAt(stream, nextExpectedRevision));
    return { revision: nextExpectedRevision, position: written };
  }

  override inHand(stream: string): readonly StoredEvent[] | undefined {
    return this.feed.inHand(stream);
  }

  /** The newest event of all may be one that nobody follows, and nobody would ever reach a token of it. */
  private async positionAt(stream: string, revision: bigint): Promise<bigint> {
    const { events } = await this.readStream(stream, { from: revision, max: 1, isNewest: true });
    return events[0]?.position ?? this.headPosition();
  }

  private async appendNow(
    stream: string,
    events: JSONEventData[],
    expected: ExpectedRevision,
  ): Promise<AppendResult> {
    const operation = `append to ${stream}`;
    const expectedRevision = expected === 'absent' ? NO_STREAM : expected;
    return this.appends.through(async () => {
      try {
        const answer = this.client.appendToStream(stream, events, { expectedRevision });
        const appended = await withinLimit(operation, this.limitMs, answer, { mayHaveWritten: true });
        this.feed.appended(stream, appended.nextExpectedRevision);
        return appended;
      } catch (error) {
        this.feed.appended(stream, 'unknown');
        if (error instanceof WrongExpectedVersionError) {
          const actual = typeof error.actualVersion === 'bigint' ? error.actualVersion : 'absent';
          throw new StreamMoved(stream, expected, actual, { cause: error });
        }
        throw storeFailure(operation, error, { mayHaveWritten: true });
      }
    });
  }

  override async readAll({
    after,
    max,
  }: {
    readonly after?: bigint;
    readonly max: number;
  }): Promise<readonly StoredEvent[]> {
    const found: StoredEvent[] = [];
    let last = after ?? -1n;
    for (;;) {
      // The position asked for is part of the answer.
      const maxCount = max - found.length + 1;
      const page = await this.allFrom(last, maxCount);
      for (const event of page) {
        if (event.position <= last) continue;
        last = event.position;
        if (!event.stream.startsWith('$')) found.push(event);
        if (found.length === max) return found;
      }
      if (page.length < maxCount) return found;
    }
  }

  override async eventAt(position: bigint): Promise<StoredEvent | undefined> {
    if (position < 0n) return undefined;
    try {
      const [event] = await this.allFrom(position, 1);
      return event?.position === position ? event : undefined;
    } catch (error) {
      // A store may refuse to read from where no event begins.
      if (refusesPlace((error as Error).cause)) return undefined;
      throw error;
    }
  }

  private async allFrom(position: bigint, maxCount: number): Promise<StoredEvent[]> {
    const fromPosition = position < 0n ? START : { commit: position, prepare: position };
    try {
      const reading = this.client.readAll({ direction: FORWARDS, fromPosition, maxCount });
      return await this.collect('read all', reading);
    } catch (error) {
      throw storeFailure('read all', error);
    }
  }

  override subscribeAll(options: AllOptions & { readonly signal: AbortSignal }): AsyncGenerator<Delivered> {
    const { streamPrefixes, signal } = options;
    return catchUp(this.followed(options), this.catchUpOptions(nameOf(streamPrefixes), signal));
  }

  override followAll(options: FollowOptions): AsyncGenerator<Delivered> {
    assertNamed(options.streamPrefixes);
    return this.feed.follow(options);
  }

  private readAlone(options: FollowOptions): ReadAlone {
    const { streamPrefixes, signal } = options;
    const followed = this.followed({ ...options, excludePrefixes: unfollowedPrefixes });
    const deliveries = catchUp(followed, this.catchUpOptions(nameOf(streamPrefixes), signal));
    return { deliveries, passed: () => followed.passed };
  }

  private readTogether(after: bigint, signal: AbortSignal): AsyncGenerator<Delivered> {
    const followed = this.followed({ after, excludePrefixes: unfollowedPrefixes });
    return catchUp(followed, { ...this.catchUpOptions(feedName, signal), once: this.endsOfFeed });
  }

  private followed(options: AllOptions): FollowedAll {
    assertNamed(options.streamPrefixes);
    const wire: AllOnTheWire = {
      subscribe: (subscription) => this.client.subscribeToAll(subscription),
      from: (position, max) => this.allFrom(position, max),
      backFrom: (position, max) => this.allBackFrom(position, max),
    };
    return new FollowedAll(this, wire, options);
  }

  override subscribeStream(
    stream: string,
    options: { readonly after?: Place; readonly signal: AbortSignal },
  ): AsyncGenerator<StoredEvent, void, undefined> {
    const subscribe = (fromRevision: bigint | typeof START) =>
      this.client.subscribeToStream(stream, { fromRevision });
    const followed = new FollowedStream(this, subscribe, stream, options.after);
    return catchUp(followed, this.catchUpOptions(stream, options.signal));
  }

  override async headPosition(): Promise<bigint> {
    const [head] = await this.allBackFrom('end', 1);
    return head?.position ?? -1n;
  }

  /** The newest first, `$` streams included; what stands at the position itself is left out. */
  private async allBackFrom(position: bigint | 'end', maxCount: number): Promise<StoredEvent[]> {
    const fromPosition = position === 'end' ? END : { commit: position, prepare: position };
    try {
      const reading = this.client.readAll({ direction: BACKWARDS, fromPosition, maxCount });
      return await this.collect('read the head', reading);
    } catch (error) {
      throw storeFailure('read the head', error);
    }
  }

  override setMaxCount(stream: string, count: number): Promise<void> {
    return this.setLimit(stream, '$maxCount', count);
  }

  override setMaxAge(stream: string, seconds: number): Promise<void> {
    return this.setLimit(stream, '$maxAge', seconds);
  }

  private async setLimit(stream: string, key: '$maxCount' | '$maxAge', limit: number): Promise<void> {
    const { events, revision } = await this.readStream(`$$${stream}`, { direction: 'backwards', max: 1 });
    const metadata = events[0]?.data as Readonly<Record<string, unknown>> | undefined;
    if (metadata?.[key] === limit) return;
    const operation = `set ${key} of ${stream}`;
    const expectedRevision = revision === 'absent' ? NO_STREAM : revision;
    try {
      const limited = { ...metadata, [key]: limit };
      await this.appends.through(() => {
        const answer = this.client.setStreamMetadata(stream, limited, { expectedRevision });
        return withinLimit(operation, this.limitMs, answer);
      });
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw storeFailure(operation, error);
      await this.setLimit(stream, key, limit);
    }
  }

  override async ping(): Promise<void> {
    await this.headPosition();
  }

  override async close(): Promise<void> {
    this.closing.abort();
    await this.client.dispose();
  }

  private catchUpOptions(name: string, signal: AbortSignal) {
    const { log, subscriptions: observer, stallMs = 30_000 } = this.options;
    const either = AbortSignal.any([signal, this.closing.signal]);
    return { name, signal: either, confirmMs: this.limitMs, stallMs, log, observer };
  }

  /** Everything of one read; fails when the store falls silent for the limit. */
  private collect(operation: string, reading: Reading): Promise<StoredEvent[]> {
    return new Promise((resolve, reject) => {
      const events: StoredEvent[] = [];
      const silence = setTimeout(() => fail(noAnswer(operation, this.limitMs)), this.limitMs);
      const fail = (error: Error): void => {
        clearTimeout(silence);
        // The server has ended a read of an absent stream, and cuts the connection of whoever cancels too often.
        if (!(error instanceof StreamNotFoundError)) void reading.cancel().catch(() => undefined);
        reject(error);
      };
      const take = ({ event }: ReadRecord): void => {
        silence.refresh();
        if (event !== undefined) events.push(storedEvent(event));
      };
      const end = (): void => {
        clearTimeout(silence);
        resolve(events);
      };
      reading.on('data', take).on('end', end).on('error', fail);
    });
  }
}

const feedName = 'the feed';

const nameOf = (streamPrefixes: readonly string[] | undefined): string =>
  streamPrefixes?.join(' ') ?? 'everything';

function assertNamed(streamPrefixes: readonly string[] | undefined): void {
  if (streamPrefixes?.length === 0)
    throw new RangeError('no prefixes would mean no streams: leave them out for all');
}
