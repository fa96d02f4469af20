import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  AppendReq,
  BatchAppendReq,
  type BatchAppendResp,
  ReadReq,
} from '@eventstore/db-client/generated/streams_pb';
import { type ServiceError, status } from '@grpc/grpc-js';
import { AppendDraft } from '../../../apps/event-store/src/append-draft';
import { DraftBudget } from '../../../apps/event-store/src/draft-budget';
import { Engine } from '../../../apps/event-store/src/engine';
import * as limits from '../../../apps/event-store/src/limits';
import { MemoryLog } from '../../../apps/event-store/src/memory-log';
import { type RunningNode, startNode } from '../../../apps/event-store/src/node';
import { channelTo, connectionStringOf, newStream } from './node-under-test';

let node: RunningNode;
let streams: StreamsClient;
beforeEach(async () => {
  node = await startNode({});
  streams = new StreamsClient(...channelTo(connectionStringOf(node)), { 'grpc.max_send_message_length': -1 });
});
afterEach(async () => {
  streams.close();
  await node.stop();
});

interface Parts {
  readonly type?: string;
  readonly data?: Uint8Array;
  readonly metadata?: Uint8Array;
}

const identifier = (stream: string) => new StreamIdentifier().setStreamName(Buffer.from(stream));

function fill<T extends AppendReq.ProposedMessage | BatchAppendReq.ProposedMessage>(
  message: T,
  parts: Parts,
): T {
  message.setId(new UUID().setString(randomUUID()));
  message.setData(parts.data ?? '').setCustomMetadata(parts.metadata ?? '');
  message
    .getMetadataMap()
    .set('type', parts.type ?? 'T')
    .set('content-type', 'application/octet-stream');
  return message;
}

/** The status with which a plain append ends. */
async function append(stream: string, ...events: readonly Parts[]): Promise<status> {
  return new Promise((resolve) => {
    const call = streams.append((error) => resolve(error?.code ?? status.OK));
    call.on('error', () => undefined);
    const options = new AppendReq.Options().setStreamIdentifier(identifier(stream)).setAny(new Empty());
    call.write(new AppendReq().setOptions(options));
    for (const parts of events) {
      call.write(new AppendReq().setProposedMessage(fill(new AppendReq.ProposedMessage(), parts)));
    }
    call.end();
  });
}

/** A batch call that keeps the status of every answer by the append's number. */
class Batch {
  private readonly call = streams.batchAppend();
  private readonly answers = new Map<string, (code: status) => void>();
  readonly ended: Promise<status>;

  constructor() {
    this.ended = once(this.call, 'error').then(([error]) => (error as ServiceError).code);
    this.call.on('data', (response: BatchAppendResp) => {
      const id = response.getCorrelationId()?.getString() ?? '';
      this.answers.get(id)?.(Number(response.getError()?.getCode() ?? status.OK));
    });
  }

  send(id: string, isFinal: boolean, ...events: readonly Parts[]): Promise<status> {
    const options = new BatchAppendReq.Options().setStreamIdentifier(identifier(newStream()));
    const request = new BatchAppendReq().setOptions(options.setAny(new Empty())).setIsFinal(isFinal);
    const messages = events.map((parts) => fill(new BatchAppendReq.ProposedMessage(), parts));
    request.setCorrelationId(new UUID().setString(id)).setProposedMessagesList(messages);
    this.call.write(request);
    return this.answers.has(id)
      ? Promise.resolve(status.OK)
      : new Promise((resolve) => this.answers.set(id, resolve));
  }

  async cancel(): Promise<void> {
    this.call.cancel();
    await this.ended;
  }
}

const { INVALID_ARGUMENT, OK, RESOURCE_EXHAUSTED } = status;
const bytes = (count: number) => Buffer.alloc(count, 'x');
const almost = bytes(limits.appendBytesMax - 4_096);

describe('one append is refused', () => {
  const rest = (type: string) => limits.appendBytesMax - 2 * type.length;

  it.each<[string, number, (over: number) => Parts]>([
    ['data of an event', rest('T'), (count) => ({ data: bytes(count) })],
    ['metadata of an event', rest('T'), (count) => ({ metadata: bytes(count) })],
    ['an event type', limits.eventTypeBytesMax, (count) => ({ type: 'T'.repeat(count) })],
  ])('beyond the longest %s', async (_, most, parts) => {
    expect(await append(newStream(), parts(most))).toBe(OK);
    expect(await append(newStream(), parts(most + 1))).toBe(INVALID_ARGUMENT);
  });

  it('beyond the longest stream name', async () => {
    expect(await append('s'.repeat(limits.streamNameBytesMax), {})).toBe(OK);
    expect(await append('s'.repeat(limits.streamNameBytesMax + 1), {})).toBe(INVALID_ARGUMENT);
  });

  it('when its events together are larger than one may be', async () => {
    expect(await append(newStream(), { data: almost }, { data: bytes(4_000) })).toBe(OK);
    expect(await append(newStream(), { data: almost }, { data: bytes(5_000) })).toBe(INVALID_ARGUMENT);
  });

  it('with more events than it may have', () => {
    const draft = new AppendDraft(newStream(), 'any', new DraftBudget());
    const event = fill(new AppendReq.ProposedMessage(), {});
    for (let count = 0; count < limits.appendEventsMax; count += 1) draft.add(event);
    expect(() => draft.add(event)).toThrow(`at most ${limits.appendEventsMax} events`);
  });

  it('in a message that is larger than one may be', async () =>
    expect(await append(newStream(), { data: bytes(limits.receiveBytesMax) })).toBe(RESOURCE_EXHAUSTED));
});

