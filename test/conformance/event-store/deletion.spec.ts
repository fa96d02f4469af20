import { BACKWARDS, binaryEvent, END } from '@eventstore/db-client';
import { rule } from './contract';
import {
  all,
  endOfAll,
  Heard,
  kinds,
  newStream,
  noted,
  numbers,
  type NodeUnderTest,
  ofStreams,
  ourNode,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

describe.each(kinds)('deletion and system streams, %s', (kind) => {
  let tested: NodeUnderTest;
  let before: Awaited<ReturnType<typeof endOfAll>>;
  beforeAll(async () => {
    tested = await startNodeUnderTest(kind);
    before = await endOfAll(tested.client);
  });
  afterAll(() => tested.end());

  const read = (stream: string, options = {}) => all(tested.client.readStream(stream, options));
  const allSince = () => all(tested.client.readAll({ fromPosition: before }));
  const newlyWritten = async (...ns: number[]) => {
    const stream = newStream();
    for (const n of ns) await tested.client.appendToStream(stream, noted(n));
    return stream;
  };
  const notFound = { type: 'stream-not-found' };
  const deleted = (stream: string) => ({ type: 'stream-deleted', streamName: stream });

  describe('soft delete', () => {
    it(
      rule('5.2.10', 'hides the stream, replaces its metadata by $tb, and $all still shows it'),
      async () => {
        const stream = await newlyWritten(0, 1, 2);
        await tested.client.setStreamMetadata(stream, { maxCount: 9 });
        await tested.client.deleteStream(stream, { expectedRevision: 2n });
        expect(await refusal(read(stream))).toMatchObject({ ...notFound, streamName: stream });
        const [metadata] = await read(`$$${stream}`, {
          direction: BACKWARDS,
          fromRevision: END,
          maxCount: 1,
        });
        expect(metadata?.event).toMatchObject({ type: '$metadata' });
        expect(Object.keys(metadata?.event?.data as object)).toEqual(['$tb']);
        expect(numbers(ofStreams(await allSince(), stream))).toEqual([0, 1, 2]);
      },
    );

    it.each<['any' | 'no_stream' | bigint]>([['any'], ['no_stream'], [2n]])(
      rule('5.2.10', 'an append expecting %s goes on with the numbers, and $tb follows'),
      async (expectedRevision) => {
        const stream = await newlyWritten(0, 1, 2);
        await tested.client.deleteStream(stream);
        const answer = await tested.client.appendToStream(stream, noted(3), { expectedRevision });
        expect(answer).toMatchObject({ success: true, nextExpectedRevision: 3n });
        expect(numbers(await read(stream))).toEqual([3]);
        expect(await tested.client.getStreamMetadata(stream)).toMatchObject({
          metadata: { truncateBefore: 3 },
        });
      },
    );

    it(rule('5.2.6', 'stream_exists does not hold for a soft-deleted stream'), async () => {
      const stream = await newlyWritten(0);
      await tested.client.deleteStream(stream);
      const append = tested.client.appendToStream(stream, noted(1), { expectedRevision: 'stream_exists' });
      expect(await refusal(append)).toMatchObject(deleted(stream));
    });

    it(rule('5.2.10', 'metadata shows the stream again'), async () => {
      const stream = await newlyWritten(0, 1);
      await tested.client.deleteStream(stream);
      await tested.client.setStreamMetadata(stream, { owner: 'registry' });
      expect(await read(stream)).toEqual([]);
      await tested.client.appendToStream(stream, noted(2), { expectedRevision: 1n });
      expect(numbers(await read(stream))).toEqual([2]);
    });

    it(rule('5.2.10', 'a stream that never was is a wrong revision'), async () => {
      const type = 'wrong-expected-version';
      expect(await refusal(tested.client.deleteStream(newStream()))).toMatchObject({ type });
    });
  });

  it.each([['deleteStream'], ['tombstoneStream']] as const)(
    rule('1.8a', '%s with a wrong revision names both'),
    async (method) => {
      const stream = await newlyWritten(0, 1);
      expect(await refusal(tested.client[method](stream, { expectedRevision: 0n }))).toMatchObject({
        type: 'wrong-expected-version',
        streamName: stream,
        expectedVersion: 0n,
        actualVersion: 1n,
      });
      expect(numbers(await read(stream))).toEqual([0, 1]);
    },
  );

  describe('tombstone', () => {
    it(rule('5.2.11', 'ends the stream for good'), async () => {
      const stream = await newlyWritten(0, 1);
      await tested.client.tombstoneStream(stream, { expectedRevision: 1n });
      const calls = [
        () => read(stream),
        () => tested.client.appendToStream(stream, noted(2)),
        () => tested.client.appendToStream(stream, noted(2), { expectedRevision: 1n }),
        () => tested.client.deleteStream(stream),
        () => tested.client.tombstoneStream(stream),
        () => all(tested.client.subscribeToStream(stream)),
      ];
      for (const call of calls) expect(await refusal(call())).toMatchObject(deleted(stream));
    });

    it(rule('5.2.11', 'is an event of $all beyond every revision'), async () => {
      const stream = await newlyWritten(0);
      await tested.client.tombstoneStream(stream);
      const events = ofStreams(await allSince(), stream).map(({ event }) => [event?.type, event?.revision]);
      expect(events).toEqual([
        ['Noted', 0n],
        ['$streamDeleted', 2n ** 63n - 1n],
      ]);
    });

    it(rule('5.2.11', 'ends a subscription to the stream with its error'), async () => {
      const stream = await newlyWritten(0);
      const heard = new Heard();
      const subscription = tested.client.subscribeToStream(stream);
      subscription.on('caughtUp', () => heard.note('caught up'));
      subscription.on('data', () => undefined);
      subscription.on('error', (error) => heard.note(String((error as { type?: string }).type)));
      await heard.has('caught up');
      await tested.client.tombstoneStream(stream);
      await heard.has('stream-deleted');
    });

    it(rule('1.8b', 'the error names the stream, whatever its letters'), async () => {
      const stream = newStream('sổ');
      await tested.client.appendToStream(stream, noted(0));
      await tested.client.tombstoneStream(stream);
      const append = tested.client.appendToStream(stream, noted(1));
      expect(await refusal(append)).toMatchObject(deleted(stream));
      // The trailer of a read is ASCII: a real node and ours differ in how they say other letters.
      expect(await refusal(read(stream))).toMatchObject({ type: 'stream-deleted' });
    });
  });

  describe('links', () => {
    const link = (to: string, revision: number) =>
      binaryEvent({ type: '$>', data: Buffer.from(`${revision}@${to}`) });

    it(rule('5.2.14', 'a link is resolved when asked, and shown as it is otherwise'), async () => {
      const [stream, links] = [await newlyWritten(0, 1), newStream('links')];
      await tested.client.appendToStream(links, link(stream, 1));
      const [resolved] = await read(links, { resolveLinkTos: true });
      expect(resolved).toMatchObject({
        event: { streamId: stream, revision: 1n, data: { n: 1 } },
        link: { streamId: links, revision: 0n, type: '$>' },
      });
      const [shown] = await read(links);
      expect(shown).toMatchObject({ event: { streamId: links, type: '$>' } });
      expect(shown?.link).toBeUndefined();
    });

    it(rule('5.2.14', 'a link to what is gone has a link and no event'), async () => {
      const [stream, links] = [await newlyWritten(0), newStream('links')];
      await tested.client.appendToStream(links, link(stream, 0));
      await tested.client.deleteStream(stream);
      const [resolved] = await read(links, { resolveLinkTos: true });
      expect(resolved?.event).toBeUndefined();
      expect(resolved?.link).toMatchObject({ streamId: links });
    });
  });

  it(rule('5.2.21', '$all leaves out what a server writes for itself'), async () => {
    const hidden = [newStream('checkpoint'), newStream('parked')].map(
      (name) => `$persistentsubscription-$all::${name}-${name.split('-')[0]}`,
    );
    for (const stream of hidden) await tested.client.appendToStream(stream, noted(1));
    const shown = await newlyWritten(2);
    expect(ofStreams(await allSince(), ...hidden, shown).map(({ event }) => event?.streamId)).toEqual([
      shown,
    ]);
    expect(numbers(await read(hidden[0] ?? ''))).toEqual([1]);
  });

  // A real node has these streams when its system projections run, which they do not by default.
  ourNode.it(
    rule('5.2.22', 'without system projections there are no streams by category or type'),
    async () => {
      await newlyWritten(0);
      for (const stream of ['$ce-note', '$et-Noted', '$streams', '$category-note', '$bc-note']) {
        expect(await refusal(read(stream))).toMatchObject({ ...notFound, streamName: stream });
      }
    },
  );
});
