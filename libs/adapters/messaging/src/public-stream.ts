import { setTimeout as pause } from 'node:timers/promises';
import {
  type ApiError,
  DiscardPolicy,
  ErrorCode,
  type JetStreamManager,
  type Msg,
  type MsgHdrs,
  nanos,
  type NatsConnection,
  NatsError,
  RetentionPolicy,
  StorageType,
} from 'nats';
import { positionFrom, type Subject } from '@contracts';
import { apiErrorOf } from './api-error';
import { Asking } from './asking';
import { encodeMessage } from './message-size';
import { writtenHeaders } from './written-headers';

export const publicStreamName = 'PUBLIC';
const everythingPublic = 'public.>';
const positionHeader = 'Lienthong-Position';
const eventHeader = 'Lienthong-Event';
const historyHeader = 'Lienthong-History';
const messageIdHeader = 'Nats-Msg-Id';
/** JetStream stores the message only behind the one with this id; not one that it knows already, which it says. */
const expectedBeforeHeader = 'Nats-Expected-Last-Msg-Id';

export interface PublicStreamLimits {
  /** Milliseconds a message is kept. */
  readonly maxAgeMs: number;
  readonly maxBytes: number;
  /** Milliseconds in which JetStream drops a second message with the same id. */
  readonly duplicateWindowMs: number;
  /** Copies in a cluster, 1 to 5. */
  readonly replicas: number;
}

const dayMs = 24 * 60 * 60 * 1000;
export const publicStreamLimits: PublicStreamLimits = {
  maxAgeMs: 7 * dayMs,
  maxBytes: 2 * 1024 ** 3,
  duplicateWindowMs: 2 * 60 * 60 * 1000,
  replicas: 1,
};

/** The stream `PUBLIC` is gone. Provision it again and publish from the start: the store of record has everything. */
export class PublicStreamMissing extends Error {
  override readonly name = 'PublicStreamMissing';
  constructor(options?: ErrorOptions) {
    super(
      'the JetStream stream PUBLIC does not exist; provision it and publish again from the store',
      options,
    );
  }
}

const orAbsent = <T>(answer: Promise<T>): Promise<T | undefined> =>
  answer.catch((error: unknown) => {
    if (apiErrorOf(error)?.code === 404) return undefined;
    throw error;
  });

/**
 * Makes the stream as it should be, or changes its limits to these. Safe to call at every start and from several
 * processes.
 */
export async function provisionPublicStream(
  connection: NatsConnection,
  limits: Partial<PublicStreamLimits> = {},
): Promise<void> {
  const { maxAgeMs, maxBytes, duplicateWindowMs, replicas } = { ...publicStreamLimits, ...limits };
  const manager = await connection.jetstreamManager();
  const changeable = {
    subjects: [everythingPublic],
    max_age: nanos(maxAgeMs),
    max_bytes: maxBytes,
    discard: DiscardPolicy.New,
    duplicate_window: nanos(Math.min(duplicateWindowMs, maxAgeMs)),
    num_replicas: replicas,
  };
  if ((await orAbsent(manager.streams.info(publicStreamName))) === undefined) {
    const fixed = {
      name: publicStreamName,
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
    };
    await manager.streams.add({ ...fixed, ...changeable });
  } else {
    await manager.streams.update(publicStreamName, changeable);
  }
}

/** What `PUBLIC` holds and may hold. */
export interface PublicStreamState {
  readonly messages: number;
  readonly bytes: number;
  /** -1 when there is no limit. */
  readonly bytesMax: number;
  readonly consumers: number;
  readonly replicas: number;
}

