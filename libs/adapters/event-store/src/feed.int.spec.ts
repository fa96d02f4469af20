import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AllStreamSubscription, EventStoreDBClient } from '@eventstore/db-client';
import fc from 'fast-check';
import { exampleFact } from '../../../../test/flows/example-fact';
import { type EmbeddedNode, startEmbeddedNode } from './embedded-node';
import { type Place, placeOf, type StoredEvent } from './event-store';
import { EventStoreDbStore } from './event-store-db-store';
import type { SubscriptionEnd } from './subscription-ends';
import { wireQueueMax } from './wire-queue';

const nameOf = ({ data }: StoredEvent) => (data as { name: string }).name;

let folder: string;
let node: EmbeddedNode;
let store: EventStoreDbStore;
let subscriptions: AllStreamSubscription[];
const ends: SubscriptionEnd[] = [];
const riders: Rider[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'feed-'));
  node = await startEmbeddedNode({ dataDir: folder });
});
afterAll(async () => {
  await node?.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  subscriptions = [];
  ends.length = 0;
  store = EventStoreDbStore.connect(node.url, {
    subscriptions: { ended: (reason) => void ends.push(reason), troubled: () => undefined },
  });
  counted((store as unknown as { readonly client: EventStoreDBClient }).client);
});
afterEach(async () => {
  await Promise.all(riders.splice(0).map((rider) => rider.stop()));
  expect(open()).toBe(0);
  await store.close();
});

/** The same client; its subscriptions to everything are written down. */
function counted(client: EventStoreDBClient): void {
  const subscribe = client.subscribeToAll.bind(client);
  client.subscribeToAll = (...args) => {
    const opened = subscribe(...args);
    subscriptions.push(opened);
    return opened;
  };
}

const open = () => subscriptions.filter(({ destroyed }) => !destroyed).length;

/** A follower that writes down what it is given; it may be held up at a fact. */
class Rider {
  readonly names: string[] = [];
  last: Place | undefined;
  caughtUp = 0;
  private readonly ending = new AbortController();
  private readonly done: Promise<void>;
  private heard: () => void = () => undefined;

  constructor(
    readonly prefix: string | undefined,
    after?: Place,
    private readonly at: (name: string) => Promise<unknown> = async () => undefined,
  ) {
    const { signal } = this.ending;
    const place = after === undefined ? {} : { after };
    const prefixes = prefix === undefined ? {} : { streamPrefixes: [prefix] };
    this.done = this.take(store.followAll({ ...place, ...prefixes, signal }));
    riders.push(this);
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => (this.heard = resolve));
  }

  stop(): Promise<void> {
    this.ending.abort();
    return this.done;
  }

  private async take(deliveries: ReturnType<EventStoreDbStore['followAll']>): Promise<void> {
    for await (const each of deliveries) {
      if ('stream' in each) {
        this.names.push(nameOf(each));
        this.last = placeOf(each);
        await this.at(nameOf(each));
      }
      if ('caughtUp' in each) this.caughtUp += 1;
      this.heard();
    }
  }
}

const put = (stream: string, ...names: string[]) =>
  store.append(
    `${stream}-${randomUUID()}`,
    names.map((name) => exampleFact(name)),
    'absent',
  );

/** Nobody reads alone any more. */
async function settled(): Promise<void> {
  while (open() > 1) await new Promise((resolve) => setImmediate(resolve));
}

it('reads once for all followers, each of its own streams and from its own place', async () => {
  const [a, b] = [`a${randomUUID()}`, `b${randomUUID()}`];
  await put(a, 'a1');
  await put(b, 'b1');
  const first = new Rider(`${a}-`);
  await first.until(() => first.names.includes('a1'));
  const all = [first, new Rider(`${a}-`, first.last), new Rider(`${b}-`), new Rider(undefined, first.last)];
  await Promise.all(all.map((rider) => rider.until(() => rider.caughtUp > 0)));
  await settled();
  const asked = subscriptions.length;
  await put(a, 'a2', 'a3');
  await put(`checkpoint-${a}`, 'never');
  await put(b, 'b2');
  await Promise.all(
    all.map((rider) => rider.until(() => rider.names.some((name) => /^(a3|b2)$/.test(name)))),
  );
  await all[3]?.until(() => all[3]?.names.includes('b2') === true);
  expect(all.map(({ names }) => names)).toEqual([
    ['a1', 'a2', 'a3'],
    ['a2', 'a3'],
    ['b1', 'b2'],
    ['b1', 'a2', 'a3', 'b2'],
  ]);
  expect([open(), subscriptions.length - asked]).toEqual([1, 0]);
});

