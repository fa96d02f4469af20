import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Metadata } from '@contracts';
import { shape, text } from '@domain/decider';
import { exampleFact, exampleMetadata } from '../../../../test/flows/example-fact';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import type { EventStore, NewEvent, StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { StoreUnavailable } from './failures';
import { parkedEvents } from './parked';
import { type Reactor, type ReactorOptions, type ReactorProgress, runReactor } from './reactor';
import { replayParked } from './replay-parked';

const metadata: Metadata = {
  ...exampleMetadata,
  source: 'import',
  importedFrom: `book.csv#${'c'.repeat(64)}`,
};

const fact = (name: string): NewEvent => ({ ...exampleFact(name), metadata });

const nameOf = ({ data }: StoredEvent) => (data as { name: string }).name;

/** A reactor running until `stop`; tells what it logged, and waits for named facts. */
class Run {
  readonly warnings: string[] = [];
  readonly errors: object[] = [];
  progress: ReactorProgress | undefined;
  private readonly ending = new AbortController();
  private readonly ended: Promise<void>;
  private readonly awaited = new Set<() => void>();

  constructor(store: EventStore, reactor: Reactor) {
    const log: ReactorOptions['log'] = {
      warn: (_, message) => this.warnings.push(message),
      error: (fields) => this.errors.push(fields),
    };
    const onProgress = (progress: ReactorProgress) => {
      this.progress = progress;
      this.awaited.forEach((check) => check());
    };
    this.ended = runReactor(store, reactor, { signal: this.ending.signal, log, onProgress });
  }

  /** Resolves when the reactor has come to a position. */
  reached(position: bigint): Promise<void> {
    return new Promise((resolve) => {
      const check = () => (this.progress?.position ?? -1n) >= position && resolve();
      this.awaited.add(check);
      check();
    });
  }

  async stop(): Promise<void> {
    this.ending.abort();
    await this.ended;
  }
}

class Gate {
  open: () => void = () => undefined;
  readonly opened = new Promise<void>((resolve) => (this.open = resolve));
}

describe('runReactor, on a real node', () => {
  let node: EmbeddedNode;
  let store: EventStoreDbStore;
  let category: string;
  let name: string;
  const running: Run[] = [];

  beforeAll(async () => {
    node = await startEmbeddedNode();
    store = EventStoreDbStore.connect(node.url);
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((run) => run.stop()));
  });
  afterAll(async () => {
    await store?.close();
    await node?.stop();
  });
  beforeEach(() => {
    category = `c${randomUUID().replace(/[^a-f]/g, '')}`;
    name = `reactor-${randomUUID()}`;
  });

  const put = (thing: string) => store.append(`${category}-${thing}`, [fact(thing)], 'absent');
  const run = (react: (event: StoredEvent) => Promise<void>, on: EventStore = store, streamsAtOnce = 1) => {
    const started = new Run(on, { name, streamPrefixes: [`${category}-`], streamsAtOnce, react });
    running.push(started);
    return started;
  };
  const checkpoint = async () => {
    const { events } = await store.readStream(`checkpoint-${name}`);
    return events.map(({ data }) => BigInt((data as { position: string }).position));
  };

  it('reacts in order to history and to what comes, and goes on after its checkpoint', async () => {
    const seen: string[] = [];
    const react = async (event: StoredEvent) => void seen.push(nameOf(event));
    await put('a');
    await put('b');
    const first = run(react);
    const { position } = await put('c');
    await first.reached(position);
    await first.stop();
    expect(await checkpoint()).toEqual([position]);
    const second = run(react);
    await second.reached((await put('d')).position);
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    expect(second.progress).toMatchObject({ parked: 0, lagMs: expect.any(Number) });
  });

  it('writes its checkpoint on the way: every 200 events, and soon after it comes to rest', async () => {
    const things = Array.from({ length: 250 }, (_, i) => fact(String(i)));
    await store.append(`${category}-many`, things, 'absent');
    const started = run(async () => undefined);
    const saved: bigint[] = [];
    const all = await store.readStream(`${category}-many`);
    for await (const { data } of store.subscribeStream(`checkpoint-${name}`, {
      signal: AbortSignal.timeout(20_000),
    })) {
      saved.push(BigInt((data as { position: string }).position));
      if (saved.length === 2) break;
    }
    expect(saved[0]).toBe(all.events[199]?.position);
    expect(saved[1]).toBeGreaterThanOrEqual(all.events[249]?.position ?? 0n);
    await started.stop();
    expect((await store.readStream(`checkpoint-${name}`)).events).toHaveLength(1);
  });

  it('repeats after a crash what it handled last, which changes nothing', async () => {
    for (const thing of ['a', 'b', 'c']) await put(thing);
    const { position: last } = await put('d');
    const crashed = await crashAfter(node.url, name, `${category}-`, 3);
    expect(crashed).toBe('SIGKILL');
    expect(await checkpoint()).toEqual([]);
    const seen: string[] = [];
    const again = run(async (event) => {
      seen.push(nameOf(event));
      await markOnce(store, event);
    });
    await again.reached(last);
    expect(seen).toEqual(['a', 'b', 'c', 'd']);
    for (const thing of ['a', 'b', 'c', 'd']) {
      const { events } = await store.readStream(`effect-${category}-${thing}`);
      expect(events.map(({ type }) => type)).toEqual(['Marked.v1']);
    }
  });

  it('parks an event that fails five times, lets the rest flow, and replays it once mended', async () => {
    const seen: string[] = [];
    let isMended = false;
    let tries = 0;
    const react = async (event: StoredEvent) => {
      if (nameOf(event) === 'poison' && !isMended) {
        tries += 1;
        throw new TypeError('cannot read what is not there');
      }
      seen.push(nameOf(event));
    };
    for (const thing of ['a', 'poison']) await put(thing);
    const started = run(react);
    await started.reached((await put('b')).position);
    expect([seen, tries, started.progress?.parked]).toEqual([['a', 'b'], 5, 1]);
    expect(started.errors).toHaveLength(1);
    const [waiting] = await parkedEvents(store, name);
    const { events } = await store.readStream(`${category}-poison`);
    expect(waiting).toMatchObject({ stream: `${category}-poison`, eventId: events[0]?.id, revision: 0n });
    expect(waiting?.reason).toBe('TypeError: cannot read what is not there');
    const note = (await store.readStream(`parked-${name}`)).events[0];
    expect(note).toMatchObject({ type: 'EventParked.v1', data: { at: expect.stringMatching(/Z$/) } });
    expect(note?.metadata).toMatchObject({
      $correlationId: metadata.$correlationId,
      $causationId: events[0]?.id,
      actor: { agency: 'H26.1', officer: 'System', role: 'System' },
      source: 'reactor',
      importedFrom: metadata.importedFrom,
    });
    const reactor = { name, streamPrefixes: [`${category}-`], react };
    expect(await replayParked(store, reactor)).toMatchObject({
      replayed: 0,
      failed: [{ reason: waiting?.reason }],
    });
    isMended = true;
    expect(await replayParked(store, reactor)).toEqual({ replayed: 1, failed: [] });
    expect(await replayParked(store, reactor)).toEqual({ replayed: 0, failed: [] });
    expect([seen, await parkedEvents(store, name)]).toEqual([['a', 'b', 'poison'], []]);
  });

  it('waits out another part that is away, however often it fails', async () => {
    let failures = 6;
    const started = run(async () => {
      if (failures-- > 0) throw new StoreUnavailable('append', 'away');
    });
    await started.reached((await put('a')).position);
    expect([started.warnings.length, started.errors, failures]).toEqual([1, [], -1]);
  });

  it('stops in the middle of waiting without a checkpoint behind the event in hand', async () => {
    const { position } = await put('a');
    const failing = new Promise<void>((resolve) => {
      run(async () => {
        resolve();
        throw new StoreUnavailable('append', 'away');
      });
    });
    await failing;
    await running[0]?.stop();
    expect((await checkpoint()).every((saved) => saved < position)).toBe(true);
  });

  it('works on several streams at once, each in its order, and notes only what lies behind all', async () => {
    const [slowMayEnd, quickEnded] = [new Gate(), new Gate()];
    const seen: string[] = [];
    const started = run(
      async (event) => {
        if (nameOf(event) === 'slow 1') await slowMayEnd.opened;
        seen.push(nameOf(event));
        if (nameOf(event) === 'quick 2') quickEnded.open();
      },
      store,
      2,
    );
    const slow = await store.append(`${category}-slow`, [fact('slow 1'), fact('slow 2')], 'absent');
    await store.append(`${category}-quick`, [fact('quick 1'), fact('quick 2')], 'absent');
    await quickEnded.opened;
    expect(seen).toEqual(['quick 1', 'quick 2']);
    expect(started.progress?.position ?? -1n).toBeLessThan(slow.position);
    slowMayEnd.open();
    const { position } = await put('last');
    await started.reached(position);
    expect(seen.slice(0, 4)).toEqual(['quick 1', 'quick 2', 'slow 1', 'slow 2']);
    await started.stop();
    expect(await checkpoint()).toEqual([position]);
  });

  it('does its work beside a second instance: every effect once, nothing parked', async () => {
    const react = (event: StoredEvent) => markOnce(store, event);
    const both = [run(react), run(react)];
    const things = Array.from({ length: 50 }, (_, i) => String(i));
    for (const thing of things) await put(thing);
    const { position: last } = await put('last');
    await Promise.all(both.map((one) => one.reached(last)));
    for (const thing of things) {
      expect((await store.readStream(`effect-${category}-${thing}`)).events).toHaveLength(1);
    }
    expect(await parkedEvents(store, name)).toEqual([]);
    await Promise.all(both.map((one) => one.stop()));
    expect((await checkpoint())[0]).toBeGreaterThanOrEqual(last);
  });

  it('goes on when a checkpoint cannot be written', async () => {
    const withoutCheckpoints: Partial<EventStore> = {
      append: (stream, ...rest) => {
        if (stream.startsWith('checkpoint-')) throw new StoreUnavailable('append', 'away');
        return store.append(stream, ...rest);
      },
    };
    const started = run(
      async () => undefined,
      Object.assign(Object.create(store) as EventStore, withoutCheckpoints),
    );
    await started.reached((await put('a')).position);
    await started.stop();
    expect(started.warnings).toEqual(['a checkpoint could not be written; the next one will be']);
    expect(await checkpoint()).toEqual([]);
  });
});