/** Asks JetStream itself. @throws PublicStreamMissing, or the client's error after `limitMs` without an answer. */
export async function publicStreamState(
  connection: NatsConnection,
  limitMs: number,
): Promise<PublicStreamState> {
  const manager = await connection.jetstreamManager({ timeout: limitMs, checkAPI: false });
  const info = await orAbsent(manager.streams.info(publicStreamName));
  if (info === undefined) throw new PublicStreamMissing();
  const { config, state } = info;
  return {
    messages: state.messages,
    bytes: state.bytes,
    bytesMax: config.max_bytes,
    consumers: state.consumer_count,
    replicas: config.num_replicas,
  };
}

/** Why a publish waits. `full` needs an operator: the stream's limit or the disk is reached. */
export interface PublishAlarm {
  readonly reason: 'full' | 'unreachable';
  readonly subject: string;
  readonly attempt: number;
  readonly cause: unknown;
}

export interface PublicStreamOptions {
  /** Called before each wait. */
  readonly alarm?: (alarm: PublishAlarm) => void;
  /** Milliseconds between attempts. Default 1,000. */
  readonly retryMs?: number;
  /** Milliseconds to wait for an acknowledgement. Default 5,000. */
  readonly timeoutMs?: number;
}

/** Up to where everything was published. */
export interface PublicPlace {
  /** Commit position of the last event that was published whole. */
  readonly position: bigint;
  /** Which event that is; absent before the first one, and in messages of earlier releases. */
  readonly event?: { readonly stream: string; readonly revision: bigint; readonly id: string };
  /** In which history of which store it was read; absent in messages of earlier releases. */
  readonly history?: { readonly storeId: string; readonly epoch: number };
}

export interface Publication extends PublicPlace {
  /** `<eventId>.<agencyToken>`: ids are one name space for the whole stream. */
  readonly msgId: string;
  /** Gives up waiting; the publish then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** One of several that go out together. */
export interface RowMessage extends PublicPlace {
  readonly subject: Subject;
  readonly cloudEvent: unknown;
  readonly msgId: string;
}

interface Acknowledgement {
  readonly error?: ApiError;
  readonly stream?: string;
  readonly duplicate?: boolean;
}

/** Under way at once in a row. */
const rowMax = { messages: 256, bytes: 1024 * 1024 } as const;

const missingMax = 1_000;
const sequenceNotFound = 10_043;

/** Sequence numbers whose message was taken out; the server lists them in one answer. */
async function takenOutOf(manager: JetStreamManager, count: number): Promise<ReadonlySet<number>> {
  if (count === 0) return new Set();
  const { state } = await manager.streams.info(publicStreamName, { deleted_details: true });
  return new Set(state.deleted);
}

const placeFields = ({ position, event, history }: PublicPlace): Readonly<Record<string, string>> => ({
  [positionHeader]: String(position),
  ...(event === undefined ? {} : { [eventHeader]: `${event.stream}@${event.revision} ${event.id}` }),
  ...(history === undefined ? {} : { [historyHeader]: `${history.storeId}.${history.epoch}` }),
});

const headersOf = (message: Pick<RowMessage, 'msgId'> & PublicPlace, before?: string): MsgHdrs =>
  writtenHeaders({
    ...placeFields(message),
    'Content-Type': 'application/cloudevents+json',
    [messageIdHeader]: message.msgId,
    ...(before !== undefined && { [expectedBeforeHeader]: before }),
  });

/** Whether JetStream had it before. @throws what it refused, in the form of the client's own errors. */
function wasThere(answer: Msg): boolean {
  const { error: refused, stream, duplicate } = answer.json<Acknowledgement>();
  if (refused === undefined && stream !== undefined) return duplicate === true;
  const error = new NatsError(refused?.description ?? 'no acknowledgement', ErrorCode.JetStreamInvalidAck);
  if (refused !== undefined) error.api_error = refused;
  throw error;
}

function placeIn(header: MsgHdrs): PublicPlace | undefined {
  const position = positionFrom(header.get(positionHeader));
  const [, stream, revision, id] = /^(\S+)@(\d{1,20}) ([0-9a-f-]{36})$/.exec(header.get(eventHeader)) ?? [];
  const [, storeId, epoch] = /^([0-9a-f-]{36})\.([1-9]\d{0,5})$/.exec(header.get(historyHeader)) ?? [];
  const event = stream && revision && id ? { stream, revision: BigInt(revision), id } : undefined;
  if (position === undefined && event === undefined) return undefined;
  return {
    // Where the event stands is looked up; until then it is behind nothing.
    position: position ?? 0n,
    ...(event === undefined ? {} : { event }),
    ...(storeId && epoch ? { history: { storeId, epoch: Number(epoch) } } : {}),
  };
}

/** The one stream of public facts, seen by its only publisher. */
export class PublicStream {
  private pausing: Promise<void> | undefined;
  private encoded: { readonly cloudEvent: unknown; readonly payload: Uint8Array } | undefined;
  /** Of the message that was stored last, as far as is known. */
  private newest: string | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly options: PublicStreamOptions = {},
  ) {}

