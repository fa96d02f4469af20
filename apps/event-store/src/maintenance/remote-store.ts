import { randomUUID } from 'node:crypto';
import { type CallOptions, type ClientReadableStream, type Metadata } from '@grpc/grpc-js';
import {
  CancelledError,
  convertToCommandError,
  EventStoreDBClient,
  NotLeaderError,
  StreamDeletedError,
  TimeoutError,
  UnavailableError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import {
  BatchAppendReq,
  type BatchAppendResp,
  GoogleEmpty,
  ReadReq,
  type ReadResp,
  shared,
  StreamsClient,
  Timestamp,
} from '../protocol';
import { decodeUuid } from '../wire.codec';
import { Refused } from './command';
import { type CopiedEvent } from './copied-event';

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

export type WriteAnswer = 'recorded' | 'other-revision' | 'stream-deleted';

/** Events of one stream, to be appended as one after exactly this revision, -1 for a new stream. */
export interface Run {
  readonly stream: string;
  readonly events: readonly CopiedEvent[];
  readonly after: bigint;
}

/** The connection to a node is lost, or it refuses; what was copied before stays. */
export class StoreUnreachable extends Error {
  override readonly name = 'StoreUnreachable';
}

const silenceMaxMs = 30_000;
const attemptsMax = 5;
const firstPauseMs = 200;

/** Any node of the protocol, through the official client's connection: its strings, discovery, TLS and credentials. */
export class RemoteStore {
  private readonly door: Door;

  private constructor(
    private readonly client: EventStoreDBClient,
    /** The connection string without its credentials. */
    readonly place: string,
  ) {
    this.door = client as unknown as Door;
  }

  /** Throws `Refused` when the string is none. */
  static connect(url: string): RemoteStore {
    const place = url.replace(/\/\/[^@/]*@/, '//');
    if (!/^esdb(\+discover)?:\/\//.test(url)) {
      throw new Refused(`"${place}" is no connection string; it begins with esdb:// or esdb+discover://`);
    }
    try {
      return new RemoteStore(EventStoreDBClient.connectionString(url), place);
    } catch (cause) {
      const [line] = (cause as Error).message.split('\n');
      throw new Refused(`"${place}" is no connection string: ${line}`, { cause });
    }
  }

  async serverVersion(): Promise<string> {
    return (await this.attempted('server features', () => this.door.capabilities)).serverVersion;
  }

  async ends(): Promise<{ lastPosition?: bigint; oldest?: Date; newest?: Date }> {
    const oldest = await this.one(allOf('forwards', 1));
    const newest = await this.one(allOf('backwards', 1));
    if (oldest === undefined || newest === undefined) return {};
    const [lastPosition, oldestAt, newestAt] = [positionOf(newest), createdOf(oldest), createdOf(newest)];
    return { lastPosition, oldest: oldestAt, newest: newestAt };
  }

  /** Every event of every stream in the order of the log, as bytes; links are not followed. */
  async *readAll(): AsyncGenerator<CopiedEvent, void, undefined> {
    for await (const found of this.read(allOf('forwards', undefined))) yield copiedEvent(found);
  }

  /** The event at a revision; undefined when there is none or it is hidden. */
  async eventAt(stream: string, revision: bigint): Promise<CopiedEvent | undefined> {
    const found = await this.one(streamOf(stream, revision));
    const event = found && copiedEvent(found);
    return event?.revision === revision ? event : undefined;
  }

  /**
   * Appends the runs in this order, all on their way at once; each is answered for itself. Repeated without harm while
   * the node does not answer. At most a few MiB, for they share one limit of time.
   */
  append(runs: readonly Run[]): Promise<readonly WriteAnswer[]> {
    return this.attempted('append', () =>
      this.door.execute(StreamsClient, 'batchAppend', (streams) => this.appendOnce(streams, runs)),
    );
  }

  /** Deletes a stream for ever, when it ends at this revision. */
  tombstone(stream: string, after: bigint): Promise<WriteAnswer> {
    const expectedRevision = after < 0n ? 'no_stream' : after;
    return this.attempted(`tombstone ${stream}`, () =>
      this.deletion(this.client.tombstoneStream(stream, { expectedRevision, requiresLeader: true })),
    );
  }

  /** Hides a stream until it is written to again. */
  softDelete(stream: string): Promise<WriteAnswer> {
    return this.attempted(`delete ${stream}`, () =>
      this.deletion(this.client.deleteStream(stream, { requiresLeader: true })),
    );
  }

  async close(): Promise<void> {
    await this.client.dispose();
  }

  private appendOnce(streams: StreamsClient, runs: readonly Run[]): Promise<readonly WriteAnswer[]> {
    return new Promise((resolve, reject) => {
      const deadline = Date.now() + silenceMaxMs;
      const call = streams.batchAppend(...this.door.callArguments({ requiresLeader: true }, { deadline }));
      const answers = new Map<string, WriteAnswer>();
      const ids = runs.map(() => randomUUID());
      call.on('error', reject);
      call.on('end', () => reject(new Error('the node ended the call before it had answered')));
      call.on('data', (response: BatchAppendResp) => {
        const answer = writeAnswerOf(response);
        if (answer === undefined) reject(new Error(response.getError()?.getMessage() ?? 'no reason given'));
        else answers.set(decodeUuid(response.getCorrelationId(), 'correlation id'), answer);
        if (answers.size < runs.length) return;
        resolve(ids.flatMap((id) => answers.get(id) ?? []));
        call.cancel();
      });
      runs.forEach((run, index) => call.write(batchRequestOf(run, ids[index] ?? '', deadline)));
    });
  }

  private async deletion(call: Promise<unknown>): Promise<WriteAnswer> {
    try {
      await call;
      return 'recorded';
    } catch (error) {
      if (error instanceof StreamDeletedError) return 'stream-deleted';
      if (error instanceof WrongExpectedVersionError) return 'other-revision';
      throw error;
    }
  }

  private async one(request: ReadReq): Promise<ReadResp.ReadEvent.RecordedEvent | undefined> {
    for await (const found of this.read(request)) return found;
    return undefined;
  }

  private async *read(request: ReadReq): AsyncGenerator<ReadResp.ReadEvent.RecordedEvent, void, undefined> {
    const call = await this.attempted('read', () =>
      this.door.execute(StreamsClient, 'read', (streams) => {
        const settings = this.door.callArguments({}, { deadline: Infinity });
        return Promise.resolve(streams.read(request, ...settings));
      }),
    );
    try {
      for await (const answer of spoken(call)) {
        // With links not followed, what is in the log comes as the event itself.
        const found = answer.getEvent()?.getEvent();
        if (found !== undefined) yield found;
      }
    } catch (error) {
      throw this.unreachable('read', error);
    } finally {
      call.cancel();
    }
  }

  private async attempted<T>(what: string, work: () => Promise<T>): Promise<T> {
    for (let attempt = 1, pauseMs = firstPauseMs; ; attempt += 1, pauseMs *= 2) {
      try {
        return await work();
      } catch (error) {
        if (attempt === attemptsMax || !isPassing(error)) throw this.unreachable(what, error);
      }
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }

  private unreachable(what: string, cause: unknown): StoreUnreachable {
    const line = `${this.place} does not do it (${what}: ${convertToCommandError(cause as Error).message})`;
    return new StoreUnreachable(`${line}. Check address and credentials, then run the command again.`, {
      cause,
    });
  }
}

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

function isPassing(error: unknown): boolean {
  const known = convertToCommandError(error as Error);
  return [UnavailableError, NotLeaderError, CancelledError, TimeoutError].some(
    (kind) => known instanceof kind,
  );
}

function allOf(direction: 'forwards' | 'backwards', count: number | undefined): ReadReq {
  const all = new ReadReq.Options.AllOptions();
  if (direction === 'forwards') all.setStart(new shared.Empty());
  else all.setEnd(new shared.Empty());
  return requestOf(new ReadReq.Options().setAll(all), direction, count);
}

function streamOf(stream: string, revision: bigint): ReadReq {
  const of = new ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream));
  return requestOf(new ReadReq.Options().setStream(of.setRevision(String(revision))), 'forwards', 1);
}

