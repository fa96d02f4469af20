import {
  BACKWARDS,
  END,
  jsonEvent,
  type JSONType,
  type ResolvedEvent,
  type StreamMetadata,
} from '@eventstore/db-client';
import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb';
import { status } from '@grpc/grpc-js';
import { rule } from './contract';
import {
  all,
  channelTo,
  endOfAll,
  Heard,
  kinds,
  newStream,
  nodeOfBlock,
  noted,
  numbers,
  ourNode,
  refusal,
  startNodeUnderTest,
} from './node-under-test';

describe.each(kinds)('truncation, %s', (kind) => {
  const tested = nodeOfBlock(kind);
  const { write } = tested;

  const upwards = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => from + n);
  const limited = async (metadata: StreamMetadata, events = 10) => {
    const stream = newStream('limited');
    await write(stream, ...upwards(0, events));
    await tested.client.setStreamMetadata(stream, metadata);
    return stream;
  };
  const visible = async (stream: string, options = {}) =>
    numbers(await all(tested.client.readStream(stream, options)));
  const backwards = { direction: BACKWARDS, fromRevision: END };

  it.each<[string, StreamMetadata, number]>([
    ['$maxCount', { maxCount: 3 }, 7],
    ['$maxCount over the length', { maxCount: 30 }, 0],
    ['$tb', { truncateBefore: 4 }, 4],
    ['$tb over the smaller $maxCount', { truncateBefore: 8, maxCount: 5 }, 8],
    ['$maxCount over the smaller $tb', { truncateBefore: 2, maxCount: 5 }, 5],
    ['a $maxAge that nothing reaches', { maxAge: 3_600 }, 0],
    ['cache control and ACL', { cacheControl: 5, acl: { readRoles: ['$all'], writeRoles: ['$all'] } }, 0],
    ['keys of the application', { owner: 'registry' }, 0],
  ])(rule('5.2.12', 'what %s leaves is read from anywhere'), async (_, metadata, first) => {
    const stream = await limited(metadata);
    const shown = upwards(first, 10);
    expect(await visible(stream)).toEqual(shown);
    expect(await visible(stream, backwards)).toEqual([...shown].reverse());
    for (const at of [0, first, 9]) {
      const fromRevision = BigInt(at);
      expect(await visible(stream, { fromRevision })).toEqual(shown.filter((n) => n >= at));
      const down = shown.filter((n) => n <= at).reverse();
      expect(await visible(stream, { ...backwards, fromRevision })).toEqual(down);
    }
    expect(await visible(stream, { maxCount: 2 })).toEqual(shown.slice(0, 2));
    expect(await visible(stream, { ...backwards, maxCount: 2 })).toEqual([9, 8]);
  });

  it(rule('5.2.12', 'a stream truncated as a whole exists, is empty, and goes on'), async () => {
    const stream = await limited({ truncateBefore: 99 });
    expect(await visible(stream)).toEqual([]);
    expect(await visible(stream, backwards)).toEqual([]);
    expect(await write(stream, 10)).toMatchObject({ nextExpectedRevision: 10n });
    expect(await visible(stream)).toEqual([]);
    await tested.client.setStreamMetadata(stream, { truncateBefore: 9 });
    expect(await visible(stream)).toEqual([9, 10]);
  });

  it(rule('5.2.12', 'appends count every event, hidden or not'), async () => {
    const stream = await limited({ maxCount: 1 });
    const append = (expectedRevision: bigint) =>
      tested.client.appendToStream(stream, noted(10), { expectedRevision });
    expect(await refusal(append(0n))).toMatchObject({ type: 'wrong-expected-version', actualVersion: 9n });
    expect(await append(9n)).toMatchObject({ nextExpectedRevision: 10n });
    expect(await visible(stream)).toEqual([10]);
  });

  it(rule('5.2.12', 'only the newest metadata counts, as a whole'), async () => {
    const stream = await limited({ maxCount: 1, truncateBefore: 9 });
    await tested.client.setStreamMetadata(stream, { truncateBefore: 8 });
    expect(await visible(stream)).toEqual([8, 9]);
    expect((await tested.client.getStreamMetadata(stream)).metadata).toEqual({ truncateBefore: 8 });
  });

  it(rule('5.2.12', 'metadata can be guarded by its own revision'), async () => {
    const stream = await limited({ maxCount: 2 });
    const set = (expectedRevision: bigint) =>
      tested.client.setStreamMetadata(stream, { maxCount: 4 }, { expectedRevision });
    expect(await refusal(set(4n))).toMatchObject({ type: 'wrong-expected-version', actualVersion: 0n });
    expect(await visible(stream)).toEqual([8, 9]);
    await set(0n);
    expect(await visible(stream)).toEqual([6, 7, 8, 9]);
  });

  it.each<[string, JSONType]>([
    ['text for a number', { $maxCount: 1, $tb: '5' }],
    ['a fraction', { $tb: 5, $maxCount: 1.5 }],
    ['a number beyond 64 bits', { $maxCount: 1, $tb: 2 ** 64 }],
    ['no object', [1]],
  ])(rule('5.2.12', 'metadata with %s counts for nothing'), async (_, data) => {
    const stream = await limited({ maxCount: 3 });
    await tested.client.appendToStream(`$$${stream}`, jsonEvent({ type: '$metadata', data }));
    expect(await visible(stream)).toEqual(upwards(0, 10));
  });

  it(rule('5.2.12', '$maxAge hides what has grown too old, and shows what is new'), async () => {
    const stream = await limited({ maxAge: 1 }, 3);
    while ((await visible(stream)).length > 0);
    expect(await visible(stream, backwards)).toEqual([]);
    await write(stream, 3);
    expect(await visible(stream)).toEqual([3]);
  });

  it(rule('5.2.12', 'metadata of a metastream has no effect'), async () => {
    const stream = await limited({ maxCount: 3 });
    await tested.client.setStreamMetadata(`$$${stream}`, { truncateBefore: 50 });
    const metastream = await all(tested.client.readStream(`$$${stream}`));
    expect(metastream.map(({ event }) => event?.data)).toEqual([{ $maxCount: 3 }]);
  });

  it(rule('5.2.13', '$all still shows what is truncated, in its order'), async () => {
    const before = await endOfAll(tested.client);
    const stream = await limited({ truncateBefore: 99, maxCount: 1 });
    const shown = await all(tested.client.readAll({ fromPosition: before }));
    const own = shown.filter(({ event }) => event?.streamId === stream);
    expect(numbers(own)).toEqual(upwards(0, 10));
  });

  it(rule('5.2.15', 'a subscription that has caught up gets every event, however few are kept'), async () => {
    const stream = await limited({ maxCount: 2 });
    const heard = new Heard();
    const subscription = tested.client.subscribeToStream(stream);
    subscription.on('caughtUp', () => heard.note('caught up'));
    subscription.on('data', ({ event }: ResolvedEvent) =>
      heard.note(String((event?.data as { n: number }).n)),
    );
    await heard.has('caught up');
    await write(stream, 10, 11, 12, 13);
    await heard.has('13');
    expect(heard.facts).toEqual(['8', '9', 'caught up', '10', '11', '12', '13']);
    await subscription.unsubscribe();
  });

  describe('spoken with the bare stubs', () => {
    let streams: StreamsClient;
    beforeAll(() => (streams = new StreamsClient(...channelTo(tested.url))));
    afterAll(() => streams.close());

    const ofStream = (stream: string, from: number | 'end' = 0) => {
      const name = new StreamIdentifier().setStreamName(Buffer.from(stream));
      const target = new ReadReq.Options.StreamOptions().setStreamIdentifier(name);
      if (from === 'end') target.setEnd(new Empty());
      else target.setRevision(String(from));
      return baseOptions().setStream(target).setNoFilter(new Empty());
    };
    const baseOptions = () =>
      new ReadReq.Options()
        .setUuidOption(new ReadReq.Options.UUIDOption().setString(new Empty()))
        .setCount('10')
        .setControlOption(new ReadReq.Options.ControlOption().setCompatibility(1));
    const ofAll = (filter: ReadReq.Options.FilterOptions) =>
      baseOptions()
        .setAll(new ReadReq.Options.AllOptions().setEnd(new Empty()))
        .setReadDirection(ReadReq.Options.ReadDirection.BACKWARDS)
        .setFilter(filter);
    const read = (options: ReadReq.Options) => all<ReadResp>(streams.read(new ReadReq().setOptions(options)));
    const gist = (response: ReadResp) =>
      response.hasFirstStreamPosition()
        ? `first ${response.getFirstStreamPosition()}`
        : response.hasLastStreamPosition()
          ? `last ${response.getLastStreamPosition()}`
          : (response.getEvent()?.getEvent()?.getStreamRevision() ?? response.getContentCase());

    it(rule('1.6a', 'a reader that understands is told the first and the last revision'), async () => {
      const stream = await limited({ truncateBefore: 81 }, 100);
      const told = async (options: ReadReq.Options) => (await read(options)).map(gist);
      const tenFrom = (n: number) => upwards(n, n + 10).map(String);
      expect(await told(ofStream(stream))).toEqual(['first 81', ...tenFrom(81), 'last 99']);
      expect(await told(ofStream(stream, 71))).toEqual(['first 81', ...tenFrom(81), 'last 99']);
      expect(await told(ofStream(stream, 72))).toEqual([...tenFrom(81), 'last 99']);
      expect(await told(ofStream(stream, 90))).toEqual([...tenFrom(90), 'last 99']);
      expect(await told(ofStream(stream, 100))).toEqual(['last 99']);
      expect(await told(ofStream(stream, 200))).toEqual(['first 100', 'last 99']);
      const down = ofStream(stream, 'end').setReadDirection(ReadReq.Options.ReadDirection.BACKWARDS);
      expect(await told(down.setCount('2'))).toEqual(['99', '98', 'last 99']);
    });

    it(rule('1.6a', 'a reader that does not understand is not told'), async () => {
      const stream = await limited({ truncateBefore: 81 }, 100);
      const options = ofStream(stream).setCount('1').setControlOption(undefined);
      expect((await read(options)).map(gist)).toEqual(['81']);
    });

    type Filter = ReadReq.Options.FilterOptions;
    const filter = () => new ReadReq.Options.FilterOptions().setCheckpointintervalmultiplier(1);
    const prefix = (text: string) =>
      new ReadReq.Options.FilterOptions.Expression().setPrefixList(['nobody-', text]);
    const regex = (text: string) => new ReadReq.Options.FilterOptions.Expression().setRegex(text);

    it.each<[string, (stream: string) => Filter]>([
      ['a prefix of the type', (stream) => filter().setEventType(prefix(`Rare.${stream}`))],
      ['an expression for the type', (stream) => filter().setEventType(regex(`^R[a-r]+e\\.${stream}$`))],
      ['a prefix of the name', (stream) => filter().setStreamIdentifier(prefix(stream))],
      ['an expression for the name', (stream) => filter().setStreamIdentifier(regex(`^${stream}$`))],
    ])(rule('1.6b', 'a read of $all takes %s'), async (_, filterBy) => {
      const [stream, other] = [newStream('wanted'), newStream('unwanted')];
      const rare = `Rare.${stream}`;
      await tested.client.appendToStream(other, noted(1));
      await tested.client.appendToStream(stream, [noted(2, rare), noted(3, rare)]);
      await tested.client.appendToStream(other, noted(4));
      const found = await read(ofAll(filterBy(stream).setMax(32)).setCount('2'));
      const dataOf = (response: ReadResp) => response.getEvent()?.getEvent()?.getData_asU8() ?? [];
      expect(found.map((response) => Buffer.from(dataOf(response)).toString())).toEqual([
        '{"n":3}',
        '{"n":2}',
      ]);
    });

    const subscription = new ReadReq.Options.SubscriptionOptions();
    it.each<[string, () => ReadReq.Options]>([
      ['no target', () => ofStream('a').setStream(undefined)],
      ['neither a filter nor that there is none', () => ofStream('a').setNoFilter(undefined)],
      [
        'neither a count nor a subscription',
        () => {
          const options = ofStream('a');
          options.clearCount();
          return options;
        },
      ],
      ['a filter of one stream', () => ofStream('a').setFilter(filter().setEventType(prefix('x')).setMax(1))],
      ['no window of its filter', () => ofAll(filter().setEventType(prefix('x')))],
      [
        'a subscription backwards',
        () =>
          ofStream('a')
            .setSubscription(subscription)
            .setReadDirection(ReadReq.Options.ReadDirection.BACKWARDS),
      ],
    ])(rule('1.8e', 'a read with %s is refused'), async (_, options) =>
      expect(await refusal(read(options()))).toMatchObject({ code: status.INVALID_ARGUMENT }),
    );

    it(rule('1.6d', 'a read with no kind of UUID is answered, and shows no event'), async () => {
      const absent = ofStream(newStream()).setUuidOption(undefined);
      expect((await read(absent)).map((response) => response.hasStreamNotFound())).toEqual([true]);
    });

    // A real node fails a read of nothing from a stream, and never ends one from $all.
    ourNode.it(rule('1.6a', 'a read of nothing tells at least whether there is a stream'), async () => {
      const stream = await limited({ maxCount: 1 });
      const nothing = (name: string) => all(tested.client.readStream(name, { maxCount: 0 }));
      expect(await nothing(stream)).toEqual([]);
      expect(await refusal(nothing(newStream()))).toMatchObject({ type: 'stream-not-found' });
      expect(await all(tested.client.readAll({ maxCount: 0 }))).toEqual([]);
    });
  });

  it.each(['$epoch-information', '$persistentsubscription-$all::g-parked'])(
    rule('5.2.21', '$all does not show %s'),
    async (hidden) => {
      const before = await endOfAll(tested.client);
      const stream = newStream();
      await tested.client.appendToStream(hidden, noted(1));
      await write(stream, 2);
      const names = (events: readonly ResolvedEvent[]) => events.map(({ event }) => event?.streamId);
      expect(names(await all(tested.client.readAll({ fromPosition: before })))).not.toContain(hidden);
      expect((await visible(hidden)).at(-1)).toBe(1);
    },
  );
});

ourNode.describe('truncation, across restarts', () => {
  it(rule('5.2.12', 'what is hidden stays hidden'), async () => {
    const tested = await startNodeUnderTest('disk');
    const visible = async (stream: string) => numbers(await all(tested.client.readStream(stream)));
    const [counted, cut, whole] = [newStream(), newStream(), newStream()];
    for (const stream of [counted, cut, whole]) {
      for (let n = 0; n < 5; n += 1) await tested.client.appendToStream(stream, noted(n));
    }
    await tested.client.setStreamMetadata(counted, { maxCount: 2 });
    await tested.client.setStreamMetadata(cut, { truncateBefore: 4 });
    await tested.client.setStreamMetadata(whole, { truncateBefore: 5 });
    await tested.restart();
    expect(await visible(counted)).toEqual([3, 4]);
    expect(await visible(cut)).toEqual([4]);
    expect(await visible(whole)).toEqual([]);
    await tested.client.appendToStream(counted, noted(5), { expectedRevision: 4n });
    expect(await visible(counted)).toEqual([4, 5]);
    await tested.end();
  });
});
