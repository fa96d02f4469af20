import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Metadata } from '@contracts';
import type { Schema } from '@domain/decider';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { Delivered, NewEvent, StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { StoreUnavailable } from './failures';
import { follow, type Follower } from './follow';
import { parkedEvents } from './parked';
import { ParkedStreams, type ParkedStreamsOptions, placeBefore } from './parked-streams';

const metadata: Metadata = {
  v: 1,
  commandId: randomUUID(),
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency: 'H00.01', officer: 'operator.01', role: 'Operator' },
  source: 'http',
};
const decision = { reason: 'Dữ kiện hỏng', at: '2026-11-29T01:02:03.004Z' };

let node: EmbeddedNode;
let store: EventStoreDbStore;
let category: string;
let name: string;

beforeAll(async () => {
  node = await startEmbeddedNode();
  store = EventStoreDbStore.connect(node.url);
});
afterAll(async () => {
  await store?.close();
  await node?.stop();
});
beforeEach(() => {
  category = `c${randomUUID().replace(/[^a-f]/g, '')}`;
  name = `follower-${randomUUID()}`;
});

/** Appends to the end of a stream; each fact says its own name. */
async function put(stream: string, ...names: string[]): Promise<bigint> {
  const events = names.map((said): NewEvent => {
    const data = { name: said, at: '2026-01-02T03:04:05.678Z' };
    return { id: randomUUID(), type: 'ThingPut.v1', data, schema: {} as Schema, metadata };
  });
  const { revision } = await store.readStream(`${category}-${stream}`);
  return (await store.append(`${category}-${stream}`, events, revision)).position;
}

const nameOf = ({ data }: StoredEvent) => (data as { name: string }).name;
const saidIn = (said: readonly string[], stream: string) => said.filter((each) => each.startsWith(stream));

interface RunOptions {
  readonly isBad?: (fact: StoredEvent) => boolean;
  readonly after?: bigint;
  readonly kept?: ParkedStreamsOptions['kept'];
  readonly gather?: Follower['gather'];
  readonly judge?: Follower['judge'];
}

/** A follower running until `stop`, which writes down what it takes. */
class Run {
  readonly taken: string[] = [];
  readonly alarms: object[] = [];
  readonly warnings: string[] = [];
  readonly parked: ParkedStreams;
  readonly ended: Promise<void>;
  reached = -1n;
  private readonly ending = new AbortController();
  private readonly awaited = new Set<() => void>();

  constructor({ isBad = () => false, after, kept = 'memory', gather, judge }: RunOptions) {
    const log = {
      error: (fields: object) => void this.alarms.push(fields),
      warn: (_: object, message: string) => void this.warnings.push(message),
    };
    this.parked = new ParkedStreams(store, name, { log, kept });
    const take: Follower['take'] = (facts, { upTo }) => {
      const bad = facts.find(isBad);
      if (bad !== undefined) throw new TypeError(`cannot take ${bad.type}`);
      this.taken.push(...facts.map(nameOf));
      this.reached = upTo;
      this.awaited.forEach((check) => check());
    };
    const follower: Follower = {
      ...{ name, after, streamPrefixes: [`${category}-`], parked: this.parked, take },
      ...(gather && { gather }),
      ...(judge && { judge }),
    };
    this.ended = follow(store, follower, { signal: this.ending.signal, log });
  }

  /** Resolves when everything up to a position was delivered. */
  reach(position: bigint): Promise<void> {
    return new Promise((resolve) => {
      const check = () => this.reached >= position && resolve();
      this.awaited.add(check);
      check();
    });
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }
}

const named =
  (...names: string[]) =>
  (fact: StoredEvent) =>
    names.includes(nameOf(fact));

it('takes each fact once, the history and what comes', async () => {
  await put('a', 'a1');
  const run = new Run({});
  await put('b', 'b1');
  await run.reach(await put('a', 'a2'));
  await run.stop();
  expect(run.taken).toEqual(['a1', 'b1', 'a2']);
  const again = new Run({ after: run.reached });
  await again.reach(await put('b', 'b2'));
  await again.stop();
  expect(again.taken).toEqual(['b2']);
});

it('sets the stream of a fact aside that it cannot take, with an alarm that tells nothing of it', async () => {
  await put('a', 'a1', 'a2', 'a3');
  const run = new Run({ isBad: named('a2') });
  await run.reach(await put('b', 'b1', 'b2'));
  expect(run.taken).toEqual(['a1', 'b1', 'b2']);
  expect(run.alarms).toEqual([
    { program: name, stream: `${category}-a`, revision: '1', type: 'ThingPut.v1' },
  ]);
  expect(run.parked.all).toMatchObject([
    {
      stream: `${category}-a`,
      revision: 1n,
      type: 'ThingPut.v1',
      reason: 'TypeError: cannot take ThingPut.v1',
    },
  ]);
  await run.stop();
});

it('waits out another part that is away', async () => {
  let failures = 3;
  const isBad = () => {
    if (failures-- > 0) throw new StoreUnavailable('append', 'away');
    return false;
  };
  const run = new Run({ isBad });
  await run.reach(await put('a', 'a1'));
  await run.stop();
  expect([run.taken, run.alarms, run.warnings.length]).toEqual([['a1'], [], 1]);
});

it('ends with what says nothing about a fact, and has not passed it', async () => {
  const before = await put('a', 'a1');
  const run = new Run({ isBad: named('a2'), judge: () => 'stop' });
  const ended = expect(run.ended).rejects.toThrow('cannot take ThingPut.v1');
  await put('a', 'a2');
  await ended;
  expect([run.reached, run.parked.all]).toEqual([before, []]);
});

