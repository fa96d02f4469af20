import { randomUUID } from 'node:crypto';
import { persistentSubscriptionToStreamSettingsFromDefaults } from '@eventstore/db-client';
import { GossipClient } from '@eventstore/db-client/generated/gossip_grpc_pb';
import { type ClusterInfo, MemberInfo } from '@eventstore/db-client/generated/gossip_pb';
import { ServerFeaturesClient } from '@eventstore/db-client/generated/serverfeatures_grpc_pb';
import { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb';
import { Empty, StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import {
  AppendReq,
  type AppendResp,
  BatchAppendReq,
  type BatchAppendResp,
  ReadReq,
  type ReadResp,
} from '@eventstore/db-client/generated/streams_pb';
import { type ServiceError, status } from '@grpc/grpc-js';
import { Timestamp } from 'google-protobuf/google/protobuf/timestamp_pb';
import { rule } from './contract';
import {
  channelTo,
  kinds,
  newStream,
  type NodeUnderTest,
  noted,
  ourNode,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

/** What the official client never sends, or hides from its callers: spoken here with the bare generated stubs. */
let tested: NodeUnderTest;
let streams: StreamsClient;

beforeAll(async () => {
  tested = await startNodeUnderTest(kinds[0] ?? 'memory');
  streams = new StreamsClient(...channelTo(tested.url));
});
afterAll(async () => {
  streams.close();
  await tested.end();
});

const identifier = (stream: string) => new StreamIdentifier().setStreamName(Buffer.from(stream));
const text = (id: string) => new UUID().setString(id);

function proposed(id: UUID, properties: Record<string, string>, data = Buffer.from('{}')) {
  const message = new AppendReq.ProposedMessage().setId(id).setData(data);
  for (const [name, value] of Object.entries(properties)) message.getMetadataMap().set(name, value);
  return message;
}

const json = { type: 'Noted', 'content-type': 'application/json' };

function append(stream: string | undefined, ...messages: AppendReq.ProposedMessage[]): Promise<AppendResp> {
  return new Promise((resolve, reject) => {
    const call = streams.append((error, response) => {
      if (error !== null || response === undefined) reject(error ?? new Error('no answer'));
      else resolve(response);
    });
    if (stream !== undefined) {
      const options = new AppendReq.Options().setStreamIdentifier(identifier(stream)).setAny(new Empty());
      call.write(new AppendReq().setOptions(options));
    }
    for (const message of messages) call.write(new AppendReq().setProposedMessage(message));
    call.end();
  });
}

const trailersOf = async (work: Promise<unknown>) => {
  const error = (await refusal(work)) as unknown as ServiceError;
  return { code: error.code, ...error.metadata.getMap() };
};

describe('server features', () => {
  const ask = () =>
    new Promise<SupportedMethods>((resolve, reject) => {
      const client = new ServerFeaturesClient(...channelTo(tested.url));
      client.getSupportedMethods(new Empty(), (error, methods) => {
        client.close();
        if (error !== null || methods === undefined) reject(error ?? new Error('no answer'));
        else resolve(methods);
      });
    });

  it(rule('1.3a', 'the methods of streams are told with their features'), async () => {
    const methods = (await ask())
      .getMethodsList()
      .map((method) => [`/${method.getServiceName()}/${method.getMethodName()}`, method.getFeaturesList()]);
    expect(Object.fromEntries(methods)).toMatchObject({
      '/event_store.client.streams.streams/append': [],
      '/event_store.client.streams.streams/batchappend': ['deadline_duration'],
      '/event_store.client.streams.streams/delete': [],
      '/event_store.client.streams.streams/read': ['position', 'events'],
      '/event_store.client.streams.streams/tombstone': [],
    });
  });

  ourNode.it(rule('1.3a', 'the version is of the line whose ways the node has'), async () =>
    expect((await ask()).getEventStoreServerVersion()).toBe(tested.line === '23.10' ? '23.10.0' : '24.2.0'),
  );
});

describe('gossip', () => {
  it(rule('1.3b', 'names one living leader'), async () => {
    const gossip = new GossipClient(...channelTo(tested.url));
    const info = await new Promise<ClusterInfo>((resolve, reject) =>
      gossip.read(new Empty(), (error, read) => {
        gossip.close();
        if (error === null && read !== undefined) resolve(read);
        else reject(error ?? new Error('no answer'));
      }),
    );
    const leaders = info
      .getMembersList()
      .filter((member) => member.getState() === MemberInfo.VNodeState.LEADER);
    expect(leaders.map((leader) => leader.getIsAlive())).toEqual([true]);
  });
});

// A real node has what the product does not use.
ourNode.describe('what is not there answers UNIMPLEMENTED', () => {
  const settings = persistentSubscriptionToStreamSettingsFromDefaults();
  it.each<[string, () => Promise<unknown>]>([
    [
      'Persistent subscriptions',
      () => tested.client.createPersistentSubscriptionToStream('a', 'g', settings),
    ],
    ['Projections', () => tested.client.enableProjection('p')],
  ])(rule('1.2b', '%s'), async (_, call) =>
    expect(await refusal(call())).toMatchObject({ code: status.UNIMPLEMENTED }),
  );
});

describe('errors carry the trailers the official client reads', () => {
  it(rule('1.8d', 'type and content-type are named when an event lacks them'), async () => {
    expect(await trailersOf(append(newStream(), proposed(text(randomUUID()), {})))).toMatchObject({
      code: status.INVALID_ARGUMENT,
      exception: 'missing-required-metadata-property',
      'required-metadata-properties': expect.stringContaining('type') as string,
    });
  });

  it(rule('1.5e', 'an append over 1 MiB is refused even in one message of 8 MiB'), async () => {
    const large = proposed(text(randomUUID()), json, Buffer.alloc(8 * 1_048_576));
    expect(await trailersOf(append(newStream('sổ'), large))).toMatchObject({
      code: status.INVALID_ARGUMENT,
      exception: 'maximum-append-size-exceeded',
      'maximum-append-size': '1048576',
    });
  });

  ourNode.it.each<[string, () => Promise<unknown>, RegExp]>([
    ['no options', () => append(undefined), /ended before its options/],
    ['an event first', () => append(undefined, proposed(text(randomUUID()), json)), /before its options/],
    ['an empty name', () => append(''), /names no stream/],
  ])(rule('1.8e', 'what is wrong is said of %s'), async (_, call, message) => {
    expect(await refusal(call())).toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: expect.stringMatching(message) as string,
    });
  });
});

describe('structured UUIDs', () => {
  it(rule('1.6d', 'structured ids are taken, and given back when asked for'), async () => {
    const stream = newStream();
    const structured = new UUID.Structured();
    structured.setMostSignificantBits('-81985529216486896').setLeastSignificantBits('81985529216486895');
    await append(stream, proposed(new UUID().setStructured(structured), json));
    const [event] = await readRaw(stream, new ReadReq.Options.UUIDOption().setStructured(new Empty()));
    const id = event?.getEvent()?.getEvent()?.getId()?.getStructured();
    expect(id?.getMostSignificantBits()).toBe('-81985529216486896');
    expect(id?.getLeastSignificantBits()).toBe('81985529216486895');
    const [again] = await readRaw(stream, new ReadReq.Options.UUIDOption().setString(new Empty()));
    expect(again?.getEvent()?.getEvent()?.getId()?.getString()).toBe('fedcba98-7654-3210-0123-456789abcdef');
  });

  function readRaw(stream: string, uuidOption: ReadReq.Options.UUIDOption): Promise<ReadResp[]> {
    const target = new ReadReq.Options.StreamOptions().setStreamIdentifier(identifier(stream));
    const options = new ReadReq.Options().setStream(target.setStart(new Empty())).setCount('10');
    options.setNoFilter(new Empty()).setUuidOption(uuidOption);
    return new Promise((resolve, reject) => {
      const responses: ReadResp[] = [];
      streams
        .read(new ReadReq().setOptions(options))
        .on('data', (response: ReadResp) => responses.push(response))
        .on('end', () => resolve(responses))
        .on('error', reject);
    });
  }
});

describe('every append of a batch call is answered', () => {
  function batch() {
    const call = streams.batchAppend();
    const answers = new Map<string, (response: BatchAppendResp) => void>();
    call.on('data', (response: BatchAppendResp) =>
      answers.get(response.getCorrelationId()?.getString() ?? '')?.(response),
    );
    call.on('error', () => undefined);
    return {
      call,
      send(request: BatchAppendReq): Promise<BatchAppendResp> {
        const id = randomUUID();
        call.write(request.setCorrelationId(text(id)));
        return new Promise((resolve) => answers.set(id, resolve));
      },
    };
  }

  const options = (stream: string, deadline?: Date) => {
    const made = new BatchAppendReq.Options().setStreamIdentifier(identifier(stream)).setAny(new Empty());
    if (deadline !== undefined) made.setDeadline(Timestamp.fromDate(deadline));
    return made;
  };
  const detailsOf = (response: BatchAppendResp) => response.getError()?.getDetails()?.getTypeName();

  // Here our node is stricter than a real one is known to be.
  ourNode.it(
    rule('1.5b', 'one whose last chunk never comes, at its deadline; then it is dropped'),
    async () => {
      const { call, send } = batch();
      const stream = newStream();
      const event = new BatchAppendReq.ProposedMessage().setId(text(randomUUID()));
      event.getMetadataMap().set('type', 'Noted').set('content-type', 'application/json');
      const request = new BatchAppendReq().setOptions(options(stream, new Date(Date.now() + 50)));
      const answer = await send(request.addProposedMessages(event) && request);
      expect(detailsOf(answer)).toBe('event_store.client.Timeout');
      const late = new BatchAppendReq().setIsFinal(true).setCorrelationId(answer.getCorrelationId());
      call.write(late);
      const other = await send(new BatchAppendReq().setOptions(options(stream)).setIsFinal(true));
      expect(other.getSuccess()?.hasNoStream()).toBe(true);
      call.end();
    },
  );

  ourNode.it(rule('1.5c', 'one without options, without a name, with too much'), async () => {
    const { call, send } = batch();
    const answers = await Promise.all([
      send(new BatchAppendReq().setIsFinal(true)),
      send(new BatchAppendReq().setOptions(options('')).setIsFinal(true)),
      send(tooLarge()),
    ]);
    expect(answers.map(detailsOf)).toEqual([
      'event_store.client.BadRequest',
      'event_store.client.BadRequest',
      'event_store.client.MaximumAppendSizeExceeded',
    ]);
    expect(answers.map((answer) => answer.hasStreamIdentifier())).toEqual([true, true, true]);
    call.end();
  });

  function tooLarge(): BatchAppendReq {
    const event = new BatchAppendReq.ProposedMessage().setId(text(randomUUID()));
    event.getMetadataMap().set('type', 'Noted').set('content-type', 'application/json');
    event.setData(Buffer.alloc(2 * 1_048_576));
    const request = new BatchAppendReq().setOptions(options(newStream()));
    request.addProposedMessages(event);
    return request;
  }

  it(rule('1.5b', 'each of many at once, the refused ones with the name of their stream'), async () => {
    const streams = Array.from({ length: 40 }, () => newStream());
    const outcomes = await Promise.allSettled(
      streams.map((stream, n) =>
        tested.client.appendToStream(stream, noted(n), { expectedRevision: n % 2 === 0 ? 'no_stream' : 4n }),
      ),
    );
    outcomes.forEach((outcome, n) => {
      if (n % 2 === 0) expect(outcome).toMatchObject({ status: 'fulfilled' });
      else expect(outcome).toMatchObject({ reason: { streamName: streams[n], actualVersion: 'no_stream' } });
    });
  });
});
