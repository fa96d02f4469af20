import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import type { Metadata } from '@contracts';
import { accept, codecOf, refuse, type Schema, shape, text } from '@domain/decider';
import { register, type RegisterCommand, type RegisterEvent, registerStream } from '@domain/register';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { EventStore, ExpectedRevision } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { StoreUnavailable, StreamMoved, UnreadableHistory } from './failures';
import { stateOf } from './history';
import { StreamCache } from './stream-cache';
import { type StreamOf, transact, type Transacted } from './transact';

/** Things put on a shelf, at most three, each name once per command. */
interface Put {
  readonly name: string;
  readonly times?: number;
  readonly at: string;
}
interface ThingPut {
  readonly type: 'ThingPut';
  readonly data: { readonly name: string; readonly at: string };
}

const shelf: StreamOf<Put, ThingPut, readonly string[], 'shelf-full'> = {
  decider: {
    initial: [],
    decide: ({ name, times = 1, at }, names) => {
      if (names.length + times > 3) return refuse('shelf-full');
      return accept(
        ...Array.from({ length: times }, (): ThingPut => ({ type: 'ThingPut', data: { name, at } })),
      );
    },
    evolve: (names, { data }) => [...names, data.name],
  },
  codec: codecOf<ThingPut>({ ThingPut: { name: 'ThingPut.v1', schema: shape({ name: text, at: text }) } }),
};

const metaOf = (commandId: string = randomUUID(), over: Partial<Metadata> = {}): Metadata => ({
  v: 1,
  commandId,
  commandHash: 'a'.repeat(64),
  $correlationId: randomUUID(),
  $causationId: randomUUID(),
  actor: { agency: 'H26.1', officer: 'vt.01', role: 'Clerk' },
  source: 'http',
  ...over,
});

const at = (second: number) => new Date(Date.UTC(2026, 0, 2, 3, 4, second)).toISOString();
/** Of a fact that another program wrote. */
const unknownHere = {} as Schema;

const accepted = <T extends object>(answer: T): Exclude<T, { readonly refused: string }> => {
  if ('refused' in answer) throw new Error(`refused: ${String(answer.refused)}`);
  return answer as Exclude<T, { readonly refused: string }>;
};

