import { randomUUID } from 'node:crypto';
import { parsePositionToken, positionFrom, positionToken } from '@contracts';
import type { Schema } from '@domain/decider';
import { exampleFact } from '../../../../test/flows/example-fact';
import { Checkpoint } from './checkpoint';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import { type Place, placeOf, type StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { HistoryLost } from './failures';
import { follow } from './follow';
import { ParkedStreams } from './parked-streams';
import { runReactor } from './reactor';
import { noted } from './reactor-metadata';

const at = '2026-01-02T03:04:05.678Z';
const nameOf = ({ data }: StoredEvent) => (data as { name: string }).name;

/** "Before the start" read without its sign, and the first number that is none. */
const none = [2n ** 64n - 1n, 2n ** 63n];

let node: EmbeddedNode;
let store: EventStoreDbStore;
let prefix: string;
let name: string;
let ending: AbortController;
const log = { warn: () => undefined, error: () => undefined };

beforeAll(async () => {
  node = await startEmbeddedNode();
  store = EventStoreDbStore.connect(node.url);
});
afterAll(async () => {
  await store?.close();
  await node?.stop();
});
beforeEach(() => {
  prefix = `c${randomUUID().replace(/[^a-f]/g, '')}-`;
  name = `reader-${randomUUID()}`;
  ending = new AbortController();
});
afterEach(() => ending.abort());

const put = (said: string) => store.append(`${prefix}${said}`, [exampleFact(said)], 'absent');
const placeAt = async (said: string) => {
  const { events } = await store.readStream(`${prefix}${said}`);
  return placeOf(events[0] as StoredEvent);
};

/** Writes a checkpoint as the runner of an earlier release did. */
const leave = (type: 'CheckpointReached.v1' | 'CheckpointReached.v2', data: object) => {
  const event = noted(`checkpoint-${name}`, randomUUID(), {
    type: 'CheckpointReached',
    data: { position: '0', at },
  });
  const stored = { ...event, type, data: { ...data, at }, schema: {} as Schema };
  return store.append(`checkpoint-${name}`, [stored], 'absent');
};
const leaveNoPlace = (position: bigint) => leave('CheckpointReached.v1', { position: String(position) });

/** What each kind of reader takes that goes on from a place, until it was told `last`; which is the whole point. */
const readers: Record<string, (place: bigint, last: string) => Promise<string[]>> = {
  'a subscription to all': async (after, last) => {
    const seen: string[] = [];
    const options = { after, streamPrefixes: [prefix], signal: ending.signal };
    for await (const each of store.subscribeAll(options)) {
      if ('stream' in each) seen.push(nameOf(each));
      if (seen.includes(last)) break;
    }
    return seen;
  },
  'a follower': (after, last) => followed({ after, last }),
  'a follower from a checkpoint': async (after, last) => {
    await leaveNoPlace(after);
    const checkpoint = await Checkpoint.open(store, name, log);
    return followed({ after: checkpoint.after, last });
  },
  'a reactor': async (after, last) => {
    await leaveNoPlace(after);
    const seen: string[] = [];
    const react = async (event: StoredEvent) => {
      seen.push(nameOf(event));
      if (nameOf(event) === last) ending.abort();
    };
    await runReactor(store, { name, streamPrefixes: [prefix], react }, { signal: ending.signal, log });
    return seen;
  },
};

async function followed({ after, last }: { after: Place | undefined; last: string }): Promise<string[]> {
  const seen: string[] = [];
  const parked = new ParkedStreams(store, name, { log, kept: 'memory' });
  const take = ([each]: readonly StoredEvent[]) => {
    if (each !== undefined) seen.push(nameOf(each));
    if (seen.includes(last)) ending.abort();
  };
  await follow(
    store,
    { name, after, streamPrefixes: [prefix], parked, take },
    { signal: ending.signal, log },
  );
  return seen;
}

describe.each(Object.keys(readers))('%s', (kind) => {
  it.each(none)('begins at the start when its place is none: %s', async (position) => {
    await put('a');
    await put('b');
    expect(await readers[kind]?.(position, 'b')).toEqual(['a', 'b']);
  });
});

it('goes on from the event that a checkpoint names, whatever position stands beside it', async () => {
  for (const said of ['a', 'b', 'c']) await put(said);
  const { stream, revision, id } = await placeAt('b');
  const place = { stream, revision: String(revision), eventId: id, position: String(none[0]) };
  await leave('CheckpointReached.v2', place);
  const checkpoint = await Checkpoint.open(store, name);
  expect(checkpoint.after).toEqual(await placeAt('b'));
});

it('tells of a checkpoint that names no place, and of no other', async () => {
  const told: string[] = [];
  const hear = { warn: (_: object, message: string) => void told.push(message) };
  await Checkpoint.open(store, name, hear);
  expect(told).toEqual([]);
  await leaveNoPlace(2n ** 64n - 1n);
  await Checkpoint.open(store, name, hear);
  expect(told).toEqual([`checkpoint-${name} names no place of this store: begins at the first event`]);
});

it('takes a bare position beyond the newest event for a lost history', async () => {
  await put('a');
  const beyond = (await store.headPosition()) + 1_000_000n;
  const reading = store.subscribeAll({ after: beyond, streamPrefixes: [prefix], signal: ending.signal });
  await expect(reading[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    name: HistoryLost.name,
    place: beyond,
    message: expect.stringContaining('is none of an event of this store'),
  });
});

it('takes the place of an event that its stream has dropped for lost when it lies beyond the newest', async () => {
  const stream = `${prefix}bounded`;
  const { revision } = await store.append(
    stream,
    ['a', 'b', 'c'].map((name) => exampleFact(name)),
    'absent',
  );
  const place = placeOf((await store.readStream(stream)).events[0] as StoredEvent);
  await store.setMaxCount(stream, 1);
  expect(revision).toBe(2n);
  const reading = (after: Place) =>
    store.subscribeAll({ after, streamPrefixes: [prefix], signal: ending.signal })[Symbol.asyncIterator]();
  const beyond = { ...place, position: (await store.headPosition()) + 1_000_000n };
  await expect(reading(beyond).next()).rejects.toBeInstanceOf(HistoryLost);
  expect((await reading(place).next()).value).toMatchObject({ stream });
});

it('keeps such a number out of events, places and tokens', () => {
  for (const number of none) {
    expect(positionFrom(number)).toBeUndefined();
    expect(positionFrom(String(number))).toBeUndefined();
    const token = positionToken({ storeId: randomUUID(), commit: number });
    expect(parsePositionToken(token)).toBeUndefined();
  }
  expect([positionFrom(2n ** 63n - 1n), positionFrom('0'), positionFrom('')]).toEqual([
    2n ** 63n - 1n,
    0n,
    undefined,
  ]);
});