it('lets a slow follower read alone, and takes it back: the others never wait for it', async () => {
  const prefix = `c${randomUUID()}`;
  let goOn = () => undefined as void;
  const held = new Promise<void>((resolve) => (goOn = resolve));
  const slow = new Rider(`${prefix}-`, undefined, (name) => (name === '0' ? held : Promise.resolve()));
  const quick = new Rider(`${prefix}-`);
  await Promise.all([slow, quick].map((rider) => rider.until(() => rider.caughtUp > 0)));
  await settled();
  const names = Array.from({ length: 3 * wireQueueMax.items }, (_, n) => String(n));
  for (let n = 0; n < names.length; n += 100) await put(prefix, ...names.slice(n, n + 100));
  await quick.until(() => quick.names.length === names.length);
  expect(slow.names).toEqual(['0']);
  goOn();
  await slow.until(() => slow.names.length === names.length);
  expect([slow.names, quick.names]).toEqual([names, names]);
  // A node of 23.10 may be the first to end it.
  const own = process.env['EVENT_STORE_AS'] === '23.10' ? ['behind', 'too-slow'] : ['behind'];
  expect(ends.filter((end) => !own.includes(end))).toEqual([]);
  expect(ends.length).toBeGreaterThan(0);
  await put(prefix, 'live');
  await slow.until(() => slow.names.includes('live'));
  await settled();
});

it('goes on after the last fact of each when the store was away', async () => {
  const prefix = `d${randomUUID()}`;
  await put(prefix, 'away 0');
  const both = [new Rider(`${prefix}-`), new Rider(undefined)];
  await Promise.all(
    both.map((rider) => rider.until(() => rider.caughtUp > 0 && rider.names.includes('away 0'))),
  );
  await settled();
  await node.stop();
  node = await startEmbeddedNode({ dataDir: folder, inPlaceOf: node.url });
  for (let name = 1; name <= 3; name += 1) {
    const wanted = `away ${name}`;
    while ((await put(prefix, wanted).catch(() => undefined)) === undefined);
    await Promise.all(both.map((rider) => rider.until(() => rider.names.includes(wanted))));
  }
  expect(both.map(({ names }) => names.slice(-4))).toEqual(
    Array(2).fill([0, 1, 2, 3].map((n) => `away ${n}`)),
  );
  await settled();
});

it('gives every follower each of its facts once and in order, whenever it comes and however slow it is', async () => {
  const turns = fc.array(
    fc.record({
      facts: fc.integer({ min: 1, max: 120 }),
      of: fc.nat(2),
      joins: fc.nat(3),
      slowAt: fc.nat(40),
    }),
    { minLength: 3, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(turns, async (plan) => {
      const kinds = ['x', 'y', 'z'].map((kind) => `${kind}${randomUUID()}`);
      const written = new Map<string | undefined, string[]>();
      const mine: Rider[] = [];
      const before = await store.headPosition();
      const pause = () => new Promise((resolve) => setImmediate(resolve));
      let count = 0;
      for (const { facts, of, joins, slowAt } of plan) {
        const prefix = kinds[joins];
        const at = async (name: string) => {
          if (Number(name) % 41 === slowAt) for (let n = 0; n < 20; n += 1) await pause();
        };
        mine.push(new Rider(prefix && `${prefix}-`, before < 0n ? undefined : before, at));
        const kind = kinds[of] as string;
        const names = Array.from({ length: facts }, () => String(count++));
        for (const key of [kind, undefined]) written.set(key, [...(written.get(key) ?? []), ...names]);
        await put(kind, ...names);
      }
      for (const rider of mine) {
        const wanted = written.get(rider.prefix?.slice(0, -1)) ?? [];
        await rider.until(() => rider.names.length >= wanted.length);
        expect(rider.names).toEqual(wanted);
      }
      await Promise.all(mine.map((rider) => rider.stop()));
    }),
    { numRuns: 15 },
  );
});