describe('transact, on a real node', () => {
  let node: EmbeddedNode;
  let store: EventStoreDbStore;
  let stream: string;

  beforeAll(async () => {
    node = await startEmbeddedNode();
    store = EventStoreDbStore.connect(node.url);
  });
  afterAll(async () => {
    await store?.close();
    await node?.stop();
  });
  beforeEach(() => {
    stream = `shelf-${randomUUID()}`;
  });

  const put = async (command: Put, meta = metaOf(), on: EventStore = store) =>
    transact(on, shelf, stream, command, meta);
  const stored = async () => (await store.readStream(stream)).events;

  it('records the facts of an accepted command with its metadata, ids and instant', async () => {
    const meta = metaOf();
    const answer = accepted(await put({ name: 'seal', times: 2, at: at(1) }, meta));
    const events = await stored();
    expect(answer).toMatchObject({ state: ['seal', 'seal'], revision: 1n, replayed: false });
    expect(answer.position).toBe(events[1]?.position);
    expect(events.map(({ type, data, metadata }) => ({ type, data, metadata }))).toEqual(
      [0, 1].map(() => ({ type: 'ThingPut.v1', data: { name: 'seal', at: at(1) }, metadata: meta })),
    );
    expect(new Set(events.map(({ id }) => id)).size).toBe(2);
  });

  it('answers a refusal and writes nothing', async () => {
    expect(await put({ name: 'seal', times: 4, at: at(1) })).toEqual({ refused: 'shelf-full' });
    expect(await store.readStream(stream)).toEqual({ events: [], revision: 'absent' });
  });

  it('writes nothing of a command when one of its facts is malformed', async () => {
    const malformed = put({ name: null as unknown as string, times: 2, at: at(1) });
    await expect(malformed).rejects.toMatchObject({
      name: 'MalformedFact',
      stream,
      storedName: 'ThingPut.v1',
      pointer: '/name',
      expected: 'string',
    });
    expect(await store.readStream(stream)).toEqual({ events: [], revision: 'absent' });
  });

  it('answers a repeated command like the first time, whatever came since', async () => {
    const meta = metaOf();
    const first = accepted(await put({ name: 'seal', times: 2, at: at(1) }, meta));
    await put({ name: 'ink', at: at(2) });
    expect(await put({ name: 'seal', times: 2, at: at(9) }, meta)).toEqual({ ...first, replayed: true });
    expect(await stored()).toHaveLength(3);
  });

  it('refuses another content under the same command id', async () => {
    const meta = metaOf();
    await put({ name: 'seal', at: at(1) }, meta);
    const other = { ...meta, commandHash: 'b'.repeat(64) };
    expect(await put({ name: 'ink', at: at(2) }, other)).toEqual({ refused: 'idempotency-key-reused' });
    expect(await stored()).toHaveLength(1);
  });

  it('records one command once when it comes twice at the same time', async () => {
    const meta = metaOf();
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => put({ name: 'seal', at: at(1) }, meta)),
    );
    expect(answers.map((answer) => accepted(answer).events)).toEqual(
      Array(8).fill([{ type: 'ThingPut', data: { name: 'seal', at: at(1) } }]),
    );
    expect(await stored()).toHaveLength(1);
  });

  it('decides again when the stream moved: the rule holds for what stands there now', async () => {
    const answers = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((name) => put({ name, at: at(1) })));
    expect(answers.filter((answer) => 'refused' in answer)).toEqual(Array(2).fill({ refused: 'shelf-full' }));
    expect(await stored()).toHaveLength(3);
  });

  describe('with a command that is gathered', () => {
    it('gathers from the state just read, again when the stream moved', async () => {
      const seen: (readonly string[])[] = [];
      const last = async (names: readonly string[], lastAt: string | undefined): Promise<Put> => {
        seen.push(names);
        expect(lastAt).toBe(names.length === 0 ? undefined : at(names.length));
        if (names.length < 2) await put({ name: `before-${names.length}`, at: at(names.length + 1) });
        return { name: `after ${names.join()}`, at: at(9) };
      };
      const answer = accepted(await transact(store, shelf, stream, last, metaOf()));
      expect(seen).toEqual([[], ['before-0'], ['before-0', 'before-1']]);
      expect(answer.state).toEqual(['before-0', 'before-1', 'after before-0,before-1']);
    });

    it('answers a repeat without gathering anything', async () => {
      const meta = metaOf();
      const first = accepted(await put({ name: 'seal', at: at(1) }, meta));
      const never = () => Promise.reject(new Error('gathered'));
      expect(await transact(store, shelf, stream, never, meta)).toEqual({ ...first, replayed: true });
    });

    it('answers what the gathering refused, and writes nothing', async () => {
      const refused = { refused: 'nobody-there', context: 'elsewhere' } as const;
      const none = () => Promise.resolve<Put | typeof refused>(refused);
      expect(await transact(store, shelf, stream, none, metaOf())).toBe(refused);
      expect(await store.readStream(stream)).toEqual({ events: [], revision: 'absent' });
    });

    it('throws at once what the gathering threw, also an outage', async () => {
      const away = new StoreUnavailable('read another stream', 'away');
      let asked = 0;
      const failing = () => {
        asked += 1;
        return Promise.reject(away);
      };
      await expect(transact(store, shelf, stream, failing, metaOf())).rejects.toBe(away);
      expect(asked).toBe(1);
    });
  });

  it('gives up after the asked number of lost races', async () => {
    let appends = 0;
    const append: EventStore['append'] = (on, _, expected) => {
      appends += 1;
      throw new StreamMoved(on, expected, 7n);
    };
    const lost = transact(over(store, { append }), shelf, stream, { name: 'seal', at: at(1) }, metaOf(), {
      attemptsMax: 3,
    });
    await expect(lost).rejects.toBeInstanceOf(StreamMoved);
    expect(appends).toBe(3);
    expect(await store.readStream(stream)).toEqual({ events: [], revision: 'absent' });
  });

  it('takes the last instant of the stream when the clock ran back', async () => {
    await put({ name: 'seal', at: at(30) });
    const late = accepted(await put({ name: 'ink', at: at(10) }));
    expect(late.events).toEqual([{ type: 'ThingPut', data: { name: 'ink', at: at(30) } }]);
    expect(await stateOf(store, shelf, stream)).toMatchObject({ state: ['seal', 'ink'], lastAt: at(30) });
  });

  it.each(['import', 'scenario'] as const)(
    'refuses an %s before the history, and takes one at its end',
    async (source) => {
      await put({ name: 'seal', at: at(30) });
      const meta = metaOf(randomUUID(), { source, importedFrom: `book.csv#${'c'.repeat(64)}` });
      expect(await put({ name: 'ink', at: at(29) }, meta)).toEqual({ refused: 'occurred-before-history' });
      expect(accepted(await put({ name: 'ink', at: at(30) }, meta)).replayed).toBe(false);
    },
  );

  it('calls an instant in another notation a defect', async () => {
    await expect(put({ name: 'seal', at: '2026-01-02T03:04:05Z' })).rejects.toThrow(/not an instant/);
  });

  it.each([
    ['ThingPut.v2', 'unknown-version'],
    ['ThingBurnt.v1', 'unknown-fact'],
  ])('decides nothing on a history with %s', async (type, reason) => {
    const event = { id: randomUUID(), type, data: { at: at(1) }, metadata: metaOf(), schema: unknownHere };
    await store.append(stream, [event], 'absent');
    await expect(put({ name: 'seal', at: at(2) })).rejects.toMatchObject({
      stream,
      revision: 0n,
      type,
      reason,
    });
    await expect(stateOf(store, shelf, stream)).rejects.toBeInstanceOf(UnreadableHistory);
  });

  it('finds its own events after an append whose answer was lost', async () => {
    const deaf = over(store, { append: losing('the answer') });
    const answer = accepted(await put({ name: 'seal', at: at(1) }, metaOf(), deaf));
    expect(answer).toMatchObject({ state: ['seal'], revision: 0n });
    expect(await stored()).toHaveLength(1);
  });

  it('appends again when the append was lost before it arrived', async () => {
    const deaf = over(store, { append: losing('the request') });
    expect(accepted(await put({ name: 'seal', at: at(1) }, metaOf(), deaf)).replayed).toBe(false);
    expect(await stored()).toHaveLength(1);
  });

  it('reads a stream of thousands whole', async () => {
    const many = Array.from({ length: 5_000 }, (_, i) => ({
      id: randomUUID(),
      ...register.codec.encode({
        type: 'NumberAllocated',
        data: { ...book, number: i + 1, key: `key-${i}`, officer: 'vt.01', at: at(1) },
      }),
      metadata: metaOf(),
    }));
    let expected: ExpectedRevision = 'absent';
    for (let i = 0; i < many.length; i += 500) {
      expected = (await store.append(stream, many.slice(i, i + 500), expected)).revision;
    }
    const whole = await stateOf(store, register, stream);
    expect([whole.state.last, whole.revision]).toEqual([5_000, 4_999n]);
  });

  it('tells the state just before an event', async () => {
    for (const [second, name] of ['seal', 'ink', 'pen'].entries()) await put({ name, at: at(second) });
    const before = await stateOf(store, shelf, stream, { until: ({ revision }) => revision > 1n });
    expect(before).toMatchObject({ state: ['seal', 'ink'], revision: 1n, lastAt: at(1) });
    const nothing = await stateOf(store, shelf, stream, { until: () => true });
    expect(nothing).toEqual({ state: [], revision: 'absent', position: undefined });
  });

  describe('with a cache of registers', () => {
    type Cache = StreamCache<typeof register.decider.initial>;
    const allocate = (
      key: string,
      cache: Cache,
      on: EventStore = store,
      officer: string | null = 'vt.01',
    ) => {
      const allocation = { key, officer: officer as string, at: at(1) };
      const command: RegisterCommand = { type: 'AllocateNumber', ...book, ...allocation };
      return transact(on, register, stream, command, metaOf(), { cache });
    };
    beforeEach(() => {
      stream = registerStream({
        ...book,
        agency: `H26.${Date.now() % 10_000}${Math.floor(Math.random() * 1e6)}`,
      });
    });

    it('gives 64 writers at once the numbers 1 to 64, and a repeat its old number', async () => {
      const cache = new StreamCache<typeof register.decider.initial>({ streamsMax: 10 });
      const keys = Array.from({ length: 64 }, (_, i) => `key-${i}`);
      const answers = await Promise.all([...keys, ...keys].map((key) => allocate(key, cache)));
      expect(numbersOf(answers.slice(0, 64))).toEqual(keys.map((_, i) => i + 1));
      expect(answers.slice(64).map((answer) => accepted(answer).events)).toEqual(Array(64).fill([]));
      expect(await stored()).toHaveLength(64);
    });

    it('writes together what waits in line, and answers each its own; also when the answer was lost', async () => {
      const cache = new StreamCache<typeof register.decider.initial>({ streamsMax: 10 });
      const appends: number[] = [];
      const losingGroups = over(store, {
        append: async (on, events, expected) => {
          appends.push(events.length);
          const done = await store.append(on, events, expected);
          if (appends.length > 1) throw new StoreUnavailable('append', 'no answer', { mayHaveWritten: true });
          return done;
        },
      });
      const answers = await Promise.all(
        Array.from({ length: 5 }, (_, i) => allocate(`key-${i}`, cache, losingGroups)),
      );
      expect(appends).toEqual([1, 4]);
      expect(answers.map((answer) => accepted(answer).revision)).toEqual([0n, 1n, 2n, 3n, 4n]);
      expect(answers.map((answer) => accepted(answer).state.last)).toEqual([1, 2, 3, 4, 5]);
      expect(answers.map((answer) => accepted(answer).replayed)).toEqual([false, true, true, true, true]);
      expect(await stored()).toHaveLength(5);
    });

    it('lets nobody be kept from a number by one whose fact is malformed', async () => {
      const cache = new StreamCache<typeof register.decider.initial>({ streamsMax: 10 });
      const answers = await Promise.allSettled(
        Array.from({ length: 5 }, (_, i) => allocate(`key-${i}`, cache, store, i === 2 ? null : 'vt.01')),
      );
      expect(answers.map(({ status }) => status === 'fulfilled')).toEqual([true, true, false, true, true]);
      const failure = { name: 'MalformedFact', storedName: 'NumberAllocated.v1', pointer: '/officer' };
      expect(answers[2]).toMatchObject({ reason: failure });
      expect((await stored()).map(({ data }) => (data as { number: number }).number)).toEqual([1, 2, 3, 4]);
    });

    it('reads what others wrote alone, and forgets the stream used longest ago', async () => {
      const cache = new StreamCache<typeof register.decider.initial>({ streamsMax: 2 });
      const eventsRead: number[] = [];
      const reads = over(store, {
        readStream: async (...args) => {
          const read = await store.readStream(...args);
          eventsRead.push(read.events.length);
          return read;
        },
      });
      const command = (key: string): RegisterCommand => ({
        type: 'AllocateNumber',
        ...book,
        key,
        officer: 'vt.01',
        at: at(1),
      });
      const allocateOn = (on: string, key: string) =>
        transact(reads, register, on, command(key), metaOf(), { cache });
      for (const key of ['a', 'b', 'c']) await allocateOn(stream, key);
      expect(eventsRead.splice(0)).toEqual([0]);
      await transact(store, register, stream, command('by another'), metaOf());
      await allocateOn(stream, 'd');
      // What appends nothing is said of the stream as it is now.
      expect(await allocateOn(stream, 'a')).toMatchObject({ replayed: true });
      expect(eventsRead.splice(0)).toEqual([1, 0]);
      for (const other of ['x', 'y']) await allocateOn(`${stream}${other}`, 'a');
      for (const other of ['x', 'y']) await allocateOn(`${stream}${other}`, 'b');
      await allocateOn(stream, 'e');
      expect(eventsRead).toEqual([0, 0, 5]);
    });

    it('leaves no gap and no double number against another process', async () => {
      const cache = new StreamCache<typeof register.decider.initial>({ streamsMax: 10 });
      const rival = await rivalWriter(node.url, stream, 64);
      const theirs = rival.go();
      const mine = Promise.all(Array.from({ length: 64 }, (_, i) => allocate(`mine-${i}`, cache)));
      const numbers = [...numbersOf(await mine), ...(await theirs)];
      expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 128 }, (_, i) => i + 1));
      expect((await stateOf(store, register, stream)).state.last).toBe(128);
    });
  });

  /** Loses the first append: its answer, or the request itself. */
  function losing(what: 'the request' | 'the answer'): EventStore['append'] {
    let isFirst = true;
    return async (...args) => {
      if (!isFirst) return store.append(...args);
      isFirst = false;
      if (what === 'the answer') await store.append(...args);
      throw new StoreUnavailable('append', 'no answer', { mayHaveWritten: true });
    };
  }
});

