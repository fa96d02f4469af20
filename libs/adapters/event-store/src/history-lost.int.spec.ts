import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exampleFact } from '../../../../test/flows/example-fact';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import { type Delivered, placeOf, type StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import { HistoryLost } from './failures';
import { follow, type Passage } from './follow';
import { ParkedStreams } from './parked-streams';
import { runReactor } from './reactor';
import { noted } from './reactor-metadata';

const nameOf = ({ data }: StoredEvent) => (data as { name: string }).name;

/** Reads deliveries one by one; what was asked for and not yet taken is waited for by name. */
class Reading<T extends Delivered> {
  readonly names: string[] = [];
  private readonly ended: Promise<unknown>;
  private heard: () => void = () => undefined;

  constructor(deliveries: AsyncIterable<T>) {
    this.ended = this.take(deliveries).catch((error: unknown) => error);
  }

  async until(name: string): Promise<void> {
    while (!this.names.includes(name)) await new Promise<void>((resolve) => (this.heard = resolve));
  }

  /** What ended it; nothing when that was its signal. */
  end(): Promise<unknown> {
    return this.ended;
  }

  private async take(deliveries: AsyncIterable<T>): Promise<void> {
    for await (const delivered of deliveries) {
      if ('stream' in delivered) this.names.push(nameOf(delivered));
      this.heard();
    }
  }
}

describe('a store that comes back with another history', () => {
  let folder: string;
  let node: EmbeddedNode;
  let store: EventStoreDbStore;
  let ending: AbortController;

  const start = async (place = {}) => {
    node = await startEmbeddedNode({ dataDir: join(folder, 'now'), ...place });
  };
  const stopped = async (between: () => Promise<void>) => {
    await node.stop();
    await between();
    await start({ inPlaceOf: node.url });
  };
  const backup = () => stopped(() => cp(join(folder, 'now'), join(folder, 'backup'), { recursive: true }));
  const restore = (thenAppend: () => Promise<unknown> = async () => undefined) =>
    stopped(async () => {
      await rm(join(folder, 'now'), { recursive: true });
      await cp(join(folder, 'backup'), join(folder, 'now'), { recursive: true });
      await beforeItServes(thenAppend);
    });
  /** On a port nobody knows, so that what is written stands there when the readers come back. */
  const beforeItServes = async (append: () => Promise<unknown>) => {
    const own = store;
    const unseen = await startEmbeddedNode({
      dataDir: join(folder, 'now'),
      inPlaceOf: node.url,
      port: 0,
    });
    store = EventStoreDbStore.connect(unseen.url);
    await append();
    await store.close();
    store = own;
    await unseen.stop();
  };
  const put = (stream: string, name: string) => store.append(stream, [exampleFact(name)], 'absent');
  const headOf = async (stream: string) => {
    const { events } = await store.readStream(stream, { direction: 'backwards', max: 1 });
    return placeOf(events[0] as StoredEvent);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'history-lost-'));
    ending = new AbortController();
    await start();
    store = EventStoreDbStore.connect(node.url, { limitMs: 5_000 });
    await put('shelf-1', 'kept');
  });
  afterEach(async () => {
    ending.abort();
    await store.close();
    await node.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each([
    ['ends before it', async () => undefined],
    [
      'has grown past it',
      () =>
        store.append(
          'shelf-2',
          ['x', 'y', 'z'].map((name) => exampleFact(name)),
          'absent',
        ),
    ],
  ])('ends a subscription to all whose last event is gone, when the store %s', async (_, grow) => {
    await backup();
    const { signal } = ending;
    const options = { streamPrefixes: ['shelf-'], signal };
    const readings = [store.subscribeAll(options), store.followAll(options)].map((each) => new Reading(each));
    await put('shelf-2', 'lost');
    const place = await headOf('shelf-2');
    for (const reading of readings) await reading.until('lost');
    await restore(grow);
    for (const reading of readings) {
      const end = await reading.end();
      expect(end).toBeInstanceOf(HistoryLost);
      const stands = (await store.readStream('shelf-2', { max: 1 })).events[0];
      expect(end).toMatchObject({ place, stands: stands && placeOf(stands) });
      expect(reading.names).toEqual(['kept', 'lost']);
    }
  });

  it('goes on after an event that still stands, with what is new below what was looked at', async () => {
    await backup();
    const { signal } = ending;
    const reading = new Reading(store.subscribeAll({ streamPrefixes: ['shelf-'], signal }));
    await reading.until('kept');
    const log = { warn: () => undefined, error: () => undefined };
    const parked = new ParkedStreams(store, 'shelf-follower', { log, kept: 'store' });
    const taken = new EventEmitter();
    const names: string[] = [];
    const take = (facts: readonly StoredEvent[], { upTo }: Passage) => {
      names.push(...facts.map(nameOf));
      if (upTo > 400n) taken.emit('far');
      if (names.includes('new')) taken.emit('new');
    };
    const [isFar, isNew] = [once(taken, 'far'), once(taken, 'new')];
    const follower = { name: 'shelf-follower', streamPrefixes: ['shelf-'], parked, take };
    const following = follow(store, follower, { signal, log });
    const many = Array.from({ length: 600 }, (_, i) => exampleFact(String(i)));
    await store.append('noise-1', many, 'absent');
    await isFar;
    await restore(() => put('shelf-3', 'new'));
    await reading.until('new');
    await isNew;
    expect([reading.names, names]).toEqual([
      ['kept', 'new'],
      ['kept', 'new'],
    ]);
    ending.abort();
    await following;
  });

  it('checks a place at the start, and goes on after it', async () => {
    await backup();
    const kept = await headOf('shelf-1');
    await store.append('shelf-1', [exampleFact('lost')], 0n);
    const lost = await headOf('shelf-1');
    await restore(() => store.append('shelf-1', [exampleFact('new')], 0n));
    const { signal } = ending;
    const readings = [
      new Reading(store.subscribeAll({ after: lost, signal })),
      new Reading(store.followAll({ after: lost, signal })),
      new Reading(store.subscribeStream('shelf-1', { after: lost, signal })),
    ];
    for (const reading of readings) {
      expect(await reading.end()).toMatchObject({ name: 'HistoryLost', place: lost });
      expect(reading.names).toEqual([]);
    }
    // A copy of a store gives events other positions: the one that is read counts.
    const copied = { ...kept, position: 10_000n };
    for (const after of [kept, copied]) {
      const options = { after, streamPrefixes: ['shelf-'], signal };
      for (const deliveries of [store.subscribeAll(options), store.followAll(options)]) {
        const reading = new Reading(deliveries);
        await reading.until('new');
        expect(reading.names).toEqual(['new']);
      }
    }
  });

  it('ends a subscription to one stream whose last event is gone', async () => {
    await backup();
    const reading = new Reading(store.subscribeStream('shelf-1', { signal: ending.signal }));
    await store.append('shelf-1', [exampleFact('lost')], 0n);
    await reading.until('lost');
    await restore(() => store.append('shelf-1', [exampleFact('new')], 0n));
    expect(await reading.end()).toMatchObject({ name: 'HistoryLost', place: { revision: 1n } });
  });

  it('takes an event that its stream has dropped for one that stood there', async () => {
    await store.setMaxCount('short-1', 1);
    await put('short-1', 'a');
    const dropped = await headOf('short-1');
    await store.append(
      'short-1',
      ['b', 'c'].map((name) => exampleFact(name)),
      0n,
    );
    const { signal } = ending;
    const reading = new Reading(store.subscribeAll({ after: dropped, streamPrefixes: ['short-'], signal }));
    await reading.until('c');
  });

  describe('a reactor', () => {
    const running = (names: string[], heard: () => void) => {
      const warnings: object[] = [];
      const log = { warn: (fields: object) => void warnings.push(fields), error: () => undefined };
      const react = async (event: StoredEvent) => {
        names.push(nameOf(event));
        heard();
      };
      const reactor = { name: 'shelving', streamPrefixes: ['shelf-'], react };
      const stop = new AbortController();
      const ended = runReactor(store, reactor, { signal: stop.signal, log });
      return { warnings, stop: () => (stop.abort(), ended) };
    };
    const checkpoint = async () => (await store.readStream('checkpoint-shelving')).events.at(-1);

    it('begins again from the checkpoint the store holds', async () => {
      const names: string[] = [];
      let heard = () => undefined as void;
      const until = (name: string) =>
        new Promise<void>((resolve) => {
          heard = () => names.includes(name) && resolve();
          heard();
        });
      const first = running(names, () => heard());
      await until('kept');
      await first.stop();
      expect(await checkpoint()).toMatchObject({
        type: 'CheckpointReached.v2',
        data: { stream: 'shelf-1', revision: '0', eventId: (await headOf('shelf-1')).id },
      });
      await backup();
      const second = running(names, () => heard());
      await put('shelf-2', 'lost');
      await until('lost');
      await restore(() => put('shelf-3', 'new'));
      await until('new');
      await second.stop();
      expect(names).toEqual(['kept', 'lost', 'new']);
      expect(second.warnings).toContainEqual(
        expect.objectContaining({ reactor: 'shelving', stream: 'shelf-2' }),
      );
      expect((await checkpoint())?.data).toMatchObject({ stream: 'shelf-3' });
    });

    it.each([
      ['of an earlier release, after its position', (position: bigint) => String(position), ['new']],
      ['of another store, from the first event', () => '1000000', ['kept', 'new']],
    ])('reads a checkpoint %s', async (_, position, expected) => {
      const data = { position: position((await headOf('shelf-1')).position), at: '2026-01-02T03:04:05.678Z' };
      const written = noted('checkpoint-shelving', 'old', { type: 'CheckpointReached', data });
      const old = { ...written, type: 'CheckpointReached.v1' };
      await store.append('checkpoint-shelving', [old], 'absent');
      const names: string[] = [];
      await new Promise<void>((resolve) => {
        const { stop } = running(names, () => names.includes('new') && void stop().then(resolve));
        void put('shelf-2', 'new');
      });
      expect(names).toEqual(expected);
      expect(await checkpoint()).toMatchObject({ type: 'CheckpointReached.v2', data: { stream: 'shelf-2' } });
    });

    it('begins at the first event when the event of its checkpoint is gone', async () => {
      const gone = {
        stream: 'shelf-1',
        revision: '0',
        eventId: randomUUID(),
        position: '1000000',
        at: '2026-01-02T03:04:05.678Z',
      };
      const lost = noted('checkpoint-shelving', 'lost', { type: 'CheckpointReached', data: gone });
      await store.append('checkpoint-shelving', [lost], 'absent');
      const names: string[] = [];
      await new Promise<void>((resolve) => {
        const { stop } = running(names, () => void stop().then(resolve));
      });
      expect(names).toEqual(['kept']);
      const { id: eventId } = await headOf('shelf-1');
      expect((await checkpoint())?.data).toMatchObject({ eventId });
    });
  });
});
