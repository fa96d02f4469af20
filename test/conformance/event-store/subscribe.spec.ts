import { randomUUID } from 'node:crypto';
import {
  type AllStreamSubscription,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  START,
  streamNameFilter,
  type StreamSubscription,
} from '@eventstore/db-client';
import { rule } from './contract';
import {
  all,
  endOfAll,
  Heard,
  kinds,
  newStream,
  type NodeUnderTest,
  noted,
  ofStreams,
  ourNode,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

type Subscription = AllStreamSubscription | StreamSubscription;

describe.each(kinds)('subscribe, %s', (kind) => {
  let tested: NodeUnderTest;
  let open: Subscription[];
  /** Where `$all` ended before the test wrote, and what the test wrote to: others may use the same node. */
  let before: Awaited<ReturnType<typeof endOfAll>>;
  const own = new Set<string>();

  beforeEach(async () => {
    tested = await startNodeUnderTest(kind);
    open = [];
    before = await endOfAll(tested.client);
  });
  afterEach(async () => {
    await Promise.all(open.map((subscription) => subscription.unsubscribe()));
    await tested.end();
  });

  function listen(subscription: Subscription, heard = new Heard()): Heard {
    open.push(subscription);
    subscription.on('confirmation', () => heard.note('confirmed'));
    subscription.on('caughtUp', () => heard.note('caught up'));
    subscription.on('error', (error) => heard.note(`error ${(error as { type?: string }).type}`));
    subscription.on('data', ({ event }: { event?: { streamId: string; data: unknown; type: string } }) => {
      if (event === undefined || !own.has(event.streamId.replace(/^\$\$/, ''))) return;
      heard.note(`event ${(event.data as { n?: number }).n ?? event.type}`);
    });
    return heard;
  }

  const toStream = (stream: string, options = {}) => listen(tested.client.subscribeToStream(stream, options));
  const toAll = (options = {}, heard?: Heard) =>
    listen(tested.client.subscribeToAll({ fromPosition: before, ...options }), heard);
  const write = (stream: string, ...ns: number[]) => append(stream, ...ns.map((n) => noted(n)));
  const append = (stream: string, ...events: ReturnType<typeof noted>[]) => {
    own.add(stream);
    return tested.client.appendToStream(stream, events);
  };

  it(
    rule('5.2.15', 'confirmation, history, caught up once, then what comes, without gap or double'),
    async () => {
      const stream = newStream();
      await write(stream, 0, 1, 2);
      const heard = toStream(stream);
      await heard.has('caught up');
      await write(stream, 3);
      await write(stream, 4, 5);
      await heard.has('event 5');
      expect(heard.facts).toEqual([
        'confirmed',
        'event 0',
        'event 1',
        'event 2',
        'caught up',
        'event 3',
        'event 4',
        'event 5',
      ]);
    },
  );

  it(rule('5.2.15', 'no gap and no double while writing goes on'), async () => {
    const stream = newStream();
    const total = 1_000;
    const writing = (async () => {
      for (let n = 0; n < total; n += 4) await write(stream, n, n + 1, n + 2, n + 3);
    })();
    const ofStream = toStream(stream);
    const ofAll = toAll();
    await Promise.all([writing, ofStream.has(`event ${total - 1}`), ofAll.has(`event ${total - 1}`)]);
    const expected = Array.from({ length: total }, (_, n) => `event ${n}`);
    for (const heard of [ofStream, ofAll]) {
      expect(heard.facts.filter((fact) => fact.startsWith('event'))).toEqual(expected);
    }
  });

  it(rule('5.2.4', 'starts after the given revision, after the end, or at the start'), async () => {
    const stream = newStream();
    await write(stream, 0, 1, 2);
    const heard = [1n, END, START].map((fromRevision) => toStream(stream, { fromRevision }));
    await Promise.all(heard.map((one) => one.has('caught up')));
    await write(stream, 3);
    await Promise.all(heard.map((one) => one.has('event 3')));
    expect(heard.map((one) => one.facts.filter((fact) => fact.startsWith('event')))).toEqual([
      ['event 2', 'event 3'],
      ['event 3'],
      ['event 0', 'event 1', 'event 2', 'event 3'],
    ]);
  });

  it(rule('5.2.4', 'starts after the given position in $all'), async () => {
    const stream = newStream();
    await write(stream, 0, 1, 2);
    const [, second] = ofStreams(await all(tested.client.readAll({ fromPosition: before })), stream);
    const heard = [second?.event?.position, END].map((fromPosition) => toAll({ fromPosition }));
    await Promise.all(heard.map((one) => one.has('caught up')));
    await write(newStream(), 3);
    await Promise.all(heard.map((one) => one.has('event 3')));
    expect(heard.map((one) => one.count('event'))).toEqual([2, 1]);
  });

  it(rule('5.2.16', 'a subscription to a missing stream waits for it'), async () => {
    const stream = newStream();
    const heard = toStream(stream);
    await heard.has(tested.line === '23.10' ? 'confirmed' : 'caught up');
    await write(stream, 0);
    await heard.until((facts) => facts.length === 3);
    const facts = tested.line === '23.10' ? ['event 0', 'caught up'] : ['caught up', 'event 0'];
    expect(heard.facts).toEqual(['confirmed', ...facts]);
  });

  it(rule('5.2.12', 'a subscription sees what $maxCount leaves'), async () => {
    const stream = newStream();
    await tested.client.setStreamMetadata(stream, { maxCount: 2 });
    await write(stream, 0, 1, 2, 3);
    const heard = toStream(stream);
    await heard.has('caught up');
    expect(heard.facts).toEqual(['confirmed', 'event 2', 'event 3', 'caught up']);
  });

  const wanted = newStream('wanted');
  it.each([
    ['stream name prefix', streamNameFilter({ prefixes: [wanted, `also-${wanted}`] })],
    ['stream name expression', streamNameFilter({ regex: `^(also-)?${wanted}` })],
    ['event type prefix', eventTypeFilter({ prefixes: ['Wanted'] })],
    ['event type expression', eventTypeFilter({ regex: '^Wanted\\.v[12]$' })],
  ])(rule('1.6b', '$all is filtered by %s'), async (_, filter) => {
    const heard = toAll({ filter });
    await heard.has('caught up');
    await append(`${wanted}-${kind}`, noted(1, 'Wanted.v1'));
    await append(newStream('unwanted'), noted(2, 'Other'));
    await append(`also-${wanted}-${kind}`, noted(3, 'Wanted.v2'));
    await heard.has('event 3');
    expect(heard.facts.filter((fact) => fact.startsWith('event'))).toEqual(['event 1', 'event 3']);
  });

  it(rule('1.6b', 'system events are left out when asked'), async () => {
    const stream = newStream();
    await tested.client.setStreamMetadata(stream, { maxCount: 9 });
    await write(stream, 1);
    const [everything, ours] = [toAll(), toAll({ filter: excludeSystemEvents() })];
    await Promise.all([everything.has('caught up'), ours.has('caught up')]);
    expect(everything.facts).toEqual(['confirmed', 'event $metadata', 'event 1', 'caught up']);
    expect(ours.facts).toEqual(['confirmed', 'event 1', 'caught up']);
  });

  it(rule('5.2.16', 'checkpoints come even when nothing matches, and rise'), async () => {
    await write(newStream(), 0, 1, 2, 3, 4);
    const { heard, checkpoints } = hearCheckpoints({
      prefixes: [newStream('nothing')],
      maxSearchWindow: 2,
    });
    await heard.has('caught up');
    expect(checkpoints.length).toBeGreaterThan(0);
    expect(checkpoints).toEqual([...checkpoints].sort((a, b) => Number(a - b)));
    const heardBefore = heard.count('checkpoint');
    await write(newStream(), 5, 6, 7);
    await heard.until(() => heard.count('checkpoint') > heardBefore);
  });

  // A real node counts pages where this one counts events, so where its checkpoints stand is its own affair.
  ourNode.it(
    'tells a checkpoint after every window that it looked through, and one on going live',
    async () => {
      await write(newStream(), 0, 1, 2, 3, 4);
      const options = { prefixes: ['nothing-'], maxSearchWindow: 2, checkpointInterval: 1 };
      const { heard } = hearCheckpoints(options);
      await heard.has('caught up');
      await write(newStream(), 5, 6, 7, 8);
      const events = await all(tested.client.readAll());
      const at = (n: number) => `checkpoint ${events[n]?.event?.position?.commit}`;
      await heard.has(at(8));
      expect(heard.facts).toEqual(['confirmed', at(0), at(2), 'caught up', at(6), at(8)]);
    },
  );

  function hearCheckpoints(options: {
    prefixes: string[];
    maxSearchWindow?: number;
    checkpointInterval?: number;
  }): { heard: Heard; checkpoints: bigint[] } {
    const heard = new Heard();
    const checkpoints: bigint[] = [];
    const checkpointReached = (_: unknown, { commit }: { commit: bigint }) => {
      checkpoints.push(commit);
      heard.note(`checkpoint ${commit}`);
      return Promise.resolve();
    };
    toAll({ filter: streamNameFilter({ ...options, checkpointReached }) }, heard);
    return { heard, checkpoints };
  }

  it(rule('5.2.16', 'a subscription goes on from a checkpoint without loss'), async () => {
    const stream = newStream();
    await write(stream, ...Array.from({ length: 70 }, (_, n) => n));
    const { heard, checkpoints } = hearCheckpoints({ prefixes: [stream] });
    await heard.until(() => checkpoints.length > 0);
    const [commit = 0n] = checkpoints;
    const resumed = toAll({
      fromPosition: { commit, prepare: commit },
      filter: streamNameFilter({ prefixes: [stream] }),
    });
    await resumed.has('caught up');
    const upToCheckpoint = heard.facts.slice(0, heard.facts.indexOf(`checkpoint ${commit}`));
    const events = [...upToCheckpoint, ...resumed.facts].filter((fact) => fact.startsWith('event'));
    expect(events).toEqual(Array.from({ length: 70 }, (_, n) => `event ${n}`));
  });

  // A real node takes this expression: only .NET knows it.
  ourNode.it('names what is wrong with a filter', async () => {
    const subscription = tested.client.subscribeToAll({ filter: streamNameFilter({ regex: '(?i)x' }) });
    const error = await refusal(all(subscription));
    expect(error['message']).toMatch(/regular expression is not valid/);
  });

  it(rule('5.2.15', 'a slow subscriber stops no writer, and is ended or loses nothing'), async () => {
    const stream = newStream();
    const slow = tested.client.subscribeToStream(stream);
    const heard = listen(slow);
    const text = 'x'.repeat(10_000);
    const first = await new Promise((resolve) => {
      slow.once('data', (resolved: { event?: { data: unknown } }) => {
        slow.pause();
        resolve((resolved.event?.data as { n: number }).n);
      });
      void append(stream, noted(0));
    });
    expect(first).toBe(0);
    const total = 1_500;
    for (let n = 1; n < total; n += 50) {
      const events = Array.from({ length: 50 }, (_, i) => noted(n + i, 'Noted', randomUUID(), text));
      await append(stream, ...events);
    }
    slow.resume();
    if (tested.line === '23.10') {
      await heard.has('error timeout');
      expect(heard.count('event')).toBeLessThan(total);
      return;
    }
    await heard.has(`event ${total}`);
    expect(heard.facts.filter((fact) => fact.startsWith('event'))).toEqual(
      Array.from({ length: total + 1 }, (_, n) => `event ${n}`),
    );
    // Falling behind by more than a page ends with being told again that the end is reached.
    await heard.has('caught up');
  });

  ourNode.it('forgets a subscription that is cancelled', async () => {
    const heard = toAll();
    await heard.has('caught up');
    const [subscription] = open.splice(0);
    const opened = tested.node.counts().openCalls;
    const closed = new Promise((resolve) => subscription?.once('close', resolve));
    await subscription?.unsubscribe();
    await closed;
    await write(newStream(), 1);
    expect(tested.node.counts().openCalls).toBeLessThanOrEqual(opened);
  });

  ourNode.it(rule('1.3d', 'a subscription ends with a reason the client reconnects on'), async () => {
    const heard = toAll();
    await heard.has('caught up');
    await tested.node.stop();
    await heard.until((facts) => facts.some((fact) => fact.startsWith('error')));
    expect(heard.facts.at(-1)).toBe('error cancelled');
    open = [];
  });
});
