import { BACKWARDS, END, FORWARDS, START, type StreamMetadata } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { rule } from './contract';
import {
  all,
  endOfAll,
  kinds,
  newStream,
  type NodeUnderTest,
  noted,
  numbers,
  ofStreams,
  ourNode,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

const count = 300;

describe.each(kinds)('read, %s', (kind) => {
  let tested: NodeUnderTest;
  const stream = newStream();
  const others: string[] = [];
  /** Where `$all` ended before these tests wrote. */
  let before: Awaited<ReturnType<typeof endOfAll>>;

  beforeAll(async () => {
    tested = await startNodeUnderTest(kind);
    before = await endOfAll(tested.client);
    const events = Array.from({ length: count }, (_, n) => noted(n));
    for (let at = 0; at < count; at += 50) {
      await tested.client.appendToStream(stream, events.slice(at, at + 50));
      const other = newStream('other');
      others.push(other);
      await tested.client.appendToStream(other, noted(1_000 + at));
    }
  });
  afterAll(() => tested.end());

  const readStream = (options: object) => all(tested.client.readStream(stream, options));
  const readAll = (options: object) => all(tested.client.readAll({ fromPosition: before, ...options }));
  const upwards = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

  it(rule('1.6a', 'a stream is read from start to end over many pages'), async () =>
    expect(numbers(await readStream({}))).toEqual(upwards(0, count)),
  );

  it(rule('5.2.4', 'a revision is included in both directions'), async () => {
    expect(numbers(await readStream({ fromRevision: 297n }))).toEqual([297, 298, 299]);
    expect(numbers(await readStream({ fromRevision: 2n, direction: BACKWARDS }))).toEqual([2, 1, 0]);
  });

  it(rule('1.6a', 'a stream is read backwards from the end, and no further than asked'), async () => {
    const options = { direction: BACKWARDS, fromRevision: END };
    expect(numbers(await readStream({ ...options, maxCount: 3 }))).toEqual([299, 298, 297]);
    expect(numbers(await readStream(options))).toEqual(upwards(0, count).reverse());
    expect(numbers(await readStream({ fromRevision: START, maxCount: 200 }))).toEqual(upwards(0, 200));
  });

  it(rule('1.6a', 'nothing is beyond the end; backwards from beyond it starts at the end'), async () => {
    expect(await readStream({ fromRevision: 5_000n })).toEqual([]);
    const fromEnd = readStream({ fromRevision: END, direction: FORWARDS });
    expect(await refusal(fromEnd)).toMatchObject({ code: status.UNKNOWN });
    const beyond = await readStream({ fromRevision: 5_000n, direction: BACKWARDS, maxCount: 1 });
    expect(numbers(beyond)).toEqual([299]);
  });

  it(rule('1.6c', 'a stream that does not exist is named'), async () => {
    const missing = newStream();
    expect(await refusal(all(tested.client.readStream(missing)))).toMatchObject({
      type: 'stream-not-found',
      streamName: missing,
    });
  });

  // A real node has these streams when its system projections run, which they do not by default.
  ourNode.it(
    rule('5.2.22', 'without system projections no stream gathers a category or a type'),
    async () => {
      for (const streamName of ['$ce-note', '$et-Noted', '$streams', '$category-note', '$bc-note']) {
        const type = 'stream-not-found';
        expect(await refusal(all(tested.client.readStream(streamName)))).toMatchObject({ type, streamName });
      }
    },
  );

  it(rule('1.6a', 'reads everything in order of position, backwards in reverse'), async () => {
    const everything = await readAll({});
    const forwards = ofStreams(everything, stream, ...others);
    expect(forwards).toHaveLength(count + count / 50);
    // What others write meanwhile comes first backwards, so a few more are read.
    const options = { direction: BACKWARDS, fromPosition: END, maxCount: everything.length + 1_000 };
    const backwards = ofStreams(await readAll(options), stream, ...others);
    expect(backwards.map(({ event }) => event?.id)).toEqual(forwards.map(({ event }) => event?.id).reverse());
  });

  it(rule('5.2.4', 'a position is included forwards and excluded backwards'), async () => {
    const events = await readAll({});
    const idsOf = (read: typeof events) => read.map(({ event }) => event?.id);
    const at = events.findIndex(({ event }) => event?.streamId === stream) + 5;
    const fromPosition = events[at]?.event?.position;
    expect(fromPosition).toBeDefined();
    expect(idsOf(await readAll({ fromPosition, maxCount: 5 }))).toEqual(idsOf(events.slice(at, at + 5)));
    const backwards = await readAll({ fromPosition, direction: BACKWARDS, maxCount: 5 });
    expect(idsOf(backwards)).toEqual(idsOf(events.slice(at - 5, at).reverse()));
  });

  it(rule('1.6a', 'nothing comes forwards from the end nor backwards from the start'), async () => {
    expect(ofStreams(await readAll({ fromPosition: END }), stream, ...others)).toEqual([]);
    expect(await readAll({ fromPosition: START, direction: BACKWARDS })).toEqual([]);
  });

  it(rule('1.6a', 'a read goes on while others write, and ends'), async () => {
    let seen = 0;
    for await (const resolved of tested.client.readStream(stream)) {
      if (resolved.event !== undefined) seen += 1;
      if (seen % 100 === 0) await tested.client.appendToStream(newStream('beside'), noted(seen));
    }
    expect(seen).toBe(count);
  });

  it('serves many readers at once', async () => {
    const reads = await Promise.all(Array.from({ length: 20 }, () => readStream({ maxCount: 150 })));
    for (const read of reads) expect(numbers(read)).toEqual(upwards(0, 150));
  });

  // The client of a left read waits for what it did not take, so there must not be much of it.
  ourNode.it('frees a read that the client leaves', async () => {
    for await (const { event } of tested.client.readAll()) {
      if (event !== undefined) break;
    }
    await tested.client.appendToStream(newStream('other'), noted(1));
  });

  describe('stream metadata', () => {
    const written = async (metadata: StreamMetadata, events = 5) => {
      const limited = newStream('limited');
      for (let n = 0; n < events; n += 1) await tested.client.appendToStream(limited, noted(n));
      await tested.client.setStreamMetadata(limited, metadata);
      return limited;
    };
    const visible = async (limited: string, options = {}) =>
      numbers(await all(tested.client.readStream(limited, options)));

    it(rule('1.6e', 'metadata comes back as it was set'), async () => {
      const metadata = { maxCount: 3, cacheControl: 5, owner: 'registry' };
      const limited = await written(metadata);
      expect(await tested.client.getStreamMetadata(limited)).toMatchObject({ metadata });
      expect(await tested.client.getStreamMetadata(newStream())).not.toHaveProperty('metadata');
    });

    it(
      rule('5.2.12', '$maxCount shows the newest events only, in both directions, and moves on'),
      async () => {
        const limited = await written({ maxCount: 2 });
        expect(await visible(limited)).toEqual([3, 4]);
        expect(await visible(limited, { direction: BACKWARDS, fromRevision: END })).toEqual([4, 3]);
        expect(await visible(limited, { fromRevision: 1n })).toEqual([3, 4]);
        await tested.client.appendToStream(limited, noted(5), { expectedRevision: 4n });
        expect(await visible(limited)).toEqual([4, 5]);
      },
    );

    it(rule('5.2.12', '$maxCount set before the first event holds as well'), async () => {
      const limited = newStream('checkpoint');
      await tested.client.setStreamMetadata(limited, { maxCount: 1 });
      for (const n of [1, 2, 3]) await tested.client.appendToStream(limited, noted(n));
      expect(await visible(limited)).toEqual([3]);
      expect(await visible(limited, { direction: BACKWARDS, fromRevision: END, maxCount: 1 })).toEqual([3]);
    });

    it(rule('5.2.12', '$tb hides what is before it'), async () =>
      expect(await visible(await written({ truncateBefore: 3 }))).toEqual([3, 4]),
    );

    it(rule('5.2.12', '$maxAge hides by age'), async () =>
      expect(await visible(await written({ maxAge: 3_600 }))).toEqual([0, 1, 2, 3, 4]),
    );

    it(rule('5.2.12', 'metastreams show their newest event only'), async () => {
      const limited = await written({ maxCount: 4 });
      await tested.client.setStreamMetadata(limited, { maxCount: 3 });
      const metastream = await all(tested.client.readStream(`$$${limited}`));
      expect(metastream.map(({ event }) => event?.data)).toEqual([{ $maxCount: 3 }]);
    });

    it(rule('5.2.13', '$all still shows hidden events'), async () => {
      const limited = await written({ maxCount: 1 });
      const shown = (await readAll({})).filter(({ event }) => event?.streamId === limited);
      expect(numbers(shown)).toEqual([0, 1, 2, 3, 4]);
    });

    it(rule('5.2.7', 'a repetition is recognised among hidden events'), async () => {
      const limited = newStream('limited');
      const event = noted(0);
      const first = await tested.client.appendToStream(limited, event, { expectedRevision: 'no_stream' });
      await tested.client.appendToStream(limited, [noted(1), noted(2)]);
      await tested.client.setStreamMetadata(limited, { maxCount: 1 });
      // It is looked for as a reader would, and so without a place.
      const again = await tested.client.appendToStream(limited, event, { expectedRevision: 'no_stream' });
      expect(again).toEqual({ ...first, position: undefined });
    });
  });
});