function requestOf(
  options: ReadReq.Options,
  direction: 'forwards' | 'backwards',
  count: number | undefined,
): ReadReq {
  const { FORWARDS, BACKWARDS } = ReadReq.Options.ReadDirection;
  const uuid = new ReadReq.Options.UUIDOption().setString(new shared.Empty());
  options.setReadDirection(direction === 'forwards' ? FORWARDS : BACKWARDS);
  options.setCount(String(count ?? Number.MAX_SAFE_INTEGER));
  return new ReadReq().setOptions(options.setUuidOption(uuid).setNoFilter(new shared.Empty()));
}

const identifier = (stream: string): shared.StreamIdentifier =>
  new shared.StreamIdentifier().setStreamName(Buffer.from(stream));

function batchRequestOf({ stream, events, after }: Run, id: string, deadlineMs: number): BatchAppendReq {
  const options = new BatchAppendReq.Options().setStreamIdentifier(identifier(stream));
  options.setDeadline(Timestamp.fromDate(new Date(deadlineMs)));
  if (after < 0n) options.setNoStream(new GoogleEmpty());
  else options.setStreamPosition(String(after));
  const request = new BatchAppendReq().setCorrelationId(new shared.UUID().setString(id));
  return request.setOptions(options).setProposedMessagesList(events.map(proposed)).setIsFinal(true);
}

/** Undefined when the node could not do it, for a reason that says nothing about the stream. */
function writeAnswerOf(response: BatchAppendResp): WriteAnswer | undefined {
  if (response.hasSuccess()) return 'recorded';
  const reason = response.getError()?.getDetails()?.getTypeName();
  if (reason === 'event_store.client.WrongExpectedVersion') return 'other-revision';
  return reason === 'event_store.client.StreamDeleted' ? 'stream-deleted' : undefined;
}

function proposed({ id, type, isJson, data, metadata }: CopiedEvent): BatchAppendReq.ProposedMessage {
  const message = new BatchAppendReq.ProposedMessage().setId(new shared.UUID().setString(id));
  message.getMetadataMap().set('type', type);
  message.getMetadataMap().set('content-type', isJson ? 'application/json' : 'application/octet-stream');
  return message.setData(data).setCustomMetadata(metadata);
}

function copiedEvent(found: ReadResp.ReadEvent.RecordedEvent): CopiedEvent {
  const metadata = found.getMetadataMap();
  return {
    id: found.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    isJson: metadata.get('content-type') === 'application/json',
    data: found.getData_asU8(),
    metadata: found.getCustomMetadata_asU8(),
    stream: Buffer.from(found.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString(),
    revision: BigInt(found.getStreamRevision()),
    place: found.getCommitPosition(),
  };
}

const positionOf = (found: ReadResp.ReadEvent.RecordedEvent): bigint => BigInt(found.getCommitPosition());

/** The protocol counts 100 ns since 1970. */
const createdOf = (found: ReadResp.ReadEvent.RecordedEvent): Date =>
  new Date(Number(BigInt(found.getMetadataMap().get('created') ?? '0') / 10_000n));