describe('appends that do not end', () => {
  it('are refused beyond the memory for them, which comes back when they are complete or given up', async () => {
    const batch = new Batch();
    const ids = Array.from({ length: Math.floor(limits.draftBytesMax / almost.length) }, () => randomUUID());
    const complete = ids.map((id) => batch.send(id, false, { data: almost }));
    expect(await batch.send(randomUUID(), false, { data: almost })).toBe(RESOURCE_EXHAUSTED);
    expect(await append(newStream(), { data: almost })).toBe(RESOURCE_EXHAUSTED);
    void batch.send(ids[0] as string, true);
    expect(await complete[0]).toBe(OK);
    expect(await append(newStream(), { data: almost })).toBe(OK);
    await batch.cancel();
    const other = new Batch();
    const again = ids.map((id) => other.send(id, false, { data: bytes(10) }));
    for (const id of ids) void other.send(id, true, { data: bytes(10) });
    expect(new Set(await Promise.all(again))).toEqual(new Set([OK]));
    await other.cancel();
  });

  it('end their call when there are too many of them', async () => {
    const batch = new Batch();
    for (let count = 0; count <= limits.openAppendsMax; count += 1) void batch.send(randomUUID(), false, {});
    expect(await batch.ended).toBe(RESOURCE_EXHAUSTED);
  });
});

describe('appends that wait for the disk', () => {
  it('fill the memory for them by weight, empty events included; then there is room again', async () => {
    const fail = (failure: Error): never => {
      throw failure;
    };
    const engine = new Engine({ log: new MemoryLog(), nowMs: () => 1, onFailure: fail });
    const event = { type: 'T', isJson: false, data: bytes(0), metadata: bytes(0) };
    const mebibyte = { ...event, data: bytes(1_048_576 - limits.eventOverheadBytes) };
    const waiting: Promise<unknown>[] = [];
    const take = (parts: typeof event) =>
      waiting.push(engine.append('s', 'any', [{ ...parts, id: randomUUID() }]));
    while (waiting.length < limits.unsettledBytesMax / 1_048_576 - 1) take(mebibyte);
    const large = waiting.length;
    while (engine.hasRoom()) take(event);
    expect(waiting.length - large).toBe(1_048_576 / limits.eventOverheadBytes);
    await new Promise<void>((resolve) => engine.onceRoom(resolve));
    expect(engine.hasRoom()).toBe(true);
    await Promise.all(waiting);
  });

  it('are held back, not refused: more than fits at once is recorded in the end, by either way', async () => {
    const count = Math.ceil((1.2 * limits.unsettledBytesMax) / almost.length);
    const batch = new Batch();
    const all = Array.from({ length: count }, (_, n) =>
      n % 4 === 0
        ? append(newStream(), { data: bytes(1_000) })
        : batch.send(randomUUID(), true, { data: almost }),
    );
    expect(new Set(await Promise.all(all))).toEqual(new Set([OK]));
    await batch.cancel();
  });
});

it('reads, subscriptions and batch calls are refused beyond their number, and taken when others have ended', async () => {
  const follow = () => {
    const all = new ReadReq.Options.AllOptions().setEnd(new Empty());
    const options = new ReadReq.Options().setAll(all).setNoFilter(new Empty());
    options.setSubscription(new ReadReq.Options.SubscriptionOptions());
    options.setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty()));
    const call = streams.read(new ReadReq().setOptions(options));
    const outcome = new Promise<status>((resolve) => {
      call.once('data', () => resolve(OK));
      call.on('error', (error: ServiceError) => resolve(error.code));
    });
    return { call, outcome };
  };
  const open = Array.from({ length: limits.openCallsMax }, follow);
  expect(new Set(await Promise.all(open.map(({ outcome }) => outcome)))).toEqual(new Set([OK]));
  expect(await follow().outcome).toBe(RESOURCE_EXHAUSTED);
  expect(await new Batch().ended).toBe(RESOURCE_EXHAUSTED);
  expect(await append(newStream(), {})).toBe(OK);
  const [first] = open;
  first?.call.cancel();
  while (node.counts().openCalls === limits.openCallsMax)
    await new Promise((resolve) => setImmediate(resolve));
  expect(await follow().outcome).toBe(OK);
});