  /**
   * Resolves when JetStream has acknowledged. While the stream is full or away it waits and tries again, with an
   * alarm each time.
   * @throws PublicStreamMissing, MessageTooLarge.
   */
  async publish(subject: Subject, cloudEvent: unknown, publication: Publication): Promise<void> {
    const payload = this.payloadOf(subject, cloudEvent);
    const { timeoutMs = 5_000 } = this.options;
    const headers = headersOf(publication);
    for (let attempt = 1; ; attempt++) {
      publication.signal?.throwIfAborted();
      try {
        const answer = await Asking.of(this.connection).ask(subject, payload, { timeoutMs, headers });
        this.newest = wasThere(answer) ? undefined : publication.msgId;
        return;
      } catch (cause) {
        const reason = await this.reasonOf(cause);
        if (reason === 'missing') throw new PublicStreamMissing({ cause });
        await this.beforeRetrying({ reason, subject, attempt, cause }, publication.signal);
      }
    }
  }

  /**
   * Publishes messages without waiting for one before the next is sent: JetStream stores each only behind the one
   * before it, so that those it has are always the first ones, whatever fails. Sends at most 256 messages and 1 MiB,
   * and tries nothing again. Resolves when all that were sent are answered or given up. Behind those of the first that
   * were acknowledged, more of what was sent may be stored.
   * @throws MessageTooLarge, before anything is sent.
   */
  async publishInRow(messages: readonly RowMessage[]): Promise<{ sent: number; acknowledged: number }> {
    const { timeoutMs = 5_000 } = this.options;
    const asking = Asking.of(this.connection);
    const row: (() => Promise<Msg>)[] = [];
    let [bytes, before] = [0, this.newest];
    for (const message of messages.slice(0, rowMax.messages)) {
      const { subject, cloudEvent, msgId } = message;
      const payload = this.payloadOf(subject, cloudEvent);
      bytes += payload.byteLength;
      if (row.length > 0 && bytes > rowMax.bytes) break;
      const headers = headersOf(message, before);
      before = msgId;
      row.push(() => asking.ask(subject, payload, { timeoutMs, headers }));
    }
    if (row.length === 0) return { sent: 0, acknowledged: 0 };
    const answers = await Promise.allSettled(row.map(async (send) => wasThere(await send())));
    const failed = answers.findIndex(({ status }) => status === 'rejected');
    const acknowledged = failed < 0 ? answers.length : failed;
    const last = answers.at(-1);
    const isAllNew = failed < 0 && last?.status === 'fulfilled' && !last.value;
    this.newest = isAllNew ? before : undefined;
    return { sent: answers.length, acknowledged };
  }

  /** Commit position of the newest message. Nothing when the stream is missing, or empty because all has expired. */
  async lastPosition(): Promise<bigint | undefined> {
    for await (const { place } of this.newestFirst()) return place?.position;
    return undefined;
  }

