import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  convertToCommandError,
  EventStoreDBClient,
  StreamDeletedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { type CallOptions, type ClientReadableStream, type Metadata } from '@grpc/grpc-js';
import { type BatchAppendResp, type ReadReq, type ReadResp, StreamsClient } from '../protocol';
import { describedStream } from '../stream-metadata';
import { decodeUuid } from '../wire.codec';
import { type CopiedEvent } from './copied-event';
import { type CopyTarget, type Run, type StreamAnswer, type WriteAnswer } from './copy-target';
import {
  copiedEvent,
  createdMsOf,
  placeOf,
  requestOfAll,
  requestOfAppend,
  requestOfLast,
  requestOfStream,
  type WireEvent,
  type WirePlace,
  writeAnswerOf,
} from './copy-wire.codec';
import { isPassing, LateAnswer, StoreUnreachable } from './store-unreachable';

/** What leads to the official client's connection: its own reads and appends parse JSON and write it anew. */
interface Door {
  execute<T>(
    service: typeof StreamsClient,
    name: string,
    call: (streams: StreamsClient) => Promise<T>,
  ): Promise<T>;
  callArguments(options: { requiresLeader?: boolean }, call?: CallOptions): [Metadata, CallOptions];
  readonly capabilities: Promise<{ readonly serverVersion: string }>;
}

const silenceMaxMs = 30_000;
/** How long a node is waited for that has answered before, or not yet: an election or a restart passes. */
const [awayMaxMs, firstAnswerMaxMs] = [60_000, 3_000];
const [firstPauseMs, pauseMaxMs] = [200, 2_000];

/** Any node of the protocol, through the official client's connection: its strings, discovery, TLS and credentials. */
export class RemoteStore implements CopyTarget {
  private readonly door: Door;
  private hasAnswered = false;

  private constructor(
    private readonly client: EventStoreDBClient,
    /** The connection string without its credentials. */
    readonly place: string,
  ) {
    this.door = client as unknown as Door;
  }

  /** Throws `Refused` when the string is none. */
  static connect(url: string): RemoteStore {
    const place = withoutLogin(url);
    if (!/^esdb(\+discover)?:\/\//.test(url)) {
      throw new StoreUnreachable(
        `"${place}" is no connection string; it begins with esdb:// or esdb+discover://`,
      );
    }
    // The client says that a file was not found, and not which.
    for (const [, name = '', file = ''] of url.matchAll(
      /[?&](tlsCAFile|userCertFile|userKeyFile)=([^&]*)/gi,
    )) {
      const path = decodeURIComponent(file);
      if (!existsSync(path))
        throw new StoreUnreachable(`${name} of "${place}" is not there: ${path}; correct the path`);
    }
    try {
      return new RemoteStore(EventStoreDBClient.connectionString(url), place);
    } catch (cause) {
      const [line] = (cause as Error).message.split('\n');
      throw new StoreUnreachable(`"${place}" is no connection string: ${line}`, { cause });
    }
  }

  async serverVersion(): Promise<string> {
    return (await this.attempted('server features', () => this.door.capabilities)).serverVersion;
  }

  async ends(): Promise<{ lastPosition?: bigint; oldest?: Date; newest?: Date }> {
    const oldest = await this.one('read of $all', requestOfAll('forwards', 1));
    const newest = await this.one('read of $all', requestOfAll('backwards', 1));
    if (oldest === undefined || newest === undefined) return {};
    const [oldestAt, newestAt] = [new Date(createdMsOf(oldest)), new Date(createdMsOf(newest))];
    return { lastPosition: BigInt(newest.getCommitPosition()), oldest: oldestAt, newest: newestAt };
  }

