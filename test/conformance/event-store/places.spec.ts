import {
  type AllStreamSubscription,
  BACKWARDS,
  END,
  FORWARDS,
  type ResolvedEvent,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { rule } from './contract';
import { all, Heard, kinds, newStream, nodeOfBlock, refusal } from './node-under-test';

describe.each(kinds)('places of $all, %s', (kind) => {
  const tested = nodeOfBlock(kind);
  const open: AllStreamSubscription[] = [];
  const stream = newStream();
  /** Where an event of the test begins that others come after. */
  let event: bigint;
  beforeAll(async () => {
    event = (await tested.write(stream, 1)).position?.commit ?? 0n;
    await tested.write(stream, 2, 3);
  });
  afterEach(() => Promise.all(open.splice(0).map((subscription) => subscription.unsubscribe())));

  const placeAt = (commit: bigint) => ({ commit, prepare: commit });
  const readFrom = (commit: bigint, direction: typeof FORWARDS | typeof BACKWARDS) =>
    all(tested.client.readAll({ fromPosition: placeAt(commit), direction, maxCount: 1 }));
  const isLate = () => tested.line !== '23.10';

  function follow(
    fromPosition: ReturnType<typeof placeAt> | typeof START,
    filter?: ReturnType<typeof named>,
  ) {
    const heard = new Heard();
    const subscription = tested.client.subscribeToAll({
      fromPosition,
      ...(filter && { filter: filter(heard) }),
    });
    open.push(subscription);
    subscription.on('confirmation', () => heard.note('confirmed'));
    subscription.on('caughtUp', () => heard.note('caught up'));
    subscription.on('error', (error) => heard.note(`error ${error.message}`));
    subscription.on('data', ({ event: come }: ResolvedEvent) => {
      if (come?.streamId === stream) heard.note(`event ${(come.data as { n: number }).n}`);
    });
    return heard;
  }
  /** Looks through the whole store in one window, so that what it is told is told on going live. */
  const named = (prefix: string) => (heard: Heard) =>
    streamNameFilter({
      prefixes: [prefix],
      maxSearchWindow: 1_000_000,
      checkpointReached: (_: unknown, { commit }: { commit: bigint }) => {
        heard.note(`checkpoint ${commit}`);
        return Promise.resolve();
      },
    });

  it.each([FORWARDS, BACKWARDS] as const)(
    rule('5.2.23', 'a read %s from inside an event is refused'),
    async (direction) => {
      const told = isLate() ? 'InvalidPosition' : 'Error';
      expect(await refusal(readFrom(event + 1n, direction))).toMatchObject({
        code: status.UNKNOWN,
        message: expect.stringContaining(`Unexpected ReadAllResult: ${told}`) as string,
      });
    },
  );

  it.each([
    ['a', undefined],
    ['a filtered', named(stream)],
  ])(rule('5.2.23', '%s subscription from inside an event is refused'), async (_, filter) => {
    const heard = follow(placeAt(event + 1n), filter);
    await heard.until((facts) => facts.some((fact) => fact.startsWith('error')));
    expect(heard.facts).toEqual(
      isLate()
        ? ['confirmed', 'error 3 INVALID_ARGUMENT: Trying to read from an invalid position.']
        : ['error 2 UNKNOWN: Exception was thrown by handler.'],
    );
  });

  it(rule('5.2.23', 'far beyond the end nothing is read, and backwards it is refused'), async () => {
    expect(await readFrom(event + 2n ** 40n, FORWARDS)).toEqual([]);
    expect(await refusal(readFrom(event + 2n ** 40n, BACKWARDS))).toMatchObject({ code: status.UNKNOWN });
  });

  it(rule('5.2.23', 'far beyond the end one hears what comes, or is silent'), async () => {
    const [beyond, atEnd] = [follow(placeAt(event + 2n ** 40n)), follow(placeAt(2n ** 64n - 1n))];
    await Promise.all([beyond.has('caught up'), atEnd.has('caught up')]);
    await tested.write(stream, 4);
    await atEnd.has('event 4');
    if (!isLate()) await beyond.has('event 4');
    expect(beyond.facts).toEqual(['confirmed', 'caught up', ...(isLate() ? [] : ['event 4'])]);
  });

  it.each([2n ** 63n, 2n ** 64n - 2n])(rule('5.2.23', '%d is no place at all'), async (place) => {
    const failed = { message: '2 UNKNOWN: Exception was thrown by handler.' };
    expect(await refusal(readFrom(place, FORWARDS))).toMatchObject(failed);
    const heard = follow(placeAt(place));
    await heard.has(`error ${failed.message}`);
    expect(heard.facts).toHaveLength(1);
  });

  it(rule('5.2.23', 'the start and the highest number stand for start and end'), async () => {
    expect(await readFrom(0n, FORWARDS)).toHaveLength(1);
    expect(await readFrom(2n ** 64n - 1n, BACKWARDS)).toEqual(
      await all(tested.client.readAll({ fromPosition: END, direction: BACKWARDS, maxCount: 1 })),
    );
  });

  it(rule('5.2.16', 'one that found nothing is told a place before the start, or none'), async () => {
    const heard = follow(START, named('nothing-'));
    await heard.has('caught up');
    const place = isLate() ? ['checkpoint 18446744073709551615'] : [];
    expect(heard.facts).toEqual(['confirmed', ...place, 'caught up']);
  });
});