/** The same store with a fault put into some of its calls. */
const over = (store: EventStore, changed: Partial<EventStore>): EventStore =>
  Object.assign(Object.create(store) as EventStore, changed);

const book = { agency: 'H26.1', series: 'incoming', bookYear: 2026 };

const numbersOf = (answers: readonly (Transacted<RegisterEvent, unknown> | { readonly refused: string })[]) =>
  answers.flatMap((answer) => accepted(answer).events.map(({ data }) => data.number)).sort((a, b) => a - b);

interface Rival {
  /** Starts the writers; answers the numbers they got. */
  go(): Promise<number[]>;
}

/** Another process, ready to allocate numbers of the same book with a cache of its own. */
async function rivalWriter(url: string, stream: string, writers: number): Promise<Rival> {
  const built = join(__dirname, '../../../../dist/libs');
  const script = `
    const { EventStoreDbStore, StreamCache, transact } = require('${built}/adapters/event-store/src');
    const { register } = require('${built}/domain/register/src');
    const store = EventStoreDbStore.connect('${url}');
    const cache = new StreamCache({ streamsMax: 1 });
    const one = (i) => {
      const allocation = { key: 'rival-' + i, officer: 'vt.02', at: '${at(1)}' };
      const command = { type: 'AllocateNumber', ...${JSON.stringify(book)}, ...allocation };
      const meta = { ...${JSON.stringify(metaOf())}, commandId: require('node:crypto').randomUUID() };
      return transact(store, register, '${stream}', command, meta, { cache });
    };
    store.ping().then(() => process.stdout.write('ready'));
    process.stdin.once('data', async () => {
      const all = await Promise.all(Array.from({ length: ${writers} }, (_, i) => one(i)));
      process.stdout.write(JSON.stringify(all.map(({ events }) => events[0].data.number)));
      await store.close();
      process.exit(0);
    });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['pipe', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return {
    go: async () => {
      child.stdin.write('go');
      return (await json(child.stdout)) as number[];
    },
  };
}