  /** Every event of every stream in the order of the log, as bytes; a read that breaks off goes on where it was. */
  async *readAll(): AsyncGenerator<CopiedEvent, void, undefined> {
    let last: WirePlace | undefined;
    for (let sinceMs = performance.now(), attempt = 1; ; attempt += 1) {
      try {
        for await (const answer of this.read(requestOfAll('forwards', undefined, last))) {
          // With links not followed, what is in the log comes as the event itself.
          const found = answer.getEvent()?.getEvent();
          if (found === undefined) continue;
          [sinceMs, attempt] = [performance.now(), 1];
          const place = placeOf(found);
          const isKnown = place.commit === last?.commit && place.prepare === last.prepare;
          last = place;
          if (!isKnown) yield copiedEvent(found);
        }
        return;
      } catch (error) {
        await this.waitAfter(error, 'read of $all', sinceMs, attempt);
      }
    }
  }

  /** A read of a stream, from its first event that is shown. */
  async readStream(stream: string, take: (event: CopiedEvent) => void): Promise<StreamAnswer> {
    let next = 0n;
    const reading = async (): Promise<StreamAnswer> => {
      for await (const answer of this.read(requestOfStream(stream, next))) {
        if (answer.hasStreamNotFound()) return 'absent';
        const found = answer.getEvent()?.getEvent();
        if (found === undefined) continue;
        const event = copiedEvent(found);
        next = event.revision + 1n;
        take(event);
      }
      return 'there';
    };
    return this.attempted(`read of ${stream}`, () => unlessDeleted(reading, 'deleted'));
  }

  async eventAt(stream: string, revision: bigint): Promise<CopiedEvent | undefined> {
    const found = await this.one(`read of ${stream}`, requestOfStream(stream, revision, 1));
    const event = found && copiedEvent(found);
    return event?.revision === revision ? event : undefined;
  }

  /** The newest event of a stream that is shown; undefined when there is none. */
  async lastOf(stream: string): Promise<CopiedEvent | undefined> {
    const found = await this.one(`read of ${stream}`, requestOfLast(stream));
    return found && copiedEvent(found);
  }

  /** All on their way at once, in one call whose limit of time they share; repeated while the node is away. */
  append(runs: readonly Run[]): Promise<readonly WriteAnswer[]> {
    return this.attempted('append', () =>
      this.door.execute(StreamsClient, 'batchAppend', (streams) => this.appendOnce(streams, runs)),
    );
  }

  async tombstone({ stream }: CopiedEvent, after: bigint): Promise<WriteAnswer> {
    const expectedRevision = after < 0n ? 'no_stream' : after;
    const answer = await this.attempted(`tombstone ${stream}`, () =>
      deletion(this.client.tombstoneStream(stream, { expectedRevision, requiresLeader: true })),
    );
    // The first of two attempts may have done it.
    return answer === 'stream-deleted' ? 'recorded' : answer;
  }

