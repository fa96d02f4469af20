import { BACKWARDS, END, FORWARDS, START, type StreamMetadata } from '@eventstore/db-client';
import {
  all,
  kinds,
  newStream,
  noted,
  numbers,
  type NodeUnderTest,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

const count = 300;

describe.each(kinds)('read, %s', (kind) => {
  let tested: NodeUnderTest;
  const stream = newStream();

  beforeAll(async () => {
    tested = await startNodeUnderTest(kind);
    const events = Array.from({ length: count }, (_, n) => noted(n));
    for (let at = 0; at < count; at += 50) {
      await tested.client.appendToStream(stream, events.slice(at, at + 50));
      await tested.client.appendToStream(newStream('other'), noted(1_000 + at));
    }
  });
  afterAll(() => tested.end());

  const readStream = (options: object) => all(tested.client.readStream(stream, options));
  const readAll = (options: object) => all(tested.client.readAll(options));
  const upwards = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);

  it('reads a stream from start to end over many pages', async () =>
    expect(numbers(await readStream({}))).toEqual(upwards(0, count)));

  it('rule 4: a revision is included in both directions', async () => {
    expect(numbers(await readStream({ fromRevision: 297n }))).toEqual([297, 298, 299]);
    expect(numbers(await readStream({ fromRevision: 2n, direction: BACKWARDS }))).toEqual([2, 1, 0]);
  });

  it('reads a stream backwards from the end, and no further than asked', async () => {
    const options = { direction: BACKWARDS, fromRevision: END };
    expect(numbers(await readStream({ ...options, maxCount: 3 }))).toEqual([299, 298, 297]);
    expect(numbers(await readStream(options))).toEqual(upwards(0, count).reverse());
    expect(numbers(await readStream({ fromRevision: START, maxCount: 200 }))).toEqual(upwards(0, 200));
  });

  it('gives nothing beyond the end, and starts at the end backwards from beyond it', async () => {
    expect(await readStream({ fromRevision: 5_000n })).toEqual([]);
    expect(await readStream({ fromRevision: END, direction: FORWARDS })).toEqual([]);
    const beyond = await readStream({ fromRevision: 5_000n, direction: BACKWARDS, maxCount: 1 });
    expect(numbers(beyond)).toEqual([299]);
  });

  it('says that a stream does not exist', async () => {
    const missing = newStream();
    expect(await refusal(all(tested.client.readStream(missing)))).toMatchObject({
      type: 'stream-not-found',
      streamName: missing,
    });
  });

  it('reads everything in order of position, backwards in reverse', async () => {
    const forwards = await readAll({});
    expect(forwards).toHaveLength(count + count / 50);
    const backwards = await readAll({ direction: BACKWARDS, fromPosition: END });
    expect(backwards.map(({ event }) => event?.id)).toEqual(forwards.map(({ event }) => event?.id).reverse());
  });

  it('rule 4: a position is included forwards and excluded backwards', async () => {
    const events = await readAll({ maxCount: 10 });
    const fromPosition = events[5]?.event?.position;
    expect(fromPosition).toBeDefined();
    const idsOf = (read: typeof events) => read.map(({ event }) => event?.id);
    expect(idsOf(await readAll({ fromPosition, maxCount: 5 }))).toEqual(idsOf(events.slice(5, 10)));
    expect(idsOf(await readAll({ fromPosition, direction: BACKWARDS, maxCount: 9 }))).toEqual(
      idsOf(events.slice(0, 5).reverse()),
    );
  });

  it('gives nothing forwards from the end and backwards from the start', async () => {
    expect(await readAll({ fromPosition: END })).toEqual([]);
    expect(await readAll({ fromPosition: START, direction: BACKWARDS })).toEqual([]);
  });

  it('goes on while others write, and ends where the log was when it began', async () => {
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

  it('frees a read that the client leaves', async () => {
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

    it('comes back as it was set', async () => {
      const metadata = { maxCount: 3, cacheControl: 5, owner: 'registry' };
      const limited = await written(metadata);
      expect(await tested.client.getStreamMetadata(limited)).toMatchObject({ metadata });
      expect(await tested.client.getStreamMetadata(newStream())).not.toHaveProperty('metadata');
    });

    it('rule 12: $maxCount shows the newest events only, in both directions, and moves on', async () => {
      const limited = await written({ maxCount: 2 });
      expect(await visible(limited)).toEqual([3, 4]);
      expect(await visible(limited, { direction: BACKWARDS, fromRevision: END })).toEqual([4, 3]);
      expect(await visible(limited, { fromRevision: 1n })).toEqual([3, 4]);
      await tested.client.appendToStream(limited, noted(5), { expectedRevision: 4n });
      expect(await visible(limited)).toEqual([4, 5]);
    });

    it('rule 12: $maxCount set before the first event holds as well', async () => {
      const limited = newStream('checkpoint');
      await tested.client.setStreamMetadata(limited, { maxCount: 1 });
      for (const n of [1, 2, 3]) await tested.client.appendToStream(limited, noted(n));
      expect(await visible(limited)).toEqual([3]);
      expect(await visible(limited, { direction: BACKWARDS, fromRevision: END, maxCount: 1 })).toEqual([3]);
    });

    it('rule 12: $tb hides what is before it', async () =>
      expect(await visible(await written({ truncateBefore: 3 }))).toEqual([3, 4]));

    it('rule 12: $maxAge hides by age', async () =>
      expect(await visible(await written({ maxAge: 3_600 }))).toEqual([0, 1, 2, 3, 4]));

    it('rule 12: metastreams show their newest event only', async () => {
      const limited = await written({ maxCount: 4 });
      await tested.client.setStreamMetadata(limited, { maxCount: 3 });
      const metastream = await all(tested.client.readStream(`$$${limited}`));
      expect(metastream.map(({ event }) => event?.data)).toEqual([{ $maxCount: 3 }]);
    });

    it('rule 13: $all still shows hidden events', async () => {
      const limited = await written({ maxCount: 1 });
      const shown = (await readAll({})).filter(({ event }) => event?.streamId === limited);
      expect(numbers(shown)).toEqual([0, 1, 2, 3, 4]);
    });

    it('rule 7: a repetition is recognised among hidden events', async () => {
      const limited = newStream('limited');
      const event = noted(0);
      const first = await tested.client.appendToStream(limited, event, { expectedRevision: 'no_stream' });
      await tested.client.appendToStream(limited, [noted(1), noted(2)]);
      await tested.client.setStreamMetadata(limited, { maxCount: 1 });
      expect(await tested.client.appendToStream(limited, event, { expectedRevision: 'no_stream' })).toEqual(
        first,
      );
    });
  });
});
