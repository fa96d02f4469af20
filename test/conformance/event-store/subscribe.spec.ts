import {
  type AllStreamSubscription,
  END,
  eventTypeFilter,
  excludeSystemEvents,
  START,
  streamNameFilter,
  type StreamSubscription,
} from '@eventstore/db-client';
import { randomUUID } from 'node:crypto';
import {
  all,
  Heard,
  kinds,
  newStream,
  noted,
  type NodeUnderTest,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

type Subscription = AllStreamSubscription | StreamSubscription;

describe.each(kinds)('subscribe, %s', (kind) => {
  let tested: NodeUnderTest;
  let open: Subscription[];

  beforeEach(async () => {
    tested = await startNodeUnderTest(kind);
    open = [];
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
    subscription.on('data', ({ event }: { event?: { data: unknown; type: string } }) =>
      heard.note(`event ${(event?.data as { n?: number }).n ?? event?.type}`),
    );
    return heard;
  }

  const toStream = (stream: string, options = {}) => listen(tested.client.subscribeToStream(stream, options));
  const toAll = (options = {}, heard?: Heard) => listen(tested.client.subscribeToAll(options), heard);
  const write = (stream: string, ...ns: number[]) =>
    tested.client.appendToStream(
      stream,
      ns.map((n) => noted(n)),
    );

  it('rule 15: confirmation, history, caught up once, then what comes, without gap or double', async () => {
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
  });

  it('rule 15: no gap and no double while writing goes on', async () => {
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

  it('rule 4: starts after the given revision, after the end, or at the start', async () => {
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

  it('rule 4: starts after the given position in $all', async () => {
    await write(newStream(), 0, 1, 2);
    const [, second] = await all(tested.client.readAll());
    const heard = [second?.event?.position, END].map((fromPosition) => toAll({ fromPosition }));
    await Promise.all(heard.map((one) => one.has('caught up')));
    await write(newStream(), 3);
    await Promise.all(heard.map((one) => one.has('event 3')));
    expect(heard.map((one) => one.count('event'))).toEqual([2, 1]);
  });

  it('rule 16: a subscription to a missing stream waits for it', async () => {
    const stream = newStream();
    const heard = toStream(stream);
    await heard.has('caught up');
    await write(stream, 0);
    await heard.has('event 0');
    expect(heard.facts).toEqual(['confirmed', 'caught up', 'event 0']);
  });

  it('rule 12: a subscription sees what $maxCount leaves', async () => {
    const stream = newStream();
    await tested.client.setStreamMetadata(stream, { maxCount: 2 });
    await write(stream, 0, 1, 2, 3);
    const heard = toStream(stream);
    await heard.has('caught up');
    expect(heard.facts).toEqual(['confirmed', 'event 2', 'event 3', 'caught up']);
  });

  it.each([
    ['stream name prefix', streamNameFilter({ prefixes: ['wanted-', 'also-'] })],
    ['stream name expression', streamNameFilter({ regex: '^(wanted|also)-' })],
    ['event type prefix', eventTypeFilter({ prefixes: ['Wanted'] })],
    ['event type expression', eventTypeFilter({ regex: '^Wanted\\.v[12]$' })],
  ])('filters $all by %s', async (_, filter) => {
    const heard = toAll({ filter });
    await heard.has('caught up');
    const { client } = tested;
    await client.appendToStream(newStream('wanted'), noted(1, 'Wanted.v1'));
    await client.appendToStream(newStream('unwanted'), noted(2, 'Other'));
    await client.appendToStream(newStream('also'), noted(3, 'Wanted.v2'));
    await heard.has('event 3');
    expect(heard.facts.filter((fact) => fact.startsWith('event'))).toEqual(['event 1', 'event 3']);
  });

  it('leaves out system events when asked', async () => {
    const stream = newStream();
    await tested.client.setStreamMetadata(stream, { maxCount: 9 });
    await write(stream, 1);
    const [everything, ours] = [toAll(), toAll({ filter: excludeSystemEvents() })];
    await Promise.all([everything.has('caught up'), ours.has('caught up')]);
    expect(everything.facts).toEqual(['confirmed', 'event $metadata', 'event 1', 'caught up']);
    expect(ours.facts).toEqual(['confirmed', 'event 1', 'caught up']);
  });

  it('rule 16: checkpoints come even when nothing matches, and one on going live', async () => {
    await write(newStream(), 0, 1, 2, 3, 4);
    const heard = new Heard();
    const checkpointReached = (_: unknown, { commit }: { commit: bigint }) => {
      heard.note(`checkpoint ${commit}`);
      return Promise.resolve();
    };
    const options = { prefixes: ['nothing-'], maxSearchWindow: 2, checkpointInterval: 1, checkpointReached };
    toAll({ filter: streamNameFilter(options) }, heard);
    await heard.has('caught up');
    expect(heard.facts).toEqual(['confirmed', 'checkpoint 2', 'checkpoint 4', 'checkpoint 5', 'caught up']);
    await write(newStream(), 5, 6, 7);
    await heard.has('checkpoint 8');
    expect(heard.facts.slice(5)).toEqual(['checkpoint 6', 'checkpoint 8']);
  });

  it('goes on from a checkpoint without loss', async () => {
    const stream = newStream();
    await write(stream, ...Array.from({ length: 70 }, (_, n) => n));
    const heard = new Heard();
    const checkpoints: bigint[] = [];
    const checkpointReached = (_: unknown, { commit }: { commit: bigint }) => {
      checkpoints.push(commit);
      heard.note('checkpoint');
      return Promise.resolve();
    };
    toAll({ filter: streamNameFilter({ prefixes: [stream], checkpointReached }) }, heard);
    await heard.has('checkpoint');
    expect(checkpoints[0]).toBe(32n);
    const seen = heard.facts
      .slice(0, heard.facts.indexOf('checkpoint'))
      .filter((fact) => fact.startsWith('ev'));
    const [commit = 0n] = checkpoints;
    const resumed = toAll({
      fromPosition: { commit, prepare: commit },
      filter: streamNameFilter({ prefixes: [stream] }),
    });
    await resumed.has('caught up');
    const rest = resumed.facts.filter((fact) => fact.startsWith('event'));
    expect([...seen, ...rest]).toEqual(Array.from({ length: 70 }, (_, n) => `event ${n}`));
  });

  it('names what is wrong with a filter', async () => {
    const subscription = tested.client.subscribeToAll({ filter: streamNameFilter({ regex: '(?i)x' }) });
    const error = await refusal(all(subscription));
    expect(error['message']).toMatch(/regular expression is not valid/);
  });

  it('lets a slow subscriber neither stop writers nor lose anything', async () => {
    const stream = newStream();
    const slow = tested.client.subscribeToStream(stream);
    open.push(slow);
    const text = 'x'.repeat(10_000);
    const first = await new Promise((resolve) => {
      slow.once('data', (resolved: { event?: { data: unknown } }) => {
        slow.pause();
        resolve((resolved.event?.data as { n: number }).n);
      });
      void tested.client.appendToStream(stream, noted(0));
    });
    expect(first).toBe(0);
    const total = 1_500;
    for (let n = 1; n < total; n += 50) {
      const events = Array.from({ length: 50 }, (_, i) => noted(n + i, 'Noted', randomUUID(), text));
      await tested.client.appendToStream(stream, events);
    }
    const heard = listen(slow);
    slow.resume();
    await heard.has(`event ${total}`);
    expect(heard.facts.filter((fact) => fact.startsWith('event'))).toEqual(
      Array.from({ length: total }, (_, n) => `event ${n + 1}`),
    );
    // Falling behind by more than a page ends with being told again that the end is reached.
    await heard.has('caught up');
  });

  it('forgets a subscription that is cancelled', async () => {
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

  it('ends with a reason the client reconnects on when the node stops', async () => {
    const heard = toAll();
    await heard.has('caught up');
    await tested.node.stop();
    await heard.until((facts) => facts.some((fact) => fact.startsWith('error')));
    expect(heard.facts.at(-1)).toBe('error unavailable');
    open = [];
  });
});
