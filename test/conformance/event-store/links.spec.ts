import {
  BACKWARDS,
  binaryEvent,
  END,
  type ResolvedEvent,
  START,
  type StreamMetadata,
  streamNameFilter,
} from '@eventstore/db-client';
import { rule } from './contract';
import { all, endOfAll, kinds, newStream, nodeOfBlock, noted } from './node-under-test';

const link = (data: string) => binaryEvent({ type: '$>', data: Buffer.from(data) });

describe.each(kinds)('links, %s', (kind) => {
  const tested = nodeOfBlock(kind);

  const written = async (events: number, stream = newStream()) => {
    for (let n = 0; n < events; n += 1) await tested.client.appendToStream(stream, noted(n));
    return stream;
  };
  const linked = async (...links: string[]) => {
    const stream = newStream('links');
    await tested.client.appendToStream(stream, links.map(link));
    return stream;
  };
  const resolved = (stream: string, options = {}) =>
    all(tested.client.readStream(stream, { resolveLinkTos: true, ...options }));
  const gist = ({ event, link: by }: ResolvedEvent) => [event?.type, event?.revision, by?.type, by?.revision];

  it(rule('5.2.14', 'a link is an event like any other until it is to be resolved'), async () => {
    const target = await written(1);
    const links = await linked(`0@${target}`);
    const [shown] = await all(tested.client.readStream(links));
    expect(shown?.link).toBeUndefined();
    expect(shown?.event).toMatchObject({ type: '$>', streamId: links, revision: 0n });
    expect(Buffer.from(shown?.event?.data as Uint8Array).toString()).toBe(`0@${target}`);
  });

  it(rule('5.2.14', 'a resolved link carries both events, each with its own place'), async () => {
    const target = await written(2);
    const [, second] = await all(tested.client.readStream(target));
    const links = await linked(`1@${target}`);
    const [plain] = await all(tested.client.readStream(links));
    const [shown] = await resolved(links);
    expect(shown?.event).toEqual(second?.event);
    expect(shown?.link).toEqual(plain?.event);
    expect(shown?.commitPosition).toBe(plain?.event?.position?.commit);
  });

  it(
    rule('5.2.14', 'events and links are mixed in the order they were written, in both directions'),
    async () => {
      const target = await written(2);
      const stream = newStream('mixed');
      await tested.client.appendToStream(stream, [
        noted(7),
        link(`1@${target}`),
        noted(8),
        link(`0@${target}`),
      ]);
      const expected = [
        ['Noted', 0n, undefined, undefined],
        ['Noted', 1n, '$>', 1n],
        ['Noted', 2n, undefined, undefined],
        ['Noted', 0n, '$>', 3n],
      ];
      expect((await resolved(stream)).map(gist)).toEqual(expected);
      const backwards = { direction: BACKWARDS, fromRevision: END };
      expect((await resolved(stream, backwards)).map(gist)).toEqual([...expected].reverse());
      expect((await resolved(stream, { fromRevision: 1n, maxCount: 2 })).map(gist)).toEqual(
        expected.slice(1, 3),
      );
    },
  );

  it(rule('5.2.14', 'a link to a link is followed once'), async () => {
    const target = await written(1);
    const first = await linked(`0@${target}`);
    const second = await linked(`0@${first}`);
    const [shown] = await resolved(second);
    expect(shown?.event).toMatchObject({ type: '$>', streamId: first });
    expect(shown?.link).toMatchObject({ type: '$>', streamId: second });
  });

  describe.each<[string, () => Promise<string>]>([
    ['before $tb', () => hiddenBy({ truncateBefore: 1 })],
    ['beyond $maxCount', () => hiddenBy({ maxCount: 1 })],
    [
      'of a deleted stream',
      async () => {
        const stream = await written(2);
        await tested.client.deleteStream(stream);
        return `0@${stream}`;
      },
    ],
    [
      'of a stream that was deleted and came back',
      async () => {
        const stream = await written(2);
        await tested.client.deleteStream(stream);
        await written(1, stream);
        return `0@${stream}`;
      },
    ],
    [
      'of a tombstoned stream',
      async () => {
        const stream = await written(2);
        await tested.client.tombstoneStream(stream);
        return `0@${stream}`;
      },
    ],
    ['beyond the end of its stream', async () => `2@${await written(2)}`],
    ['before the start of its stream', async () => `-2@${await written(2)}`],
    ['of a stream that never was', () => Promise.resolve(`0@${newStream()}`)],
    ['of a stream with metadata alone', metadataAlone],
    ['of no stream', () => Promise.resolve('0@')],
    ['without a stream', () => Promise.resolve('0')],
  ])('a target %s', (_, dataOf) => {
    it(rule('5.2.14', 'is left out, and the link is shown alone'), async () => {
      const stream = await linked(await dataOf());
      await written(1, stream);
      expect((await resolved(stream)).map(gist)).toEqual([
        [undefined, undefined, '$>', 0n],
        ['Noted', 1n, undefined, undefined],
      ]);
    });
  });

  async function hiddenBy(metadata: StreamMetadata): Promise<string> {
    const stream = await written(2);
    await tested.client.setStreamMetadata(stream, metadata);
    return `0@${stream}`;
  }

  async function metadataAlone(): Promise<string> {
    const stream = newStream();
    await tested.client.setStreamMetadata(stream, { maxCount: 1 });
    return `0@${stream}`;
  }

  it(rule('5.2.14', 'a visible target beside hidden ones is found'), async () => {
    const stream = await written(3);
    await tested.client.setStreamMetadata(stream, { maxCount: 1 });
    const links = await linked(`1@${stream}`, `2@${stream}`);
    expect((await resolved(links)).map(({ event }) => event?.revision)).toEqual([undefined, 2n]);
  });

  it(rule('5.2.14', 'the name of a target may hold @ and letters of any language'), async () => {
    const target = await written(2, newStream('sổ@công-văn'));
    const links = await linked(`1@${target}`, `0@$$${target}`, `-1@${target}`);
    await tested.client.setStreamMetadata(target, { owner: 'văn thư' });
    const shown = await resolved(links);
    expect(shown.map(({ event }) => event?.streamId)).toEqual([target, `$$${target}`, target]);
    expect(shown[2]?.event?.revision).toBe(1n);
  });

  it(rule('5.2.14', 'data without a revision is shown as it is'), async () => {
    const links = await linked('nonsense', 'x@y', '');
    expect((await resolved(links)).map(gist)).toEqual(
      [0n, 1n, 2n].map((n) => ['$>', n, undefined, undefined]),
    );
  });

  describe('in $all', () => {
    let before: Awaited<ReturnType<typeof endOfAll>>;
    let links: string;
    let target: string;
    beforeEach(async () => {
      before = await endOfAll(tested.client);
      target = await written(1);
      links = await linked(`0@${target}`, `9@${target}`);
    });

    const ours = (events: readonly ResolvedEvent[]) =>
      events.filter(({ event, link: by }) => [target, links].includes((by ?? event)?.streamId ?? ''));
    const expected = [
      ['Noted', 0n, undefined, undefined],
      ['Noted', 0n, '$>', 0n],
      [undefined, undefined, '$>', 1n],
    ];

    it(rule('5.2.14', 'a read resolves links where it is asked to, in both directions'), async () => {
      const read = (options: object) => all(tested.client.readAll({ resolveLinkTos: true, ...options }));
      expect(ours(await read({ fromPosition: before })).map(gist)).toEqual(expected);
      const backwards = await read({ direction: BACKWARDS, fromPosition: END, maxCount: 50 });
      expect(ours(backwards).map(gist)).toEqual([...expected].reverse());
      const plain = await all(tested.client.readAll({ fromPosition: before }));
      expect(ours(plain).map(({ event }) => event?.type)).toEqual(['Noted', '$>', '$>']);
    });

    async function first(count: number, source: AsyncIterable<ResolvedEvent>): Promise<ResolvedEvent[]> {
      const found: ResolvedEvent[] = [];
      for await (const resolvedEvent of source) {
        found.push(...ours([resolvedEvent]));
        if (found.length === count) break;
      }
      return found;
    }

    it(rule('5.2.14', 'a subscription to a stream resolves history and what comes'), async () => {
      const subscription = tested.client.subscribeToStream(links, {
        fromRevision: START,
        resolveLinkTos: true,
      });
      const caughtUp = new Promise((resolve) => subscription.once('caughtUp', resolve));
      const found = first(3, subscription);
      await caughtUp;
      await tested.client.appendToStream(links, link(`0@${target}`));
      expect((await found).map(gist)).toEqual([...expected.slice(1), ['Noted', 0n, '$>', 2n]]);
    });

    it(
      rule('5.2.14', 'a subscription to $all resolves links, and its filter looks at the link'),
      async () => {
        const options = { fromPosition: before, resolveLinkTos: true };
        expect((await first(3, tested.client.subscribeToAll(options))).map(gist)).toEqual(expected);
        const filter = streamNameFilter({ prefixes: [links] });
        const filtered = tested.client.subscribeToAll({ ...options, filter });
        expect((await first(2, filtered)).map(gist)).toEqual(expected.slice(1));
      },
    );
  });
});
