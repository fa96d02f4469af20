import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { type ExpectedRevision } from './append-rules';
import { type AppendOutcome, Engine } from './engine';
import { type ProposedEvent, type RecordedEvent, tombstoneRevision } from './event';
import { MemoryLog } from './memory-log';

const engineOn = (log: MemoryLog) =>
  new Engine({
    log,
    nowMs: () => 1,
    onFailure: (failure) => {
      throw failure;
    },
  });

const event = (id: string = randomUUID()): ProposedEvent => ({
  id,
  type: 'T',
  isJson: true,
  data: Buffer.from('{}'),
  metadata: Buffer.alloc(0),
});
/** Bytes of the record of `event()` in a stream with a name of one letter. */
const step = 54;
const metadata = (policy: object): ProposedEvent => ({
  ...event(),
  type: '$metadata',
  data: Buffer.from(JSON.stringify(policy)),
});

let log: MemoryLog;
let engine: Engine;
beforeEach(() => {
  log = new MemoryLog();
  engine = engineOn(log);
});

it('commits what arrives together once', async () => {
  await Promise.all(Array.from({ length: 100 }, (_, n) => engine.append(`s-${n % 7}`, 'any', [event()])));
  expect(engine.counts()).toEqual({ groups: 1, events: 100, commits: 1 });
});

it('collects the next group while one is on its way', async () => {
  const first = engine.append('a', 'any', [event()]);
  const later = new Promise<AppendOutcome[]>((resolve) => {
    setImmediate(() => resolve(Promise.all(['b', 'c'].map((s) => engine.append(s, 'any', [event()])))));
  });
  await Promise.all([first, later]);
  expect(engine.counts()).toMatchObject({ events: 3, groups: 2, commits: 2 });
});

it('decides against what is on its way, in arrival order', async () => {
  const [a, b, c] = await Promise.all([
    engine.append('a', 'no_stream', [event()]),
    engine.append('a', 0, [event()]),
    engine.append('a', 0, [event()]),
  ]);
  expect(a).toEqual({ outcome: 'recorded', revision: 0, position: 1 });
  expect(b).toEqual({ outcome: 'recorded', revision: 1, position: 1 + step });
  expect(c).toEqual({ outcome: 'wrong-revision', current: 1 });
});

it('answers a repetition of what is on its way with the first answer, once that is durable', async () => {
  const proposed = [event(), event()];
  const [first, again] = await Promise.all([
    engine.append('a', 'no_stream', proposed),
    engine
      .append('a', 'no_stream', proposed)
      .then((outcome) => ({ outcome, durable: engine.durablePosition })),
  ]);
  expect(again).toEqual({ outcome: first, durable: 1 + step });
  expect(engine.counts().events).toBe(2);
});

it('shows nothing to readers before it is durable', async () => {
  const appending = engine.append('a', 'any', [event()]);
  expect([engine.durablePosition, engine.head('a')]).toEqual([0, undefined]);
  expect(engine.readAll({ first: 1, last: 9 }, 'forwards', 9)).toEqual([]);
  await appending;
  expect([engine.durablePosition, engine.head('a')?.revision]).toEqual([1, 0]);
});

it('keeps the limits of a stream that has no event yet, and across its appends', async () => {
  await engine.append('$$a', 'any', [metadata({ $maxCount: 3 })]);
  expect(engine.head('a')).toMatchObject({ revision: -1, policy: { maxCount: 3 } });
  await Promise.all([engine.append('a', 'stream_exists', [event()]), engine.append('a', 0, [event()])]);
  expect(engine.head('a')).toMatchObject({ revision: 1, policy: { maxCount: 3 } });
  await engine.append('$$a', 'any', [metadata({ owner: 'x' })]);
  expect(engine.head('a')).toMatchObject({ revision: 1, policy: {} });
});