  /**
   * The messages from the newest to the oldest: up to the place of each everything was published before it. A place is
   * absent when somebody else wrote the message. A thousand messages in a row that are gone without having been taken
   * out end it: a damaged block loses them without a word.
   */
  async *newestFirst(): AsyncGenerator<{ readonly seq: number; readonly place: PublicPlace | undefined }> {
    const manager = await this.connection.jetstreamManager();
    const info = await orAbsent(manager.streams.info(publicStreamName));
    if (info === undefined || info.state.messages === 0) return;
    const { first_seq: first, last_seq: last } = info.state;
    const takenOut = await takenOutOf(manager, info.state.num_deleted ?? 0);
    let missing = 0;
    for (let seq = last; seq >= first && missing < missingMax; seq--) {
      if (takenOut.has(seq)) continue;
      const message = await orAbsent(manager.streams.getMessage(publicStreamName, { seq }));
      missing = message === undefined ? missing + 1 : 0;
      if (message !== undefined) yield { seq, place: placeIn(message.header) };
    }
  }

  /** Takes a message out of the stream: who has not read it will not. Nothing when it is gone already. */
  async takeOut(seq: number): Promise<void> {
    const manager = await this.connection.jetstreamManager();
    try {
      await manager.streams.deleteMessage(publicStreamName, seq, false);
    } catch (error) {
      if (apiErrorOf(error)?.err_code !== sequenceNotFound) throw error;
    }
  }

  /** Ids of all messages there are now; one text of some 60 characters each is held in memory. */
  async msgIds(): Promise<ReadonlySet<string>> {
    const ids = new Set<string>();
    const manager = await this.connection.jetstreamManager();
    const info = await orAbsent(manager.streams.info(publicStreamName));
    if (info === undefined || info.state.messages === 0) return ids;
    const consumer = await this.connection
      .jetstream()
      .consumers.get(publicStreamName, { headers_only: true });
    const messages = await consumer.consume();
    try {
      // What lies behind the last sequence number may be lost, so the end is where nothing is pending any more.
      for await (const { headers: sent, info: place, seq } of messages) {
        ids.add(sent?.get(messageIdHeader) ?? '');
        if (place.pending === 0 || seq >= info.state.last_seq) break;
      }
      return ids;
    } finally {
      await messages.close();
    }
  }

  /** Id of the newest message on one subject. */
  async lastMsgIdOn(subject: Subject): Promise<string | undefined> {
    const manager = await this.connection.jetstreamManager();
    const last = await orAbsent(manager.streams.getMessage(publicStreamName, { last_by_subj: subject }));
    return last?.header.get(messageIdHeader) || undefined;
  }

  /** The copies of one fact are one object, published one after the other. */
  private payloadOf(subject: Subject, cloudEvent: unknown): Uint8Array {
    const known = this.encoded?.cloudEvent === cloudEvent ? this.encoded : undefined;
    this.encoded = known ?? { cloudEvent, payload: encodeMessage(subject, cloudEvent) };
    return this.encoded.payload;
  }

  /** The pause ends early with the signal, which the caller looks at next. Who fails meanwhile waits along, unheard. */
  private beforeRetrying(alarm: PublishAlarm, signal: AbortSignal | undefined): Promise<void> {
    if (this.pausing !== undefined) return this.pausing;
    this.options.alarm?.(alarm);
    const options = signal === undefined ? {} : { signal };
    this.pausing = pause(this.options.retryMs ?? 1_000, undefined, options)
      .catch(() => undefined)
      .finally(() => (this.pausing = undefined));
    return this.pausing;
  }

  private async reasonOf(error: unknown): Promise<'missing' | 'full' | 'unreachable'> {
    if (apiErrorOf(error) !== undefined) return 'full';
    if ((error as { code?: string }).code !== '503') return 'unreachable';
    try {
      const manager = await this.connection.jetstreamManager();
      const info = await orAbsent(manager.streams.info(publicStreamName));
      return info === undefined ? 'missing' : 'unreachable';
    } catch {
      return 'unreachable';
    }
  }
}
