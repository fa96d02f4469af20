import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binaryEvent, EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { exampleFact, exampleMetadata } from '../../../../test/flows/example-fact';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { Delivered, StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { MalformedFact, StoreRefused, StoreUnavailable, StreamMoved } from './failures';
import { openInstallation, storeIdOf } from './store-id';

const now = '2026-01-02T03:04:05.678Z';

const namesOf = (events: readonly Delivered[]) =>
  events.flatMap((event) => ('stream' in event ? [(event.data as { name: string }).name] : []));

/** Takes deliveries until one of them is the awaited one, which is the last taken. */
async function until<T>(deliveries: AsyncIterable<T>, isLast: (delivered: T) => boolean): Promise<T[]> {
  const taken: T[] = [];
  for await (const delivered of deliveries) {
    taken.push(delivered);
    if (isLast(delivered)) break;
  }
  return taken;
}

const isNamed = (name: string) => (delivered: Delivered | StoredEvent) =>
  'stream' in delivered && (delivered.data as { name?: string }).name === name;

describe('EventStoreDbStore on a real node', () => {
  let node: EmbeddedNode;
  let store: EventStoreDbStore;
  let stream: string;
  const ending = new AbortController();

  beforeAll(async () => {
    node = await startEmbeddedNode();
    store = EventStoreDbStore.connect(node.url);
  });
  afterAll(async () => {
    ending.abort();
    await store?.close();
    await node?.stop();
  });
  beforeEach(() => {
    stream = `shelf-${randomUUID()}`;
  });

  const { signal } = ending;

  it('reads back what was appended, forwards, backwards and in part', async () => {
    const put = ['a', 'b', 'c'].map((name) => exampleFact(name));
    const { revision, position } = await store.append(stream, put, 'absent');
    const { events, ...rest } = await store.readStream(stream);
    expect([revision, rest.revision, events.at(-1)?.position]).toEqual([2n, 2n, position]);
    const { schema } = exampleFact('');
    expect(
      events.map(({ id, type, data }) => ({ id, type, data, metadata: exampleMetadata, schema })),
    ).toEqual(put);
    expect(events[0]).toMatchObject({ stream, revision: 0n, metadata: exampleMetadata });
    expect(events[0]?.recordedAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const last = await store.readStream(stream, { direction: 'backwards', max: 2 });
    expect([namesOf(last.events), last.revision]).toEqual([['c', 'b'], 2n]);
    expect(namesOf((await store.readStream(stream, { from: 1n, max: 1 })).events)).toEqual(['b']);
  });

  it('tells an absent stream from one that has nothing new', async () => {
    expect(await store.readStream(stream)).toEqual({ events: [], revision: 'absent' });
    expect(await store.readStream(stream, { direction: 'backwards' })).toEqual({
      events: [],
      revision: 'absent',
    });
    await store.append(stream, [exampleFact('a')], 'absent');
    expect(await store.readStream(stream, { from: 1n })).toEqual({ events: [], revision: 0n });
  });

  it('keeps its connection through many reads of absent streams', async () => {
    const warnings: unknown[] = [];
    const log = { warn: (trouble: unknown) => void warnings.push(trouble) };
    const other = EventStoreDbStore.connect(node.url, { log });
    const following = until(other.subscribeStream(stream, { signal }), isNamed('a'));
    // Node's HTTP/2 server bears a burst of a thousand cancelled calls, and 33 in each second.
    for (let reads = 0; reads < 4_000; reads += 16) {
      const absent = Array.from({ length: 16 }, () => other.readStream(`shelf-${randomUUID()}`));
      for (const { revision } of await Promise.all(absent)) expect(revision).toBe('absent');
    }
    await store.append(stream, [exampleFact('a')], 'absent');
    await following;
    expect(warnings).toEqual([]);
    await other.close();
  });

  it('says where a moved stream ends', async () => {
    await store.append(stream, [exampleFact('a')], 'absent');
    const again = store.append(stream, [exampleFact('b')], 'absent');
    await expect(again).rejects.toMatchObject({
      name: 'StreamMoved',
      stream,
      expected: 'absent',
      actual: 0n,
    });
    const ahead = store.append(`${stream}x`, [exampleFact('b')], 4n);
    await expect(ahead).rejects.toMatchObject({ expected: 4n, actual: 'absent' });
    await expect(ahead).rejects.toBeInstanceOf(StreamMoved);
  });

  it('answers the same append again without writing twice', async () => {
    const put = ['a', 'b'].map((name) => exampleFact(name));
    const first = await store.append(stream, put, 'absent');
    await store.append(stream, [exampleFact('c')], 1n);
    expect(await store.append(stream, put, 'absent')).toEqual(first);
    expect(namesOf((await store.readStream(stream)).events)).toEqual(['a', 'b', 'c']);
  });

  it('refuses what no repeat would mend', async () => {
    const large = { ...exampleFact('a'), data: { name: 'x'.repeat(2_000_000), at: now } };
    await expect(store.append(stream, [large], 'absent')).rejects.toBeInstanceOf(StoreRefused);
    const notJson = { ...exampleFact('a'), data: { at: now, name: 1n } };
    await expect(store.append(stream, [notJson], 'absent')).rejects.toBeInstanceOf(MalformedFact);
    await expect(store.append(stream, [], 'absent')).rejects.toBeInstanceOf(RangeError);
  });

  it('keeps the last events of a stream', async () => {
    await store.setMaxCount(stream, 1);
    await store.setMaxCount(stream, 1);
    await store.append(
      stream,
      ['a', 'b', 'c'].map((name) => exampleFact(name)),
      'absent',
    );
    const { events, revision } = await store.readStream(stream);
    expect([namesOf(events), revision]).toEqual([['c'], 2n]);
    expect((await store.readStream(`$$${stream}`)).events).toHaveLength(1);
  });

  it('limits the age of a stream beside its length, and writes each once', async () => {
    await store.setMaxAge(stream, 86_400);
    await store.setMaxCount(stream, 1);
    await store.setMaxAge(stream, 86_400);
    const { events, revision } = await store.readStream(`$$${stream}`);
    expect([events.map(({ data }) => data), revision]).toEqual([[{ $maxAge: 86_400, $maxCount: 1 }], 1n]);
  });

  it('reads everything page by page, without the streams of the store itself', async () => {
    const from = await store.headPosition();
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await store.append(`${stream}${name}`, [exampleFact(name)], 'absent');
      await store.setMaxCount(`${stream}${name}`, 9);
    }
    const pages: string[][] = [];
    for (let after = from; ;) {
      const page = await store.readAll({ after, max: 2 });
      pages.push(namesOf(page));
      if (page.length < 2) break;
      after = page.at(-1)?.position ?? after;
    }
    expect(pages).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect((await store.readAll({ max: 1 }))[0]?.position).toBeGreaterThanOrEqual(0n);
  });

  it('delivers history, says when it has caught up, then what comes, by prefix', async () => {
    const after = await store.headPosition();
    const id = randomUUID();
    const put = (category: string, name: string) =>
      store.append(`${category}-${id}.${name}`, [exampleFact(name)], 'absent');
    await put('shelf', 'a');
    await put('other', 'b');
    const subscription = store.subscribeAll({ after, streamPrefixes: ['shelf-', 'box-'], signal });
    const history = await until(subscription, (delivered) => 'caughtUp' in delivered);
    expect(namesOf(history)).toEqual(['a']);
    const last = store.subscribeAll({ after, streamPrefixes: ['shelf-', 'box-'], signal });
    const live = until(last, isNamed('d'));
    await put('other', 'c');
    await put('box', 'd');
    expect(namesOf(await live)).toEqual(['a', 'd']);
  });

  it('passes over what is excluded, and still tells how far it came', async () => {
    const after = await store.headPosition();
    for (let i = 0; i < 400; i++) await store.append(`noise-${stream}${i}`, [exampleFact('noise')], 'absent');
    const options = { after, excludePrefixes: ['noise-'], signal };
    const told = until(store.subscribeAll(options), (each) => 'checkpoint' in each);
    const more = Array.from({ length: 400 }, () => exampleFact('noise'));
    await store.append(`noise-${stream}`, more, 'absent');
    expect((await told).filter((each) => 'stream' in each)).toEqual([]);
    const both = { ...options, streamPrefixes: ['noise-', 'shelf-'] };
    await store.append(stream, [exampleFact('a')], 'absent');
    const head = await store.headPosition();
    const taken = await until(store.subscribeAll(both), isNamed('a'));
    expect(namesOf(taken)).toEqual(['a']);
    expect(taken.at(-1)).toMatchObject({ position: head });
    expect(taken.filter((delivered) => 'checkpoint' in delivered).length).toBeGreaterThanOrEqual(400);
  });

  it('waits for a stream that does not exist yet', async () => {
    const events = until(store.subscribeStream(stream, { signal }), isNamed('b'));
    await store.append(
      stream,
      ['a', 'b'].map((name) => exampleFact(name)),
      'absent',
    );
    expect(namesOf(await events)).toEqual(['a', 'b']);
    const rest = until(store.subscribeStream(stream, { after: 0n, signal }), isNamed('b'));
    expect(namesOf(await rest)).toEqual(['b']);
  });

  it('ends a subscription when the signal aborts', async () => {
    const stop = new AbortController();
    const quiet = store.subscribeStream(stream, { signal: stop.signal });
    const taken = until(quiet, () => false);
    stop.abort();
    expect(await taken).toEqual([]);
  });

  it('delivers what others wrote: not JSON, no metadata, broken JSON', async () => {
    const other = EventStoreDBClient.connectionString(node.url);
    const bytes = Buffer.from([0xff, 0xfe]);
    const events = [
      binaryEvent({ type: 'Scan', data: bytes, metadata: Buffer.from('not json') }),
      jsonEvent({ type: 'Note', data: { text: 'x' } }),
    ];
    await other.appendToStream(stream, events, { expectedRevision: NO_STREAM });
    await other.dispose();
    const read = await store.readStream(stream);
    expect(read.events.map(({ type }) => type)).toEqual(['Scan', 'Note']);
    expect(Buffer.from(read.events[0]?.data as Uint8Array)).toEqual(bytes);
    expect(read.events.map(({ metadata: blank }) => blank.commandId)).toEqual(['', '']);
    const delivered = await until(store.subscribeStream(stream, { signal }), ({ type }) => type === 'Note');
    expect(delivered).toEqual(read.events);
  });

  it('opens an installation once, whoever comes first', async () => {
    const waiting = storeIdOf(store, signal);
    const ids = await Promise.all([1, 2, 3].map(() => openInstallation(store, now)));
    expect(new Set([...ids, await waiting, await openInstallation(store, now)]).size).toBe(1);
    const stopped = AbortSignal.abort(new Error('stopping'));
    await expect(storeIdOf(store, stopped)).rejects.toThrow('stopping');
  });
});

describe('EventStoreDbStore when the node goes away', () => {
  let dataDir: string;
  let node: EmbeddedNode;
  let ended: Promise<unknown>;
  let store: EventStoreDbStore;
  const ending = new AbortController();

  const start = async (place = {}) => {
    let onExit = () => undefined as void;
    ended = new Promise<void>((resolve) => (onExit = resolve));
    node = await startEmbeddedNode({ dataDir, ...place, onExit });
  };
  const killAndStart = async () => {
    node.kill('SIGKILL');
    await ended;
    await start({ inPlaceOf: node.url });
  };

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'event-store-test-'));
    await start();
    store = EventStoreDbStore.connect(node.url, { limitMs: 5_000 });
  });
  afterAll(async () => {
    ending.abort();
    await store?.close();
    await node?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  it('takes a subscription up again: nothing lost, nothing twice', async () => {
    const caughtUp: (() => void)[] = [];
    const hasCaughtUp = new Promise<void>((resolve) => caughtUp.push(resolve));
    const names: string[] = [];
    const all = (async () => {
      for await (const delivered of store.subscribeAll({
        streamPrefixes: ['shelf-'],
        signal: ending.signal,
      })) {
        if ('caughtUp' in delivered) caughtUp[0]?.();
        names.push(...namesOf([delivered]));
        if (isNamed('4')(delivered)) return;
      }
    })();
    await store.append(
      'shelf-1',
      ['0', '1'].map((name) => exampleFact(name)),
      'absent',
    );
    await hasCaughtUp;
    for (const revision of [1n, 2n, 3n]) {
      await killAndStart();
      await untilItAnswers(() => store.append('shelf-1', [exampleFact(String(revision + 1n))], revision));
    }
    await all;
    expect(names).toEqual(['0', '1', '2', '3', '4']);
  });

  it('lives through a kill with hundreds of appends in flight, and knows each afterwards', async () => {
    const streams = Array.from({ length: 400 }, (_, i) => `flight-${i}`);
    // More than the connection takes at once: a rejection that nobody handles would fail this test.
    const large = () => exampleFact('x'.repeat(50_000));
    const outcomes = Promise.allSettled(streams.map((name) => store.append(name, [large()], 'absent')));
    await store.ping();
    await killAndStart();
    const settled = await outcomes;
    await untilItAnswers(() => store.ping());
    for (const [i, outcome] of settled.entries()) {
      const { revision } = await store.readStream(`flight-${i}`);
      if (outcome.status === 'fulfilled') expect(revision).toBe(0n);
      else expect(outcome.reason).toMatchObject({ name: 'StoreUnavailable', mayHaveWritten: true });
    }
    expect(settled.some(({ status }) => status === 'rejected')).toBe(true);
  });
});

