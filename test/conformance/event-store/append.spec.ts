import { randomUUID } from 'node:crypto';
import { binaryEvent, jsonEvent, WrongExpectedVersionError } from '@eventstore/db-client';
import { rule } from './contract';
import {
  all,
  callCredentials,
  endOfAll,
  kinds,
  newStream,
  nodeOfBlock,
  noted,
  numbers,
  ofStreams,
  ourNode,
  refusal,
} from './node-under-test';

/** Per-call credentials make the client take the plain Append path; without them it takes BatchAppend. */
const paths = [
  ['BatchAppend', {}],
  ['Append', { credentials: callCredentials() }],
] as const;

describe.each(kinds)('append, %s', (kind) => {
  const tested = nodeOfBlock(kind);

  const read = (stream: string) => all(tested.client.readStream(stream));

  describe.each(paths)('by %s', (_, path) => {
    const append = (
      stream: string,
      expectedRevision: 'any' | 'no_stream' | 'stream_exists' | bigint,
      ...events: ReturnType<typeof noted>[]
    ) => tested.client.appendToStream(stream, events, { expectedRevision, ...path });

    it(rule('5.2.2', 'one append is atomic, in order, and consecutive in $all'), async () => {
      const stream = newStream();
      const fromPosition = await endOfAll(tested.client);
      await Promise.all([
        append(stream, 'any', noted(1), noted(2), noted(3)),
        append(newStream(), 'any', noted(8), noted(9)),
      ]);
      const events = await read(stream);
      expect(numbers(events)).toEqual([1, 2, 3]);
      expect(events.map(({ event }) => event?.revision)).toEqual([0n, 1n, 2n]);
      const everything = (await all(tested.client.readAll({ fromPosition }))).map(({ event }) => event?.id);
      const first = everything.indexOf(events[0]?.event?.id);
      expect(everything.slice(first, first + 3)).toEqual(events.map(({ event }) => event?.id));
    });

    it(rule('5.2.3', 'positions strictly increase, and commit equals prepare'), async () => {
      const fromPosition = await endOfAll(tested.client);
      const streams = [newStream(), newStream()];
      for (const stream of [...streams, ...streams]) await append(stream, 'any', noted(1), noted(2));
      const events = ofStreams(await all(tested.client.readAll({ fromPosition })), ...streams);
      expect(events).toHaveLength(8);
      const positions = events.map(({ event }) => event?.position ?? { commit: 0n, prepare: -1n });
      positions.forEach(({ commit, prepare }, index) => {
        expect(commit).toBe(prepare);
        expect(commit > (positions[index - 1]?.commit ?? 0n)).toBe(true);
      });
    });

    it(rule('5.2.5', 'the answer names revision and position of its last event'), async () => {
      const stream = newStream();
      const answer = await append(stream, 'no_stream', noted(1), noted(2));
      const last = (await read(stream)).at(-1)?.event;
      expect(answer).toEqual({ success: true, nextExpectedRevision: 1n, position: last?.position });
    });

    it.each<[string, 'no_stream' | 'stream_exists' | bigint, number, bigint | 'no_stream']>([
      ['no_stream on a known stream', 'no_stream', 2, 1n],
      ['stream_exists on a new stream', 'stream_exists', 0, 'no_stream'],
      ['a revision of a new stream', 3n, 0, 'no_stream'],
      ['a revision behind', 0n, 2, 1n],
      ['a revision ahead', 7n, 2, 1n],
    ])(rule('5.2.6', '%s is refused with both revisions'), async (_case, expected, length, actual) => {
      const stream = newStream();
      if (length > 0) await append(stream, 'any', ...Array.from({ length }, (__, n) => noted(n)));
      const error = await refusal(append(stream, expected, noted(9)));
      expect(error).toBeInstanceOf(WrongExpectedVersionError);
      expect(error).toMatchObject({ streamName: stream, expectedVersion: expected, actualVersion: actual });
      const kept = length === 0 ? [] : await read(stream);
      expect(kept).toHaveLength(length);
    });

    it(rule('5.2.6', 'the right expectation appends, one after another'), async () => {
      const stream = newStream();
      await append(stream, 'no_stream', noted(1));
      await append(stream, 0n, noted(2));
      await append(stream, 'stream_exists', noted(3));
      await append(stream, 'any', noted(4));
      expect(numbers(await read(stream))).toEqual([1, 2, 3, 4]);
    });

    it(rule('5.2.6', 'stream_exists holds when only metadata exists'), async () => {
      const stream = newStream();
      await tested.client.setStreamMetadata(stream, { owner: 'registry' });
      expect(await append(stream, 'stream_exists', noted(1))).toMatchObject({ nextExpectedRevision: 0n });
    });

    it(rule('5.2.6', 'of many that expect the same revision exactly one wins'), async () => {
      const stream = newStream();
      await append(stream, 'no_stream', noted(0));
      const attempts = Array.from({ length: 20 }, (__, n) => append(stream, 0n, noted(n)));
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(await read(stream)).toHaveLength(2);
    });

    it(
      rule('5.2.7', 'a repetition behind the head is answered as the first time, and writes nothing'),
      async () => {
        const stream = newStream();
        const events = [noted(1), noted(2)];
        const first = await append(stream, 'no_stream', ...events);
        await append(stream, 1n, noted(3));
        expect(await append(stream, 'no_stream', ...events)).toEqual(first);
        expect(numbers(await read(stream))).toEqual([1, 2, 3]);
      },
    );

    it(rule('5.2.7', 'a repetition that differs in any event is a wrong revision'), async () => {
      const stream = newStream();
      const [a, b] = [noted(1), noted(2)];
      await append(stream, 'no_stream', a, b);
      for (const events of [[noted(1), b], [a, noted(2)], [a, b, noted(3)], []]) {
        expect(await refusal(append(stream, 'no_stream', ...events))).toMatchObject({
          type: 'wrong-expected-version',
        });
      }
      expect(numbers(await read(stream))).toEqual([1, 2]);
    });

    it(rule('5.2.8', 'any and stream_exists know recent ids of the same stream'), async () => {
      const stream = newStream();
      const events = [noted(1), noted(2)];
      const first = await append(stream, 'any', ...events);
      await append(stream, 'any', noted(3));
      expect(await append(stream, 'any', ...events)).toEqual(first);
      expect(await append(stream, 'stream_exists', ...events)).toEqual(first);
      expect(await refusal(append(stream, 'any', ...events.slice(0, 1), noted(4)))).toMatchObject({
        type: 'wrong-expected-version',
      });
      expect(numbers(await read(stream))).toEqual([1, 2, 3]);
    });

    it(rule('5.2.8', 'the same id in another stream is another event'), async () => {
      const event = noted(1);
      const [one, other] = [newStream(), newStream()];
      await append(one, 'any', event);
      await append(other, 'any', event);
      expect(await read(other)).toHaveLength(1);
    });

    it(
      rule('5.2.9', 'an id equal to the head is appended again when the expectation is the head'),
      async () => {
        const stream = newStream();
        const event = noted(1);
        await append(stream, 'no_stream', event);
        await append(stream, 0n, event);
        expect(numbers(await read(stream))).toEqual([1, 1]);
      },
    );

    it(rule('5.2.5', 'an append of no events answers the head'), async () => {
      const stream = newStream();
      await append(stream, 'any', noted(1), noted(2));
      expect(await append(stream, 1n)).toMatchObject({ success: true, nextExpectedRevision: 1n });
    });

    it(rule('1.8b', 'a stream that has ended is named'), async () => {
      const stream = newStream();
      await tested.client.tombstoneStream(stream);
      const error = await refusal(append(stream, 'any', noted(1)));
      expect(error).toMatchObject({ type: 'stream-deleted', streamName: stream });
    });

    it(rule('1.5e', 'more than 1 MiB is refused with the limit, just under it is taken'), async () => {
      const stream = newStream();
      const text = 'x'.repeat(1_048_576);
      expect(await refusal(append(stream, 'any', noted(1, 'Noted', randomUUID(), text)))).toMatchObject({
        type: 'maximum-append-size-exceeded',
        maxAppendSize: 1_048_576,
      });
      const many = Array.from({ length: 5 }, (__, n) =>
        noted(n, 'Noted', randomUUID(), text.slice(0, 250_000)),
      );
      expect(await refusal(append(stream, 'any', ...many))).toMatchObject({
        type: 'maximum-append-size-exceeded',
      });
      await append(stream, 'any', noted(7, 'Noted', randomUUID(), text.slice(0, 1_048_000)));
      expect(numbers(await read(stream))).toEqual([7]);
    });

    ourNode.it(
      'says what is wrong with an id, a name or a type, and the connection stays of use',
      async () => {
        const send = (stream: string, event: ReturnType<typeof noted>) =>
          refusal(append(stream, 'any', event));
        expect((await send(newStream(), noted(1, 'Noted', 'nonsense')))['message']).toMatch('not a UUID');
        expect((await send('x'.repeat(1_025), noted(1)))['message']).toMatch('1025 bytes; the most is 1024');
        expect((await send(newStream(), noted(1, 'T'.repeat(1_025))))['message']).toMatch(
          'longer than 1024 bytes',
        );
        expect((await send('$all', noted(1)))['message']).toMatch('append to a stream');
        await append(newStream(), 'any', noted(1));
      },
    );
  });

  it(rule('1.5d', 'JSON, bytes, metadata and names of any language come back as given'), async () => {
    const stream = newStream('sổ-công-văn');
    const data = { n: 1, title: 'Công văn số 12/UBND-VX, “khẩn” 漢 🙂' };
    const json = jsonEvent({ type: 'Đã.Ký', data, metadata: { $correlationId: randomUUID() } });
    const bytes = binaryEvent({
      type: 'Raw',
      data: Uint8Array.from([0, 255, 1]),
      metadata: Buffer.from([9]),
    });
    const before = Date.now();
    await tested.client.appendToStream(stream, [json, bytes]);
    const [first, second] = (await read(stream)).map(({ event }) => event);
    expect(first).toMatchObject({ streamId: stream, id: json.id, type: 'Đã.Ký', data, isJson: true });
    expect(first?.metadata).toEqual(json.metadata);
    // The clock of a node elsewhere may differ.
    expect(Math.abs((first?.created.getTime() ?? 0) - before)).toBeLessThan(86_400_000);
    expect(second).toMatchObject({ id: bytes.id, isJson: false });
    expect(Buffer.from(second?.data as Uint8Array)).toEqual(Buffer.from([0, 255, 1]));
  });

  it(rule('1.5a', 'both paths answer a success, a repetition and a refusal alike'), async () => {
    const answers = paths.map(async ([, path]) => {
      const stream = newStream();
      const events = [noted(1), noted(2)];
      const append = () =>
        tested.client.appendToStream(stream, events, { expectedRevision: 'no_stream', ...path });
      const [first, again] = [await append(), await append()];
      expect(again).toEqual(first);
      const ahead = { expectedRevision: 7n, ...path };
      const refused = await refusal(tested.client.appendToStream(stream, noted(3), ahead));
      const { type, expectedVersion, actualVersion } = refused;
      const { success, nextExpectedRevision } = first;
      return { success, nextExpectedRevision, type, expectedVersion, actualVersion };
    });
    const [batch, plain] = await Promise.all(answers);
    expect(plain).toEqual(batch);
  });

  it(rule('1.4', 'an append whose deadline has passed is answered, and not recorded'), async () => {
    const stream = newStream();
    const late = tested.client.appendToStream(stream, noted(1), { deadline: -1 });
    expect(await refusal(late)).toMatchObject({ type: 'deadline-exceeded' });
    expect(await refusal(read(stream))).toMatchObject({ type: 'stream-not-found' });
  });

  ourNode.it('makes one commit per group of appends, not one per append', async () => {
    const before = tested.node.counts();
    const appends = Array.from({ length: 500 }, (_, n) =>
      tested.client.appendToStream(newStream(), noted(n)),
    );
    await Promise.all(appends);
    const after = tested.node.counts();
    expect(after.events - before.events).toBe(500);
    expect(after.commits - before.commits).toBe(after.groups - before.groups);
    expect(after.groups - before.groups).toBeLessThan(500);
  });
});