it('tries what was set aside before first, and takes all of it once this program can', async () => {
  await put('a', 'a1', 'a2', 'a3');
  const old = new Run({ isBad: named('a2'), kept: 'store' });
  await old.reach(await put('b', 'b1'));
  await old.stop();
  const same = new Run({ isBad: named('a2'), kept: 'store', after: old.reached });
  await same.reach(await put('a', 'a4'));
  await same.stop();
  expect(same.taken).toEqual([]);
  const half = new Run({ isBad: named('a4'), kept: 'store', after: same.reached });
  await half.reach(await put('b', 'b2'));
  await half.stop();
  expect(half.taken).toEqual(['a2', 'a3', 'b2']);
  expect(await parkedEvents(store, name)).toMatchObject([{ stream: `${category}-a`, revision: 3n }]);
  const mended = new Run({ kept: 'store', after: half.reached });
  await mended.reach(await put('a', 'a5'));
  await mended.stop();
  expect(mended.taken).toEqual(['a4', 'a5']);
  expect(await parkedEvents(store, name)).toEqual([]);
});

it('goes on without a fact for ever when an operator says so, and records who did', async () => {
  await put('a', 'a1', 'a2', 'a3');
  const run = new Run({ isBad: named('a2') });
  await run.reach(await put('b', 'b1'));
  const [parked] = run.parked.all;
  const meta = { ...metadata, commandId: randomUUID() };
  const skipped = { eventId: parked?.eventId, stream: `${category}-a`, revision: 1n, type: 'ThingPut.v1' };
  for (const _ of ['once', 'again']) {
    expect(await run.parked.skip(parked?.eventId ?? '', { ...decision, meta })).toMatchObject({ skipped });
  }
  expect(await run.parked.skip(randomUUID(), { ...decision, meta })).toEqual({
    refused: 'idempotency-key-reused',
  });
  const other = { ...decision, meta: { ...metadata, commandId: randomUUID() } };
  expect(await run.parked.skip(randomUUID(), other)).toEqual({ refused: 'not-parked' });
  expect([run.taken, run.parked.all]).toEqual([['a1', 'b1', 'a3'], []]);
  await run.stop();
  const { events } = await store.readStream(`parked-${name}`);
  expect(events).toMatchObject([
    {
      type: 'ParkedEventSkipped.v1',
      data: { ...skipped, revision: '1', officer: 'operator.01', ...decision },
      metadata: meta,
    },
  ]);
  const fromZero = new Run({ isBad: named('a2') });
  await fromZero.reach(await put('b', 'b2'));
  await fromZero.stop();
  expect(fromZero.taken).toEqual(['a1', 'a3', 'b1', 'b2']);
});

it('takes a stream up beside what comes: nothing twice, nothing lost', async () => {
  let isMended = false;
  const run = new Run({ isBad: (fact) => !isMended && nameOf(fact) === 'a1' });
  await put('a', 'a1');
  const writing = (async () => {
    let last = 0n;
    for (let i = 2; i <= 40; i++) last = await put('a', `a${i}`);
    return last;
  })();
  await run.reach(await put('b', 'b1'));
  expect(await run.parked.replay()).toMatchObject({ replayed: 0, failed: [{ parked: { revision: 0n } }] });
  isMended = true;
  expect(await run.parked.replay()).toEqual({ replayed: 1, failed: [] });
  await run.reach(await writing);
  await run.stop();
  expect(saidIn(run.taken, 'a')).toEqual(Array.from({ length: 40 }, (_, i) => `a${i + 1}`));
  expect(saidIn(run.taken, 'b')).toEqual(['b1']);
});

async function* inBatches(delivered: AsyncIterable<Delivered>): AsyncGenerator<readonly Delivered[]> {
  let batch: Delivered[] = [];
  for await (const each of delivered) {
    batch.push(each);
    if (batch.length < 7 && 'stream' in each) continue;
    yield batch;
    batch = [];
  }
}

it('finds the bad facts of a batch, whichever they are, and takes every other once and in order', async () => {
  const streams = ['a', 'b', 'c'];
  const history = fc.array(fc.record({ stream: fc.constantFrom(...streams), isBad: fc.boolean() }), {
    minLength: 1,
    maxLength: 25,
  });
  await fc.assert(
    fc.asyncProperty(history, async (facts) => {
      category = `c${randomUUID().replace(/[^a-f]/g, '')}`;
      const expected = new Map(streams.map((stream) => [stream, [] as string[]]));
      const stopped = new Set<string>();
      const bad = new Set<string>();
      let last = 0n;
      for (const [i, { stream, isBad }] of facts.entries()) {
        const said = `${stream}${i}`;
        if (isBad) bad.add(said) && stopped.add(stream);
        if (!stopped.has(stream)) expected.get(stream)?.push(said);
        last = await put(stream, said);
      }
      const run = new Run({ isBad: (fact) => bad.has(nameOf(fact)), gather: inBatches });
      await run.reach(last);
      await run.stop();
      for (const stream of streams) expect(saidIn(run.taken, stream)).toEqual(expected.get(stream));
      expect(run.parked.all.map(({ stream }) => stream).sort()).toEqual(
        [...stopped].map((stream) => `${category}-${stream}`).sort(),
      );
    }),
    { numRuns: 15 },
  );
});

it('never notes a place behind what is open or set aside', () => {
  expect(placeBefore([], 9n)).toBe(9n);
  expect(placeBefore([{ after: 7n }, { after: 3n }, { after: 5n }], 9n)).toBe(3n);
  expect(placeBefore([{ after: 7n }, { after: undefined }], 9n)).toBeUndefined();
});
