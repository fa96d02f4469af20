import {
  type AllStreamSubscription,
  type AppendResult,
  BACKWARDS,
  END,
  EventStoreDBClient,
  FORWARDS,
  type JSONEventData,
  NO_STREAM,
  type Position,
  START,
  streamNameFilter,
  StreamNotFoundError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { catchUp, type Mark, type TroubleLog } from './catch-up';
import {
  type Delivered,
  type EventPlace,
  EventStore,
  type ExpectedRevision,
  type NewEvent,
  placeOf,
  type StoredEvent,
  type StreamRead,
} from './event-store';
import { StoreUnavailable, StreamMoved } from './failures';
import { assertFits } from './fits-schema';
import { Gate } from './gate';
import { standingPlace } from './place';
import { storeFailure } from './store-failure';
import { storedEvent } from './stored-event';
import { withinLimit } from './time-limit';

export interface StoreOptions {
  /** How long any call may take before it fails. Default 10 s. */
  readonly limitMs?: number;
  /** Hears of lost and renewed subscriptions. */
  readonly log?: TroubleLog;
}

/**
 * With 16 messages waiting the client's batch stream asks its writers to wait, and a connection lost then leaves
 * rejections nobody can handle, which end the process. Fewer in flight never wait.
 */
const appendsInFlightMax = 15;

/** A filtered subscription tells how far it looked after every 8 times 32 events, and when it has caught up. */
const checkpoints = {
  checkpointInterval: 8,
  checkpointReached: (subscription: AllStreamSubscription, { commit }: Position) => {
    subscription.push({ checkpoint: commit } satisfies Mark);
  },
};

type ReadRecord = { readonly event?: Parameters<typeof storedEvent>[0] };
type Reading = AsyncIterable<ReadRecord> & {
  on(event: 'error', listener: () => void): unknown;
  cancel(): Promise<void>;
};

/**
 * EventStoreDB, or the embedded node that speaks its protocol. At most one of these in a process: the client's
 * table of pending appends is one per process, and a second client's lost connection makes a late answer on the
 * first one end the process.
 */
export class EventStoreDbStore extends EventStore {
  private readonly appends = new Gate(appendsInFlightMax);
  private readonly limitMs: number;
  private readonly closing = new AbortController();

  private constructor(
    private readonly client: EventStoreDBClient,
    private readonly options: StoreOptions,
  ) {
    super();
    this.limitMs = options.limitMs ?? 10_000;
  }

  /** `esdb://host:port?tls=false` and the like. Nothing is sent yet: the first call connects. */
  static connect(url: string, options: StoreOptions = {}): EventStoreDbStore {
    return new EventStoreDbStore(EventStoreDBClient.connectionString(url), options);
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
    const proposed = events.map(
      ({ schema: _, ...event }) => ({ ...event, contentType: 'application/json' }) as const,
    );
    // The client serialises where nobody hears it throw.
    JSON.stringify(proposed);
    const { position, nextExpectedRevision } = await this.appendNow(
      stream,
      proposed as unknown as JSONEventData[],
      expected,
    );
    return { revision: nextExpectedRevision, position: position?.commit ?? (await this.headPosition()) };
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
        return await withinLimit(operation, this.limitMs, answer, { mayHaveWritten: true });
      } catch (error) {
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
      if (isNoPlace(error)) return undefined;
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

  override async *subscribeAll(options: {
    readonly after?: bigint | EventPlace;
    readonly streamPrefixes?: readonly string[];
    readonly excludePrefixes?: readonly string[];
    readonly signal: AbortSignal;
  }): AsyncGenerator<Delivered, void, undefined> {
    const { streamPrefixes, excludePrefixes = [] } = options;
    if (streamPrefixes?.length === 0)
      throw new RangeError('no prefixes would mean no streams: leave them out for all');
    const filter =
      streamPrefixes === undefined
        ? streamNameFilter({ regex: noneOf(['$', ...excludePrefixes]), ...checkpoints })
        : streamNameFilter({ prefixes: [...streamPrefixes], ...checkpoints });
    let after = options.after ?? -1n;
    let passed = -1n;
    const subscribe = async () => {
      // Only an event tells where to go on: another history may hold new ones below what was only looked at.
      passed = typeof after === 'bigint' ? after : (after = await standingPlace(this, after)).position;
      const fromPosition = passed < 0n ? START : { commit: passed, prepare: passed };
      return this.client.subscribeToAll({ fromPosition, filter });
    };
    const isLeftOut = ({ stream }: StoredEvent) =>
      ['$', ...excludePrefixes].some((prefix) => stream.startsWith(prefix));
    const name = streamPrefixes?.join(' ') ?? 'everything';
    for await (const delivered of catchUp(subscribe, this.catchUpOptions(name, options.signal))) {
      if ('caughtUp' in delivered) {
        yield delivered;
        continue;
      }
      const position = 'checkpoint' in delivered ? delivered.checkpoint : delivered.position;
      if (position <= passed) continue;
      passed = position;
      if ('stream' in delivered) after = placeOf(delivered);
      yield 'stream' in delivered && isLeftOut(delivered) ? { checkpoint: position } : delivered;
    }
  }

  override async *subscribeStream(
    stream: string,
    options: { readonly after?: bigint | EventPlace; readonly signal: AbortSignal },
  ): AsyncGenerator<StoredEvent, void, undefined> {
    let after = options.after ?? -1n;
    let passed = -1n;
    const subscribe = async () => {
      passed = typeof after === 'bigint' ? after : (after = await standingPlace(this, after)).revision;
      return this.client.subscribeToStream(stream, { fromRevision: passed < 0n ? START : passed });
    };
    for await (const delivered of catchUp(subscribe, this.catchUpOptions(stream, options.signal))) {
      if (!('stream' in delivered) || delivered.revision <= passed) continue;
      passed = delivered.revision;
      after = placeOf(delivered);
      yield delivered;
    }
  }

  override async headPosition(): Promise<bigint> {
    try {
      const reading = this.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 });
      const [head] = await this.collect('read the head', reading);
      return head?.position ?? -1n;
    } catch (error) {
      throw storeFailure('read the head', error);
    }
  }

  override async setMaxCount(stream: string, count: number): Promise<void> {
    const { events, revision } = await this.readStream(`$$${stream}`, { direction: 'backwards', max: 1 });
    const metadata = events[0]?.data as { readonly $maxCount?: number } | undefined;
    if (metadata?.$maxCount === count) return;
    const operation = `set the length of ${stream}`;
    const expectedRevision = revision === 'absent' ? NO_STREAM : revision;
    try {
      const answer = this.client.setStreamMetadata(
        stream,
        { ...metadata, maxCount: count },
        { expectedRevision },
      );
      await this.appends.through(() => withinLimit(operation, this.limitMs, answer));
    } catch (error) {
      if (!(error instanceof WrongExpectedVersionError)) throw storeFailure(operation, error);
      await this.setMaxCount(stream, count);
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
    const { log } = this.options;
    return { name, signal: AbortSignal.any([signal, this.closing.signal]), confirmMs: this.limitMs, log };
  }

  /** Everything of one read; fails when the store falls silent for the limit. */
  private async collect(operation: string, reading: Reading): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    // What fails after the last record was asked for has nobody else to hear it.
    reading.on('error', () => undefined);
    const records = reading[Symbol.asyncIterator]();
    try {
      for (;;) {
        const { done, value } = await withinLimit(operation, this.limitMs, records.next());
        if (done === true) return events;
        if (value.event !== undefined) events.push(storedEvent(value.event));
      }
    } catch (error) {
      // The server has ended a read of an absent stream, and cuts the connection of whoever cancels too often.
      if (!(error instanceof StreamNotFoundError)) void reading.cancel().catch(() => undefined);
      throw error;
    }
  }
}

/** A regular expression for names that begin with none of these. */
const noneOf = (prefixes: readonly string[]): string =>
  `^(?!${prefixes.map((prefix) => prefix.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|')})`;

/** The store refused to read where none of its events begins, in the words of its line. */
const isNoPlace = (error: unknown): boolean =>
  error instanceof StoreUnavailable &&
  /Unexpected ReadAllResult: (Error|InvalidPosition)/.test(error.message);
