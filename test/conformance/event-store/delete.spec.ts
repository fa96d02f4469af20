import {
  type AppendExpectedRevision,
  BACKWARDS,
  END,
  type ExpectedRevision,
  type ResolvedEvent,
  StreamDeletedError,
  type StreamSubscription,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { Empty, StreamIdentifier } from '@eventstore/db-client/generated/shared_pb';
import { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb';
import { DeleteReq, type DeleteResp } from '@eventstore/db-client/generated/streams_pb';
import { type ServiceError, status } from '@grpc/grpc-js';
import { rule } from './contract';
import {
  all,
  callCredentials,
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

type Expected = AppendExpectedRevision;
type Outcome = 'taken' | 'wrong' | 'deleted';

/** Credentials of their own make appends take the plain path instead of the shared batch. */
const plainPath = { credentials: callCredentials() };
const tombstoneRevision = 2n ** 63n - 1n;

describe.each(kinds)('delete, %s', (kind) => {
  const tested = nodeOfBlock(kind);
  const { write } = tested;

  const read = (stream: string, options = {}) => all(tested.client.readStream(stream, options));
  const isMissing = async (stream: string) =>
    expect(await refusal(read(stream))).toMatchObject({ type: 'stream-not-found', streamName: stream });
  const isGone = async (work: Promise<unknown>, streamName: string) => {
    const error = await refusal(work);
    expect(error).toBeInstanceOf(StreamDeletedError);
    expect(error).toMatchObject({ type: 'stream-deleted', streamName });
  };
  const metadataOf = async (stream: string) => (await tested.client.getStreamMetadata(stream)).metadata;
  const since = async (before: Awaited<ReturnType<typeof endOfAll>>, ...streams: string[]) => {
    const events = await all(tested.client.readAll({ fromPosition: before }));
    return events.filter(({ event }) => streams.includes(event?.streamId ?? ''));
  };
  const typesOf = (events: readonly ResolvedEvent[]) => events.map(({ event }) => event?.type);

  interface State {
    readonly name: string;
    prepare(stream: string): Promise<unknown>;
    readonly head: bigint;
    readonly outcomes: readonly [Expected, Outcome][];
  }

  /** Every state a stream can be in, and what each expectation of its head comes to. */
  const states: readonly State[] = [
    {
      name: 'a stream that never was',
      prepare: () => Promise.resolve(),
      head: -1n,
      outcomes: [
        ['any', 'taken'],
        ['no_stream', 'taken'],
        ['stream_exists', 'wrong'],
        [0n, 'wrong'],
      ],
    },
    {
      name: 'a stream with metadata alone',
      prepare: (stream) => tested.client.setStreamMetadata(stream, { maxCount: 9 }),
      head: -1n,
      outcomes: [
        ['any', 'taken'],
        ['no_stream', 'taken'],
        ['stream_exists', 'taken'],
        [0n, 'wrong'],
      ],
    },
    {
      name: 'a stream of two events',
      prepare: (stream) => write(stream, 0, 1),
      head: 1n,
      outcomes: [
        ['any', 'taken'],
        ['no_stream', 'wrong'],
        ['stream_exists', 'taken'],
        [0n, 'wrong'],
        [1n, 'taken'],
        [2n, 'wrong'],
      ],
    },
    {
      name: 'a soft-deleted stream of two events',
      prepare: async (stream) => {
        await write(stream, 0, 1);
        await tested.client.deleteStream(stream);
      },
      head: 1n,
      outcomes: [
        ['any', 'taken'],
        ['no_stream', 'taken'],
        ['stream_exists', 'deleted'],
        [0n, 'wrong'],
        [1n, 'taken'],
        [2n, 'wrong'],
      ],
    },
    {
      name: 'a stream of two events, deleted, that has a third',
      prepare: async (stream) => {
        await write(stream, 0, 1);
        await tested.client.deleteStream(stream);
        await write(stream, 2);
      },
      head: 2n,
      outcomes: [
        ['any', 'taken'],
        ['no_stream', 'wrong'],
        ['stream_exists', 'taken'],
        [1n, 'wrong'],
        [2n, 'taken'],
        [3n, 'wrong'],
      ],
    },
    {
      name: 'a tombstoned stream',
      prepare: async (stream) => {
        await write(stream, 0, 1);
        await tested.client.tombstoneStream(stream);
      },
      head: 1n,
      outcomes: [
        ['any', 'deleted'],
        ['no_stream', 'deleted'],
        ['stream_exists', 'deleted'],
        [1n, 'deleted'],
      ],
    },
  ];

  async function outcomeOf(work: Promise<unknown>, streamName: string): Promise<Outcome> {
    const error = await work.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (error === undefined) return 'taken';
    expect(error).toMatchObject({ streamName });
    if (error instanceof WrongExpectedVersionError) return 'wrong';
    expect(error).toBeInstanceOf(StreamDeletedError);
    return 'deleted';
  }

  describe.each(states)('$name', ({ name, prepare, head, outcomes }) => {
    const prepared = async () => {
      const stream = newStream();
      await prepare(stream);
      return stream;
    };

    it.each([
      ['BatchAppend', {}],
      ['Append', plainPath],
    ])(rule('5.2.6', 'each expectation of an append, by %s'), async (_, path) => {
      for (const [expectedRevision, outcome] of outcomes) {
        const stream = await prepared();
        const appending = tested.client.appendToStream(stream, noted(9), { expectedRevision, ...path });
        expect([expectedRevision, await outcomeOf(appending, stream)]).toEqual([expectedRevision, outcome]);
        if (outcome !== 'taken') continue;
        expect(await appending).toMatchObject({ nextExpectedRevision: head + 1n });
        expect(numbers(await read(stream)).at(-1)).toBe(9);
      }
    });

    it(rule('5.2.10', 'each expectation of a deletion'), async () => {
      const neverWas = name === 'a stream that never was';
      for (const [expectedRevision, outcome] of outcomes) {
        // The official client has no such deletion.
        if (expectedRevision === 'stream_exists') continue;
        const stream = await prepared();
        const deleting = tested.client.deleteStream(stream, { expectedRevision });
        const told = [expectedRevision, await outcomeOf(deleting, stream)];
        expect(told).toEqual([expectedRevision, neverWas ? 'wrong' : outcome]);
        if (told[1] === 'taken') await isMissing(stream);
      }
    });

    it(rule('5.2.11', 'each expectation of a tombstone'), async () => {
      for (const [expectedRevision, outcome] of outcomes) {
        const stream = await prepared();
        // The types of the client leave stream_exists out; its code sends it.
        const ending = tested.client.tombstoneStream(stream, {
          expectedRevision: expectedRevision as ExpectedRevision,
        });
        expect([expectedRevision, await outcomeOf(ending, stream)]).toEqual([expectedRevision, outcome]);
        if (outcome === 'taken') await isGone(read(stream), stream);
      }
    });
  });

  describe('soft', () => {
    const deleted = async (...ns: number[]) => {
      const stream = newStream();
      await write(stream, ...ns);
      await tested.client.deleteStream(stream);
      return stream;
    };

    it(rule('5.2.10', 'a deleted stream is not found, in either direction'), async () => {
      const stream = await deleted(0, 1);
      await isMissing(stream);
      const backwards = read(stream, { direction: BACKWARDS, fromRevision: END });
      expect(await refusal(backwards)).toMatchObject({ type: 'stream-not-found' });
    });

    it(
      rule('5.2.10', 'deletion replaces the metadata, and its position is that of the new metadata'),
      async () => {
        const stream = newStream();
        await tested.client.setStreamMetadata(stream, { maxCount: 5, owner: 'registry' });
        await write(stream, 0);
        const { position } = await tested.client.deleteStream(stream, { expectedRevision: 0n });
        expect(await metadataOf(stream)).toEqual({ truncateBefore: Number(tombstoneRevision) });
        const [metadata] = await read(`$$${stream}`);
        expect(metadata?.event).toMatchObject({ type: '$metadata', revision: 1n, position });
      },
    );

    it(rule('5.2.10', 'the next append continues the numbering, and then writes $tb'), async () => {
      const stream = await deleted(0, 1, 2);
      const before = await endOfAll(tested.client);
      const answer = await write(stream, 3, 4);
      const shown = await read(stream);
      expect(numbers(shown)).toEqual([3, 4]);
      expect(shown.map(({ event }) => event?.revision)).toEqual([3n, 4n]);
      expect(answer).toMatchObject({ nextExpectedRevision: 4n, position: shown[1]?.event?.position });
      expect(await metadataOf(stream)).toEqual({ truncateBefore: 3 });
      const written = (await since(before, stream, `$$${stream}`)).slice(-3);
      expect(typesOf(written)).toEqual(['Noted', 'Noted', '$metadata']);
    });

    it(rule('5.2.10', 'a stream can be deleted and come back again and again'), async () => {
      const stream = await deleted(0);
      for (const n of [1, 2, 3]) {
        await tested.client.appendToStream(stream, noted(n), { expectedRevision: 'no_stream' });
        expect(numbers(await read(stream))).toEqual([n]);
        await tested.client.deleteStream(stream, { expectedRevision: BigInt(n) });
        await isMissing(stream);
        await tested.client.deleteStream(stream);
        await isMissing(stream);
      }
    });

    it(rule('5.2.10', 'an append of no events shows the stream again, empty'), async () => {
      const stream = await deleted(0, 1);
      expect(await tested.client.appendToStream(stream, [])).toMatchObject({ nextExpectedRevision: 1n });
      expect(await read(stream)).toEqual([]);
      expect(await metadataOf(stream)).toEqual({ truncateBefore: 2 });
    });

    it(
      rule('5.2.10', 'writing metadata shows the stream again, empty, and keeps what was written'),
      async () => {
        const stream = await deleted(0, 1);
        await tested.client.setStreamMetadata(stream, { maxAge: 3_600, owner: 'registry' });
        expect(await read(stream)).toEqual([]);
        expect(await metadataOf(stream)).toEqual({ maxAge: 3_600, owner: 'registry', truncateBefore: 2 });
        await write(stream, 2);
        expect(numbers(await read(stream))).toEqual([2]);
      },
    );

    it(rule('5.2.10', 'a stream with metadata alone is deleted, and begins at 0 all the same'), async () => {
      const stream = newStream();
      await tested.client.setStreamMetadata(stream, { cacheControl: 10 });
      await tested.client.deleteStream(stream, { expectedRevision: 'no_stream' });
      await write(stream, 0);
      expect((await read(stream)).map(({ event }) => event?.revision)).toEqual([0n]);
    });

    it(rule('5.2.7', 'a repetition is recognised in a deleted stream, and leaves it deleted'), async () => {
      const stream = newStream();
      const events = [noted(0), noted(1)];
      await tested.client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
      await tested.client.deleteStream(stream);
      const again = await tested.client.appendToStream(stream, events, { expectedRevision: 'no_stream' });
      expect(again.nextExpectedRevision).toBe(1n);
      await isMissing(stream);
    });

    it(rule('5.2.10', 'deletion and appends sent at once leave one order of them'), async () => {
      const stream = newStream();
      await write(stream, 0);
      const outcomes = await Promise.allSettled([
        ...[1, 2, 3].map((n) => write(stream, n)),
        tested.client.deleteStream(stream),
        ...[4, 5, 6].map((n) => write(stream, n)),
      ]);
      expect(outcomes.map(({ status }) => status)).toEqual(Array(7).fill('fulfilled'));
      await write(stream, 7);
      const revisions = (await read(stream)).map(({ event }) => event?.revision);
      const first = Number((await metadataOf(stream))?.truncateBefore);
      expect(revisions).toEqual(Array.from({ length: 8 - first }, (_, n) => BigInt(first + n)));
    });

    it(rule('5.2.13', '$all still shows the events of a deleted stream'), async () => {
      const before = await endOfAll(tested.client);
      const stream = await deleted(0, 1);
      expect(typesOf(await since(before, stream, `$$${stream}`))).toEqual(['Noted', 'Noted', '$metadata']);
    });
  });

  describe('with a tombstone', () => {
    const ended = async (...ns: number[]) => {
      const stream = newStream();
      if (ns.length > 0) await write(stream, ...ns);
      return { stream, ...(await tested.client.tombstoneStream(stream)) };
    };

    it.each([
      ['that had events', [0, 1]],
      ['that never was', []],
    ])(rule('5.2.11', 'nothing can be done any more with a stream %s'), async (_, ns) => {
      const { stream } = await ended(...ns);
      await isGone(read(stream), stream);
      await isGone(read(stream, { direction: BACKWARDS, fromRevision: END }), stream);
      await isGone(write(stream, 9), stream);
      await isGone(tested.client.appendToStream(stream, noted(9), plainPath), stream);
      await isGone(tested.client.deleteStream(stream), stream);
      await isGone(tested.client.tombstoneStream(stream), stream);
      await isGone(tested.client.setStreamMetadata(stream, { maxCount: 1 }), `$$${stream}`);
      await isGone(tested.client.getStreamMetadata(stream), `$$${stream}`);
    });

    it(rule('5.2.11', 'even a repetition is refused'), async () => {
      const stream = newStream();
      const event = noted(0);
      await tested.client.appendToStream(stream, event, { expectedRevision: 'no_stream' });
      await tested.client.tombstoneStream(stream);
      await isGone(tested.client.appendToStream(stream, event, { expectedRevision: 'no_stream' }), stream);
    });

    it(
      rule('5.2.11', 'the tombstone is an event of the highest revision, at the position told'),
      async () => {
        const before = await endOfAll(tested.client);
        const { stream, position } = await ended(0, 1);
        const shown = await since(before, stream);
        expect(typesOf(shown)).toEqual(['Noted', 'Noted', '$streamDeleted']);
        expect(shown[2]?.event).toMatchObject({ streamId: stream, revision: tombstoneRevision, position });
      },
    );

    it(rule('5.2.11', 'a soft-deleted stream can be ended as well'), async () => {
      const stream = newStream();
      await write(stream, 0);
      await tested.client.deleteStream(stream);
      await tested.client.tombstoneStream(stream, { expectedRevision: 0n });
      await isGone(read(stream), stream);
    });
  });

  it.each([
    [1n, 1n, 0n],
    ['no_stream', -1n, 0n],
  ] as const)(rule('1.8a', 'a deletion that expects %s is told what is'), async (expected, told, actual) => {
    const stream = newStream();
    await write(stream, 0);
    const wrong = { streamName: stream, expectedVersion: told, actualVersion: actual };
    const expectedRevision = { expectedRevision: expected };
    expect(await refusal(tested.client.deleteStream(stream, expectedRevision))).toMatchObject(wrong);
    expect(await refusal(tested.client.tombstoneStream(stream, expectedRevision))).toMatchObject(wrong);
    const missing = tested.client.deleteStream(newStream(), expectedRevision);
    expect(await refusal(missing)).toMatchObject({ expectedVersion: told, actualVersion: -1n });
  });

  describe('spoken with the bare stubs', () => {
    let streams: StreamsClient;
    beforeAll(() => (streams = new StreamsClient(...channelTo(tested.url))));
    afterAll(() => streams.close());

    const named = (stream: string) =>
      new DeleteReq.Options().setStreamIdentifier(new StreamIdentifier().setStreamName(Buffer.from(stream)));
    const send = (request: DeleteReq) =>
      new Promise<DeleteResp | undefined>((resolve, reject) => {
        streams.delete(request, (error, response) => (error === null ? resolve(response) : reject(error)));
      });
    const mustExist = (stream: string) =>
      send(new DeleteReq().setOptions(named(stream).setStreamExists(new Empty())));

    it(rule('5.2.10', 'a deletion may ask that the stream exists'), async () => {
      const stream = newStream();
      expect(await refusal(mustExist(stream))).toMatchObject({ code: status.FAILED_PRECONDITION });
      await write(stream, 0);
      const deleted = (await mustExist(stream))?.getPosition();
      const [metadata] = await read(`$$${stream}`);
      expect(deleted?.getCommitPosition()).toBe(String(metadata?.event?.position?.commit));
      expect(deleted?.getPreparePosition()).toBe(deleted?.getCommitPosition());
      const again = (await refusal(mustExist(stream))) as unknown as ServiceError;
      expect(again.code).toBe(status.FAILED_PRECONDITION);
      expect(again.metadata.getMap()).toMatchObject({ exception: 'stream-deleted', 'stream-name': stream });
    });

    it.each([
      ['options', new DeleteReq(), status.UNKNOWN],
      ['a stream', new DeleteReq().setOptions(new DeleteReq.Options().setAny(new Empty())), status.UNKNOWN],
      ['an expectation', new DeleteReq().setOptions(named('note-1')), status.INVALID_ARGUMENT],
    ])(rule('1.8e', 'a deletion without %s is refused'), async (_, request, code) =>
      expect(await refusal(send(request))).toMatchObject({ code }),
    );
  });

  // What is denied depends on how a node is secured, and by whom it is asked.
  ourNode.it(rule('1.8c', '$all and metadata cannot be deleted'), async () => {
    const stream = newStream();
    await tested.client.setStreamMetadata(stream, { maxCount: 1 });
    for (const name of ['$all', `$$${stream}`]) {
      expect(await refusal(tested.client.deleteStream(name))).toMatchObject({ type: 'access-denied' });
      expect(await refusal(tested.client.tombstoneStream(name))).toMatchObject({ type: 'access-denied' });
    }
    expect(await metadataOf(stream)).toEqual({ maxCount: 1 });
  });

  describe('subscriptions', () => {
    const open: StreamSubscription[] = [];
    afterEach(() => Promise.all(open.splice(0).map((subscription) => subscription.unsubscribe())));

    function follow(stream: string, options = {}): Heard {
      const heard = new Heard();
      const subscription = tested.client.subscribeToStream(stream, options);
      open.push(subscription);
      subscription.on('confirmation', () => heard.note('confirmed'));
      subscription.on('caughtUp', () => heard.note('caught up'));
      subscription.on('error', (error) => heard.note(`error ${(error as { type?: string }).type}`));
      subscription.on('data', ({ event }: ResolvedEvent) =>
        heard.note(`event ${(event?.data as { n?: number }).n ?? event?.type}`),
      );
      return heard;
    }

    it(rule('5.2.10', 'one to a deleted stream waits, and sees it come back'), async () => {
      const stream = newStream();
      await write(stream, 0, 1);
      await tested.client.deleteStream(stream);
      const heard = follow(stream);
      await heard.has(tested.line === '23.10' ? 'confirmed' : 'caught up');
      await write(stream, 2);
      await heard.until((facts) => facts.length === 3);
      const facts = tested.line === '23.10' ? ['event 2', 'caught up'] : ['caught up', 'event 2'];
      expect(heard.facts).toEqual(['confirmed', ...facts]);
    });

    it(rule('5.2.10', 'one that has caught up goes on through deletion and return'), async () => {
      const stream = newStream();
      await write(stream, 0);
      const heard = follow(stream);
      await heard.has('caught up');
      await Promise.all([write(stream, 1), tested.client.deleteStream(stream), write(stream, 2)]);
      await heard.has('event 2');
      expect(heard.facts).toEqual(['confirmed', 'event 0', 'caught up', 'event 1', 'event 2']);
    });

    it(rule('5.2.11', 'one that has caught up sees the tombstone, then ends'), async () => {
      const stream = newStream();
      await write(stream, 0);
      const heard = follow(stream);
      await heard.has('caught up');
      await write(stream, 1);
      await tested.client.tombstoneStream(stream);
      await heard.has('error stream-deleted');
      expect(heard.facts).toEqual([
        'confirmed',
        'event 0',
        'caught up',
        'event 1',
        'event $streamDeleted',
        'error stream-deleted',
      ]);
    });

    it(rule('5.2.11', 'one that waits for a stream ends with its tombstone'), async () => {
      const stream = newStream();
      const heard = follow(stream);
      await heard.has(tested.line === '23.10' ? 'confirmed' : 'caught up');
      await tested.client.tombstoneStream(stream);
      await heard.has('error stream-deleted');
      const before = tested.line === '23.10' ? [] : ['caught up', 'event $streamDeleted'];
      expect(heard.facts).toEqual(['confirmed', ...before, 'error stream-deleted']);
    });

    it.each([
      ['the start', {}],
      ['a revision', { fromRevision: 0n }],
      ['the end', { fromRevision: END }],
    ])(
      rule('5.2.11', 'a new one from %s is refused unconfirmed, or silent at the end'),
      async (_, options) => {
        const stream = newStream();
        await write(stream, 0);
        await tested.client.tombstoneStream(stream);
        const heard = follow(stream, options);
        const isSilent = tested.line === '23.10' && 'fromRevision' in options && options.fromRevision === END;
        await heard.has(isSilent ? 'caught up' : 'error stream-deleted');
        expect(heard.facts).toEqual(isSilent ? ['confirmed', 'caught up'] : ['error stream-deleted']);
      },
    );
  });
});

ourNode.describe('delete, across restarts', () => {
  it(rule('5.2.10', 'every state of deletion survives a restart'), async () => {
    const tested = await startNodeUnderTest('disk');
    const [soft, back, gone, never] = [newStream(), newStream(), newStream(), newStream()];
    for (const stream of [soft, back, gone]) await tested.client.appendToStream(stream, [noted(0), noted(1)]);
    await tested.client.deleteStream(soft);
    await tested.client.deleteStream(back);
    await tested.client.appendToStream(back, noted(2));
    await tested.client.tombstoneStream(gone);
    await tested.client.tombstoneStream(never);
    const before = await all(tested.client.readAll());

    await tested.restart();
    const read = (stream: string) => all(tested.client.readStream(stream));
    expect(await refusal(read(soft))).toMatchObject({ type: 'stream-not-found' });
    expect(numbers(await read(back))).toEqual([2]);
    for (const stream of [gone, never]) {
      expect(await refusal(read(stream))).toMatchObject({ type: 'stream-deleted' });
      const append = tested.client.appendToStream(stream, noted(9));
      expect(await refusal(append)).toMatchObject({ type: 'stream-deleted' });
      expect(await refusal(tested.client.getStreamMetadata(stream))).toMatchObject({
        type: 'stream-deleted',
      });
    }
    expect(await all(tested.client.readAll())).toEqual(before);

    await tested.client.appendToStream(soft, noted(2), { expectedRevision: 1n });
    await tested.restart();
    expect(numbers(await read(soft))).toEqual([2]);
    await tested.end();
  });
});
