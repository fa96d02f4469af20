import * as fc from 'fast-check';
import { outcomeFact, resolvedFact } from './facts';
import { type Follow, ModelFollower } from './followers';
import {
  type Direction,
  emptyStore,
  type Expected,
  type From,
  lastRevision,
  type Outcome,
  placeOf,
  type Proposed,
  readAll,
  type ReadQuery,
  readStream,
  restarted,
  type Store,
  type Write,
  write,
} from './store-model';

/** A node as the histories use it: everything it tells comes as facts. */
export interface Subject {
  write(request: Write): Promise<Outcome>;
  read(query: ReadQuery & { readonly stream?: string }): Promise<readonly string[]>;
  follow(follow: Follow): SubjectFollower;
  /** Ends the subscriptions; keeps what was acknowledged. */
  restart(): Promise<void>;
  end(): Promise<void>;
}

export interface SubjectFollower {
  /** What was told so far, after waiting until `count` facts are there or no more are coming. */
  facts(count: number): Promise<readonly string[]>;
}

/** Revisions in a history are relative to where the stream stands, so that deep histories happen. */
type Expectation = 'any' | 'no_stream' | 'stream_exists' | { readonly behind: number };

type WriteStep = { readonly stream: string; readonly expected: Expectation } & (
  | { readonly kind: 'append'; readonly events: readonly Proposed[] }
  | { readonly kind: 'soft-delete' }
  | { readonly kind: 'tombstone' }
);

type ReadOf =
  | (Omit<ReadQuery, 'nowMs'> & { readonly stream: string })
  | (Omit<ReadQuery, 'nowMs' | 'from'> & { readonly stream?: never; readonly from: FromByNumber });
type FollowOf =
  | (Follow & { readonly stream: string })
  | (Omit<Follow, 'from' | 'stream'> & { readonly stream?: never; readonly from: FromByNumber });

export type Step =
  | { readonly step: 'writes'; readonly writes: readonly WriteStep[] }
  | { readonly step: 'time'; readonly seconds: number }
  | { readonly step: 'read'; readonly query: ReadOf }
  | { readonly step: 'follow'; readonly follow: FollowOf }
  | { readonly step: 'restart' };

const ids = Array.from({ length: 6 }, (_, n) => `00000000-0000-4000-8000-00000000000${n}`);
const ordinary = ['a-1', 'a-2', 'b-1'];
const systemStream = '$persistentsubscription-$all::g-checkpoint';
const streams = [...ordinary, ...ordinary.map((name) => `$$${name}`), systemStream, 'absent'];

const expectation: fc.Arbitrary<Expectation> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom<Expectation>('any', 'any', 'no_stream', 'stream_exists') },
  { weight: 3, arbitrary: fc.record({ behind: fc.constantFrom(0, 0, 0, 1, 2, 3, -1) }) },
);
const proposed: fc.Arbitrary<Proposed> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      id: fc.constantFrom(...ids),
      type: fc.constantFrom('A', 'B'),
      data: fc.constant('{}'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      id: fc.constantFrom(...ids),
      type: fc.constant('$>'),
      data: fc.tuple(fc.nat({ max: 3 }), fc.constantFrom(...ordinary)).map(([n, name]) => `${n}@${name}`),
    }),
  },
);
const metadata = (ours: boolean): fc.Arbitrary<Proposed> =>
  fc.record({
    id: fc.constantFrom(...ids),
    type: fc.constant('$metadata'),
    data: fc.constantFrom(
      ...[
        '{}',
        '{"$maxCount":1}',
        '{"$maxCount":2}',
        '{"$tb":1}',
        '{"$tb":3,"$maxCount":2}',
        '{"owner":"x"}',
      ],
      ...(ours
        ? ['{"$maxAge":10}', '{"$tb":9223372036854775807}', '{"$tb":9223372036854775807,"$maxCount":2}']
        : []),
    ),
  });

function writeStep(ours: boolean): fc.Arbitrary<WriteStep> {
  const kind = <K extends WriteStep['kind']>(name: K) => fc.constant(name);
  const target = {
    stream: fc.constantFrom(...ordinary, ordinary[0] ?? '', systemStream),
    expected: expectation,
  };
  const describing = { ...target, stream: fc.constantFrom(...ordinary.map((name) => `$$${name}`)) };
  const deleted = { ...target, expected: expectation.filter((one) => ours || one !== 'stream_exists') };
  const append = (events: fc.Arbitrary<Proposed>, most: number) =>
    fc.array(events, { minLength: ours ? 0 : 1, maxLength: most });
  return fc.oneof(
    { weight: 8, arbitrary: fc.record({ ...target, kind: kind('append'), events: append(proposed, 3) }) },
    {
      weight: 3,
      arbitrary: fc.record({ ...describing, kind: kind('append'), events: append(metadata(ours), 2) }),
    },
    { weight: 2, arbitrary: fc.record({ ...deleted, kind: kind('soft-delete') }) },
    { weight: 1, arbitrary: fc.record({ ...deleted, kind: kind('tombstone') }) },
  );
}

/** Places in `$all` are told by number, for they depend on the bytes before; by `inside` one that cuts an event. */
type FromByNumber = From | { readonly inside: number };