/** An effect that bears repeats: one mark per event. */
async function markOnce(store: EventStore, event: StoredEvent): Promise<void> {
  const { revision } = await store.readStream(`effect-${event.stream}`);
  if (revision !== 'absent') return;
  const data = { at: '2026-01-02T03:04:05.678Z' };
  const mark = { id: randomUUID(), type: 'Marked.v1', data, schema: shape({ at: text }), metadata };
  await store.append(`effect-${event.stream}`, [mark], 'absent').catch((error: Error) => {
    if (error.name !== 'StreamMoved') throw error;
  });
}

/** Runs the reactor in a process that kills itself right after its nth effect; answers what ended it. */
async function crashAfter(url: string, name: string, prefix: string, effects: number): Promise<unknown> {
  const built = join(__dirname, '../../../../dist/libs/adapters/event-store/src');
  const script = `
    const { EventStoreDbStore, runReactor } = require('${built}');
    const store = EventStoreDbStore.connect('${url}');
    let effects = 0;
    const react = async (event) => {
      const { id, data: { at }, metadata } = event;
      const mark = { id: id.replace(/^./, '0'), type: 'Marked.v1', data: { at }, schema: {}, metadata };
      await store.append('effect-' + event.stream, [mark], 'absent');
      if (++effects === ${effects}) process.kill(process.pid, 'SIGKILL');
    };
    const reactor = { name: '${name}', streamPrefixes: ['${prefix}'], react };
    runReactor(store, reactor, { signal: new AbortController().signal, log: console });`;
  const child = spawn(process.execPath, ['-e', script], { stdio: 'inherit' });
  const [, signal] = await once(child, 'exit');
  return signal;
}
