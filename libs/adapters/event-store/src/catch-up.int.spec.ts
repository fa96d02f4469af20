import { randomUUID } from 'node:crypto';
import { StreamIdentifier, UUID } from '@eventstore/db-client/generated/shared_pb';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb';
import { type ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { Server, ServerCredentials, type ServerWritableStream } from '@grpc/grpc-js';
import { exampleFact } from '../../../../test/flows/example-fact';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { Delivered, StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import type { SubscriptionEnd } from './subscription-ends';
import { wireQueueMax } from './wire-queue';

const nameOf = ({ data }: StoredEvent) => (data as { name: string }).name;
const numbered = (from: number, count: number) => Array.from({ length: count }, (_, i) => String(from + i));

/** A store whose subscriptions are heard. */
function heard(url: string, stallMs?: number) {
  const ends: SubscriptionEnd[] = [];
  const warnings: string[] = [];
  const store = EventStoreDbStore.connect(url, {
    log: { warn: (_, message) => void warnings.push(message) },
    subscriptions: { ended: (reason) => void ends.push(reason), troubled: () => undefined },
    ...(stallMs === undefined ? {} : { stallMs }),
  });
  return { store, ends, warnings };
}

/** Takes until one that is named so, at the pace that `each` sets. */
async function taken(
  deliveries: AsyncIterable<Delivered>,
  last: string,
  each: (name: string) => Promise<unknown> = async () => undefined,
): Promise<string[]> {
  const names: string[] = [];
  for await (const delivered of deliveries) {
    if (!('stream' in delivered)) continue;
    names.push(nameOf(delivered));
    await each(nameOf(delivered));
    if (names.includes(last)) break;
  }
  return names;
}

/** Both lines are run: `npm run test:houses` names the other one. */
const as = process.env['EVENT_STORE_AS'] ?? '24.2';

describe(`a slow reader of a node as ${as}`, () => {
  let node: EmbeddedNode;
  let own: ReturnType<typeof heard>;
  const ending = new AbortController();

  beforeAll(async () => {
    node = await startEmbeddedNode();
    own = heard(node.url);
  });
  afterAll(async () => {
    ending.abort();
    await own?.store.close();
    await node?.stop();
  });
  beforeEach(() => {
    own.ends.length = own.warnings.length = 0;
  });

  /** What stands behind the reader while it is held up at the first event, and is more than may wait here. */
  const behind = async (stream: string, count: number, size = 0) => {
    let revision = 0n;
    const atOnce = size === 0 ? 100 : 10;
    for (let from = 1; from < count; from += atOnce) {
      const events = numbered(from, Math.min(atOnce, count - from)).map((name) => exampleFact(name, size));
      ({ revision } = await own.store.append(stream, events, revision));
    }
  };

  it.each([
    ['more events', 3 * wireQueueMax.items, 0],
    ['more bytes', 200, 60_000],
  ])('is given each once and in order, when %s than may wait come', async (_, count, size) => {
    const prefix = `c${randomUUID()}-`;
    await own.store.append(`${prefix}1`, [exampleFact('0')], 'absent');
    const options = { streamPrefixes: [prefix], signal: ending.signal };
    const reading = taken(own.store.subscribeAll(options), String(count - 1), async (name) => {
      if (name === '0') await behind(`${prefix}1`, count, size);
    });
    expect(await reading).toEqual(numbered(0, count));
    // A node of 23.10 may be the first to end it.
    expect(own.ends.filter((end) => end !== 'behind' && !(as === '23.10' && end === 'too-slow'))).toEqual([]);
    expect(own.ends.length).toBeGreaterThan(0);
    expect(own.warnings).toEqual([]);
  });

  it('goes on from pages with what is recorded meanwhile, of its own streams only', async () => {
    const prefix = `c${randomUUID()}-`;
    await own.store.append(`${prefix}1`, [exampleFact('0')], 'absent');
    const options = {
      streamPrefixes: [prefix],
      excludePrefixes: [`${prefix}not`],
      signal: ending.signal,
    };
    const reading = taken(own.store.subscribeAll(options), 'live', async (name) => {
      if (name === '0') await behind(`${prefix}1`, 1_500);
      if (name === '1499') {
        await own.store.append(`${prefix}not`, [exampleFact('never')], 'absent');
        await own.store.append(`other-${prefix}`, [exampleFact('never')], 'absent');
        await own.store.append(`${prefix}2`, [exampleFact('live')], 'absent');
      }
    });
    expect(await reading).toEqual([...numbered(0, 1_500), 'live']);
  });

  it('reads a stream so, too', async () => {
    const stream = `c-${randomUUID()}`;
    await own.store.append(stream, [exampleFact('0')], 'absent');
    const reading = taken(
      own.store.subscribeStream(stream, { signal: ending.signal }),
      '2999',
      async (name) => {
        if (name === '0') await behind(stream, 3_000);
      },
    );
    expect(await reading).toEqual(numbered(0, 3_000));
    expect(own.warnings).toEqual([]);
  });
});

type Call = ServerWritableStream<ReadReq, ReadResp>;

const confirmed = () =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId('1'));

function holding(commit: string): ReadResp {
  const recorded = new ReadResp.ReadEvent.RecordedEvent()
    .setId(new UUID().setString(randomUUID()))
    .setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from('shelf-1')))
    .setStreamRevision('0')
    .setCommitPosition(commit)
    .setPreparePosition(commit)
    .setData(Buffer.from('{"name":"newest"}'));
  recorded
    .getMetadataMap()
    .set('type', 'ThingPut.v1')
    .set('content-type', 'application/json')
    .set('created', '0');
  return new ReadResp().setEvent(new ReadResp.ReadEvent().setEvent(recorded).setCommitPosition(commit));
}