describe('rules 10 and 11: deletion', () => {
  const typesOf = (events: readonly RecordedEvent[]) => events.map(({ type }) => type);
  const everything = () => engine.readAll({ first: 1, last: 9_999 }, 'forwards', 99);

  it('shows a stream again in the commit that appends to it', async () => {
    await engine.append('a', 'any', [event(), event()]);
    expect(await engine.softDelete('a', 1)).toEqual({ outcome: 'deleted', position: 1 + 2 * step });
    expect(engine.head('a')?.policy).toEqual({ isSoftDeleted: true });
    const answer = await engine.append('a', 'no_stream', [event()]);
    expect(answer).toEqual({ outcome: 'recorded', revision: 2, position: everything()[3]?.position });
    expect(engine.head('a')).toMatchObject({ revision: 2, policy: { truncateBefore: 2 } });
    expect(typesOf(everything())).toEqual(['T', 'T', '$metadata', 'T', '$metadata']);
    expect(engine.counts().commits).toBe(3);
  });

  it('decides deletions against what is on its way', async () => {
    const outcomes = await Promise.all([
      engine.append('a', 'any', [event()]),
      engine.softDelete('a', 0),
      engine.append('a', 'stream_exists', [event()]),
      engine.append('a', 'no_stream', [event()]),
      engine.tombstone('a', 1),
      engine.append('$$a', 'any', [metadata({})]),
      engine.softDelete('a', 'any'),
    ]);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'recorded',
      'deleted',
      'stream-deleted',
      'recorded',
      'deleted',
      'stream-deleted',
      'stream-deleted',
    ]);
    const [, , , , end] = everything();
    expect(end).toMatchObject({ stream: 'a', revision: tombstoneRevision });
    expect(engine.head('a')).toMatchObject({ revision: 1, position: end?.position, isTombstoned: true });
    expect(engine.counts()).toMatchObject({ groups: 1, events: 5 });
  });

  it('does not delete softly what never was, and can end it for good', async () => {
    const never = { outcome: 'wrong-revision', current: 'no_stream' };
    expect(await engine.softDelete('a', 'any')).toEqual(never);
    expect(await engine.tombstone('a', 'stream_exists')).toEqual(never);
    expect(await engine.tombstone('a', 'no_stream')).toEqual({ outcome: 'deleted', position: 1 });
    expect(engine.head('a')).toMatchObject({ revision: -1, isTombstoned: true });
  });

  it('leaves metadata that is no object as it was written', async () => {
    await engine.append('a', 'any', [event()]);
    await engine.softDelete('a', 'any');
    await engine.append('$$a', 'any', [{ ...metadata({}), data: Buffer.from('broken') }]);
    expect(engine.head('a')).toMatchObject({ revision: 0, policy: {} });
    expect(engine.head('$$a')?.revision).toBe(1);
  });
});

it('answers an append of nothing with the head, without a commit', async () => {
  expect(await engine.append('a', 'any', [])).toEqual({ outcome: 'recorded', revision: 'no_stream' });
  await engine.append('a', 'any', [event()]);
  expect(await engine.append('a', 0, [])).toEqual({ outcome: 'recorded', revision: 0 });
  expect(engine.counts().commits).toBe(1);
});

it('forgets recent ids with a restart, and still knows a repetition by exact revision', async () => {
  const proposed = [event()];
  await engine.append('a', 'no_stream', proposed);
  const restarted = engineOn(log);
  expect(await restarted.append('a', 'no_stream', proposed)).toMatchObject({ revision: 0, position: 1 });
  expect(await restarted.append('a', 'any', proposed)).toMatchObject({ revision: 1, position: 1 + step });
});

describe('whatever is appended at once', () => {
  const expectation = fc.oneof(
    fc.constantFrom<ExpectedRevision>('any', 'no_stream', 'stream_exists'),
    fc.nat({ max: 4 }),
  );
  const attempt = fc.record({
    stream: fc.constantFrom('a', 'b'),
    expected: expectation,
    ids: fc.array(fc.constantFrom('1', '2', '3', '4'), { maxLength: 3 }),
    waits: fc.boolean(),
  });

  it('leaves positions and revisions without holes, and every answer true', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(attempt, { maxLength: 20 }), async (attempts) => {
        const memory = new MemoryLog();
        const tried = engineOn(memory);
        const answers: Promise<readonly [(typeof attempts)[number], AppendOutcome]>[] = [];
        for (const one of attempts) {
          const outcome = tried.append(
            one.stream,
            one.expected,
            one.ids.map((id) => event(id)),
          );
          answers.push(outcome.then((answer) => [one, answer] as const));
          if (one.waits) await outcome;
        }
        const settled = await Promise.all(answers);
        const all = memory.readAll({ first: 1, last: 1e6 }, 'forwards', { events: 1_000, bytes: 1e9 });
        expect(all.map((stored) => stored.position)).toEqual(all.map((_, index) => 1 + index * step));
        for (const stream of ['a', 'b']) {
          const own = all.filter((stored) => stored.stream === stream);
          expect(own.map((stored) => stored.revision)).toEqual(own.map((_, index) => index));
        }
        for (const [{ stream, ids }, answer] of settled) {
          if (answer.outcome !== 'recorded' || answer.position === undefined) continue;
          const last = all.find(({ position }) => position === answer.position);
          expect(last).toMatchObject({ stream, revision: answer.revision, id: ids.at(-1) });
        }
      }),
      { numRuns: 300 },
    );
  });
});