  softDelete({ stream, revision }: CopiedEvent): Promise<WriteAnswer> {
    let isRepeated = false;
    const described = describedStream(stream) ?? stream;
    return this.attempted(`delete ${described}`, async () => {
      // Each deletion is an event, so one whose answer was lost is looked for before it is asked for again.
      if (isRepeated && (await this.eventAt(stream, revision)) !== undefined) return 'recorded';
      isRepeated = true;
      return deletion(this.client.deleteStream(described, { requiresLeader: true }));
    });
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  /** Tries again while the node is away. Throws `StoreUnreachable`. */
  private async attempted<T>(what: string, work: () => Promise<T>): Promise<T> {
    for (let sinceMs = performance.now(), attempt = 1; ; attempt += 1) {
      try {
        const done = await work();
        this.hasAnswered = true;
        return done;
      } catch (error) {
        await this.waitAfter(error, what, sinceMs, attempt);
      }
    }
  }

  private appendOnce(streams: StreamsClient, runs: readonly Run[]): Promise<readonly WriteAnswer[]> {
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + silenceMaxMs;
      const call = streams.batchAppend(...this.door.callArguments({ requiresLeader: true }, { deadline }));
      const answers = new Map<string, WriteAnswer>();
      const ids = runs.map((): string => randomUUID());
      const fail = (error: Error): void => {
        reject(error);
        call.cancel();
      };
      call.on('error', reject);
      call.on('end', () => reject(new Error('the node ended the call before it had answered')));
      call.on('data', (response: BatchAppendResp) => {
        const answer = writeAnswerOf(response);
        const why = response.getError()?.getMessage() ?? 'no reason given';
        const id = decodeUuid(response.getCorrelationId(), 'correlation id');
        if (answer === 'late') return fail(new LateAnswer(why));
        if (answer === undefined)
          return fail(new Error(`stream "${runs[ids.indexOf(id)]?.stream ?? ''}": ${why}`));
        answers.set(id, answer);
        if (answers.size < runs.length) return;
        resolve(ids.flatMap((each) => answers.get(each) ?? []));
        // Not before: a node ends a call that is closed from this side at once, whatever it has not answered.
        call.end();
      });
      runs.forEach((run, index) => call.write(requestOfAppend(run, ids[index] ?? '', deadline)));
    });
  }

  private one(what: string, request: ReadReq): Promise<WireEvent | undefined> {
    const reading = async (): Promise<WireEvent | undefined> => {
      let found: WireEvent | undefined;
      // To its end: a call that is left early is a reset, of which a server bears so many.
      for await (const answer of this.read(request)) found ??= answer.getEvent()?.getEvent();
      return found;
    };
    return this.attempted(what, () => unlessDeleted(reading, undefined));
  }

  private async *read(request: ReadReq): AsyncGenerator<ReadResp, void, undefined> {
    const call = await this.door.execute(StreamsClient, 'read', (streams) => {
      const settings = this.door.callArguments({}, { deadline: Infinity });
      return Promise.resolve(streams.read(request, ...settings));
    });
    let hasEnded = false;
    try {
      for await (const answer of spoken(call)) {
        this.hasAnswered = true;
        yield answer;
      }
      hasEnded = true;
    } catch (error) {
      hasEnded = true;
      // Lets the client go to another node next time.
      await this.door
        .execute(StreamsClient, 'read', () => Promise.reject(error as Error))
        .catch(() => undefined);
      throw error;
    } finally {
      if (!hasEnded) call.cancel();
    }
  }

  private async waitAfter(error: unknown, what: string, sinceMs: number, attempt: number): Promise<void> {
    if (error instanceof StoreUnreachable) throw error;
    const waitMaxMs = this.hasAnswered ? awayMaxMs : firstAnswerMaxMs;
    if (!isPassing(error) || performance.now() - sinceMs > waitMaxMs)
      throw StoreUnreachable.because(this.place, what, error);
    const pauseMs = Math.min(pauseMaxMs, firstPauseMs * 2 ** (attempt - 1));
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

/** A connection string as it may be shown. */
const withoutLogin = (url: string): string => url.replace(/\/\/[^@/]*@/, '//');

/** Each message within a limit: the client's own calls wait for ever for a node that falls silent. */
async function* spoken(call: ClientReadableStream<ReadResp>): AsyncGenerator<ReadResp, void, undefined> {
  call.on('error', () => undefined);
  const messages = call[Symbol.asyncIterator]() as AsyncIterator<ReadResp>;
  for (;;) {
    const silence = setTimeout(
      () => call.destroy(new Error(`silent for ${silenceMaxMs / 1_000} s`)),
      silenceMaxMs,
    );
    const next = await messages.next().finally(() => clearTimeout(silence));
    if (next.done === true) return;
    yield next.value;
  }
}

async function deletion(call: Promise<unknown>): Promise<WriteAnswer> {
  try {
    await call;
    return 'recorded';
  } catch (error) {
    if (error instanceof StreamDeletedError) return 'stream-deleted';
    if (error instanceof WrongExpectedVersionError) return 'other-revision';
    throw error;
  }
}

async function unlessDeleted<T>(reading: () => Promise<T>, instead: T): Promise<T> {
  try {
    return await reading();
  } catch (error) {
    if (convertToCommandError(error as Error) instanceof StreamDeletedError) return instead;
    throw error;
  }
}