const fromOfAll: fc.Arbitrary<FromByNumber> = fc.oneof(
  { weight: 2, arbitrary: fc.constantFrom<From>('start', 'end') },
  { weight: 3, arbitrary: fc.nat({ max: 12 }) },
  { weight: 1, arbitrary: fc.record({ inside: fc.integer({ min: 1, max: 12 }) }) },
);
const from: fc.Arbitrary<From> = fc.oneof(fc.constantFrom<From>('start', 'end'), fc.nat({ max: 12 }));
const direction = fc.constantFrom<Direction>('forwards', 'backwards');
const count = fc.constantFrom(1, 2, 100);
const read: fc.Arbitrary<Step> = fc
  .oneof(
    fc.record({ from, direction, count, stream: fc.constantFrom(...streams) }),
    fc.record({ from: fromOfAll, direction, count }),
  )
  .map((query) => ({ step: 'read', query }));
const follow: fc.Arbitrary<Step> = fc
  .oneof(
    fc.record({ from, stream: fc.constantFrom(...streams) }),
    fc.record({ from: fromOfAll }),
    fc.record({
      from: fromOfAll,
      filter: fc.record({
        on: fc.constantFrom('stream' as const, 'type' as const),
        prefixes: fc.constantFrom(['a-'], ['A', 'b'], ['$'], ['nothing']),
        every: fc.constantFrom(1, 2, 3),
      }),
    }),
  )
  .map((made) => ({ step: 'follow', follow: made }));

/**
 * Random histories; `ours` moves the clock, writes several things in one commit and metadata that the official
 * client cannot.
 */
export function histories({ ours }: { ours: boolean }): fc.Arbitrary<Step[]> {
  const writes: fc.Arbitrary<Step> = fc
    .array(writeStep(ours), { minLength: 1, maxLength: ours ? 3 : 1 })
    .map((made) => ({ step: 'writes', writes: made }));
  const time: fc.Arbitrary<Step> = fc.nat({ max: 12 }).map((seconds) => ({ step: 'time', seconds }));
  return fc.array(
    fc.oneof(
      { weight: 10, arbitrary: writes },
      { weight: 4, arbitrary: read },
      { weight: 2, arbitrary: follow },
      { weight: ours ? 2 : 0, arbitrary: time },
      { weight: 1, arbitrary: fc.constant<Step>({ step: 'restart' }) },
    ),
    { minLength: 1, maxLength: 30, size: 'max' },
  );
}

export interface Clock {
  nowMs: number;
}

/** Does each step to the subject and to the model, and compares what both tell. */
export async function live(steps: readonly Step[], subject: Subject, clock: Clock): Promise<void> {
  let store = emptyStore;
  let followers: [ModelFollower, SubjectFollower][] = [];
  for (const step of steps) {
    const before = store;
    switch (step.step) {
      case 'writes':
        store = await doWrites(store, step.writes, subject, clock.nowMs);
        break;
      case 'time':
        clock.nowMs += step.seconds * 1_000;
        break;
      case 'read':
        await compareRead(store, placed(store, step.query), subject, clock.nowMs);
        break;
      case 'follow':
        followers.push(followed(store, placed(store, step.follow), subject, clock.nowMs));
        break;
      case 'restart':
        await subject.restart();
        store = restarted(store);
        followers = [];
        break;
    }
    for (const [model, real] of followers) {
      model.advance(before, store, clock.nowMs);
      expect(await real.facts(model.facts.length)).toEqual(model.facts);
    }
  }
  const whole = { direction: 'forwards', from: 'start', count: 10_000 } as const;
  for (const stream of streams) await compareRead(store, { ...whole, stream }, subject, clock.nowMs);
  await compareRead(store, whole, subject, clock.nowMs);
}

/** The writes are sent together, and so decided in this order and committed in as few groups as the node likes. */
async function doWrites(
  store: Store,
  writes: readonly WriteStep[],
  subject: Subject,
  nowMs: number,
): Promise<Store> {
  let now = store;
  const answers: Promise<Outcome>[] = [];
  const expected: Outcome[] = [];
  for (const { expected: expectation, ...one } of writes) {
    const request: Write = { ...one, nowMs, expected: resolve(now, one.stream, expectation) };
    const [next, outcome] = write(now, request);
    now = next;
    expected.push(outcome);
    answers.push(subject.write(request));
  }
  expect((await Promise.all(answers)).map(outcomeFact)).toEqual(expected.map(outcomeFact));
  return now;
}

function resolve(store: Store, stream: string, expected: Expectation): Expected {
  if (typeof expected === 'string') return expected;
  const revision = lastRevision(store, stream) - expected.behind;
  return revision < 0 ? 'no_stream' : revision;
}

/** The same with the place that a number stands for. */
function placed<T extends ReadOf | FollowOf>(store: Store, asked: T): T & { readonly from: From } {
  const { stream, from: by } = asked;
  if (typeof by === 'object') return { ...asked, from: placeOf(store, by.inside) + 1 };
  return { ...asked, from: stream !== undefined || typeof by === 'string' ? by : placeOf(store, by) };
}

const followed = (store: Store, follow: Follow, subject: Subject, nowMs: number) =>
  [new ModelFollower(follow, store, nowMs), subject.follow(follow)] satisfies [
    ModelFollower,
    SubjectFollower,
  ];

async function compareRead(
  store: Store,
  query: Omit<ReadQuery, 'nowMs'> & { readonly stream?: string },
  subject: Subject,
  nowMs: number,
): Promise<void> {
  const { stream } = query;
  const found = stream === undefined ? readAll(store, query) : readStream(store, { ...query, stream, nowMs });
  const facts = typeof found === 'string' ? [found] : found.map((event) => resolvedFact(store, event, nowMs));
  expect(await subject.read({ ...query, nowMs })).toEqual(facts);
}