describe('EventStoreDbStore against a server that never answers', () => {
  it('fails every call within its limit', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `esdb://127.0.0.1:${(silent.address() as AddressInfo).port}?tls=false`;
    const warnings = new EventEmitter();
    const log = { warn: ({ reason }: { reason?: string }) => warnings.emit('warning', reason) };
    const store = EventStoreDbStore.connect(url, { limitMs: 200, log });
    await expect(store.ping()).rejects.toBeInstanceOf(StoreUnavailable);
    await expect(store.readStream('shelf-1')).rejects.toThrow(/no answer within 200 ms/);
    await expect(store.append('shelf-1', [exampleFact('a')], 'absent')).rejects.toMatchObject({
      mayHaveWritten: true,
    });
    const stop = new AbortController();
    const warning = once(warnings, 'warning');
    const taken = until(store.subscribeStream('shelf-1', { signal: stop.signal }), () => true);
    expect(await warning).toEqual([expect.stringMatching(/not confirmed within 200 ms/)]);
    stop.abort();
    expect(await taken).toEqual([]);
    await store.close();
    sockets.forEach((socket) => socket.destroy());
    silent.close();
  });
});

/** The client notices a new node at its next call: calls until one is answered. */
async function untilItAnswers<T>(call: () => Promise<T>): Promise<T> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof StoreUnavailable) || Date.now() > deadline) throw error;
    }
  }
}