/** A node that holds one event and confirms subscriptions; those before the `hearing`th never hear of it. */
async function deafNode(hearing: number) {
  let subscriptions = 0;
  const read = (call: Call) => {
    const isSubscription = call.request.getOptions()?.hasSubscription() === true;
    if (!isSubscription) {
      call.write(holding('77'));
      return call.end();
    }
    subscriptions += 1;
    call.write(confirmed());
    if (subscriptions >= hearing) call.write(holding('77'));
  };
  const server = new Server();
  server.addService(StreamsService, { read });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { url: `esdb://127.0.0.1:${port}?tls=false`, stop: () => server.forceShutdown() };
}

it('subscribes again when it is not told of the newest event that stands in the store', async () => {
  const node = await deafNode(3);
  const { store, ends, warnings } = heard(node.url, 300);
  const ending = new AbortController();
  const options = { streamPrefixes: ['shelf-'], signal: ending.signal };
  expect(await taken(store.subscribeAll(options), 'newest')).toEqual(['newest']);
  expect(ends).toEqual(['stalled', 'stalled']);
  expect(warnings).toEqual(Array(2).fill('a subscription went silent; subscribing again'));
  await store.close();
  node.stop();
});

it('takes silence for quiet when the newest events are of other streams', async () => {
  const node = await deafNode(Infinity);
  const { store, ends } = heard(node.url, 30);
  const ending = new AbortController();
  const reading = taken(store.subscribeAll({ streamPrefixes: ['box-'], signal: ending.signal }), '');
  // The other subscription is found silent at its third look: this one was looked at as often.
  const other = heard(node.url, 300);
  const stalled = taken(other.store.subscribeAll({ streamPrefixes: ['shelf-'], signal: ending.signal }), '');
  while (other.ends.length === 0) await new Promise((resolve) => setImmediate(resolve));
  expect(ends).toEqual([]);
  ending.abort();
  expect([await reading, await stalled]).toEqual([[], []]);
  await store.close();
  await other.store.close();
  node.stop();
});
