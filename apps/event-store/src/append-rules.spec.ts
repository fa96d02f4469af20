import * as fc from 'fast-check';
import { type AppendDecision, decideAppend, type ExpectedRevision, type RecordedIds } from './append-rules';
import { type StreamHead } from './event';
import { noPolicy } from './stream-metadata';

const headAt = (revision: number): StreamHead => ({ revision, position: revision + 1, policy: noPolicy });

/** A stream that holds these ids, all of them still in the memory of recent ids unless told otherwise. */
const stream = (ids: readonly string[], remembered: readonly string[] = ids) => {
  const recorded: RecordedIds = {
    at: (revision) => ids[revision],
    recent: (id) => (remembered.includes(id) ? ids.lastIndexOf(id) : undefined),
  };
  const head = ids.length === 0 ? undefined : headAt(ids.length - 1);
  return (expected: ExpectedRevision, proposed: readonly string[]): AppendDecision =>
    decideAppend(expected, proposed, head, recorded);
};

const append: AppendDecision = { decision: 'append' };
const already = (lastRevision: number): AppendDecision => ({ decision: 'already-recorded', lastRevision });
const wrong = (current: number | 'no_stream'): AppendDecision => ({ decision: 'wrong-revision', current });

describe('rule 6: what the appender expects', () => {
  it.each<[string, ExpectedRevision, string[], AppendDecision]>([
    ['no_stream on a new stream', 'no_stream', [], append],
    ['any on a new stream', 'any', [], append],
    ['stream_exists on a new stream', 'stream_exists', [], wrong('no_stream')],
    ['a revision on a new stream', 0, [], wrong('no_stream')],
    ['no_stream on a known stream', 'no_stream', ['a', 'b'], wrong(1)],
    ['the head', 1, ['a', 'b'], append],
    ['a revision ahead of the head', 2, ['a', 'b'], wrong(1)],
    ['a revision behind the head', 0, ['a', 'b'], wrong(1)],
    ['any on a known stream', 'any', ['a', 'b'], append],
    ['stream_exists on a known stream', 'stream_exists', ['a', 'b'], append],
  ])('%s', (_, expected, ids, decision) => expect(stream(ids)(expected, ['new'])).toEqual(decision));

  it('takes a stream that has only metadata for existing, and for empty', () => {
    const onlyMetadata = { head: headAt(-1), none: { at: () => undefined, recent: () => undefined } };
    const decide = (expected: ExpectedRevision) =>
      decideAppend(expected, ['new'], onlyMetadata.head, onlyMetadata.none);
    expect(decide('stream_exists')).toEqual(append);
    expect(decide('no_stream')).toEqual(append);
    expect(decide(0)).toEqual(wrong('no_stream'));
  });
});

describe('rule 7: an expectation behind the head is a repetition only when every id matches', () => {
  it.each<[string, ExpectedRevision, string[], AppendDecision]>([
    ['all equal, from the start', 'no_stream', ['a', 'b'], already(1)],
    ['all equal, in the middle', 0, ['b'], already(1)],
    ['first differs', 0, ['x'], wrong(2)],
    ['a later one differs', 'no_stream', ['a', 'x'], wrong(2)],
    ['equal, but more than is recorded', 1, ['c', 'd'], wrong(2)],
    ['no events', 0, [], wrong(2)],
  ])('%s', (_, expected, ids, decision) => expect(stream(['a', 'b', 'c'])(expected, ids)).toEqual(decision));
});

describe('rule 8: without an exact revision only recent ids are known', () => {
  it.each<[string, string[], AppendDecision]>([
    ['first id unknown', ['x', 'b'], append],
    ['all known', ['b', 'c'], already(2)],
    ['first known, a later one not', ['b', 'x'], wrong(2)],
    ['no events', [], append],
    ['known once, forgotten now', ['a'], append],
  ])('%s', (_, ids, decision) => {
    const remembering = stream(['a', 'b', 'c'], ['b', 'c']);
    expect(remembering('any', ids)).toEqual(decision);
    expect(remembering('stream_exists', ids)).toEqual(decision);
  });
});

describe('rule 9: an expectation equal to the head always appends', () => {
  it('even the id that is at the head', () => expect(stream(['a', 'b'])(1, ['b'])).toEqual(append));
});

describe('rules 10 and 11: a deleted stream', () => {
  const deleted: AppendDecision = { decision: 'stream-deleted' };
  const recorded: RecordedIds = { at: (revision) => ['a', 'b'][revision], recent: () => undefined };
  const softly: StreamHead = { ...headAt(1), policy: { isSoftDeleted: true } };
  const forGood: StreamHead = { ...headAt(1), isTombstoned: true };

  it.each<[string, ExpectedRevision, string[], AppendDecision]>([
    ['any', 'any', ['x'], append],
    ['no_stream', 'no_stream', ['x'], append],
    ['no_stream, and a repetition', 'no_stream', ['a', 'b'], already(1)],
    ['no_stream, and half a repetition', 'no_stream', ['a', 'x'], wrong(1)],
    ['no_stream, and nothing', 'no_stream', [], wrong(1)],
    ['stream_exists', 'stream_exists', ['x'], deleted],
    ['the head', 1, ['x'], append],
    ['behind the head', 0, ['x'], wrong(1)],
    ['behind the head, and a repetition', 0, ['b'], already(1)],
    ['ahead of the head', 2, ['x'], wrong(1)],
  ])('softly, expecting %s', (_, expected, ids, decision) =>
    expect(decideAppend(expected, ids, softly, recorded)).toEqual(decision),
  );

  it.each<[ExpectedRevision, string[]]>([
    ['any', ['x']],
    ['no_stream', ['a', 'b']],
    ['stream_exists', []],
    [1, ['x']],
  ])('for good, expecting %s', (expected, ids) =>
    expect(decideAppend(expected, ids, forGood, recorded)).toEqual(deleted),
  );
});

/** The rules said again as naively as possible, over the plain list of ids. */
function modelOf(
  ids: readonly string[],
  expected: ExpectedRevision,
  proposed: readonly string[],
): AppendDecision {
  const refusal = wrong(ids.length === 0 ? 'no_stream' : ids.length - 1);
  if (expected === 'stream_exists' && ids.length === 0) return refusal;
  if (expected === 'any' || expected === 'stream_exists') {
    const known = proposed.filter((id) => ids.includes(id));
    if (proposed[0] === undefined || !ids.includes(proposed[0])) return append;
    return known.length === proposed.length ? already(ids.lastIndexOf(proposed.at(-1) ?? '')) : refusal;
  }
  const after = expected === 'no_stream' ? 0 : expected + 1;
  if (after === ids.length) return append;
  if (after > ids.length || proposed.length === 0) return refusal;
  const stored = ids.slice(after, after + proposed.length);
  return stored.join() === proposed.join() ? already(after + proposed.length - 1) : refusal;
}

describe('against the model', () => {
  const id = fc.constantFrom('a', 'b', 'c', 'd');
  const expectation = fc.oneof(
    fc.constantFrom<ExpectedRevision>('any', 'no_stream', 'stream_exists'),
    fc.nat({ max: 6 }),
  );
  const attempts = fc.array(fc.tuple(expectation, fc.array(id, { maxLength: 3 })), { maxLength: 12 });

  it('decides every history alike', () => {
    fc.assert(
      fc.property(attempts, (history) => {
        const ids: string[] = [];
        for (const [expected, proposed] of history) {
          const decision = stream(ids)(expected, proposed);
          expect(decision).toEqual(modelOf(ids, expected, proposed));
          if (decision.decision === 'append') ids.push(...proposed);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('recognises every repeated append with an exact revision, however much came after', () => {
    fc.assert(
      fc.property(fc.array(id, { minLength: 1 }), fc.nat(), fc.nat(), (ids, start, length) => {
        const from = start % ids.length;
        const proposed = ids.slice(from, from + 1 + (length % (ids.length - from)));
        const expected = from === 0 ? 'no_stream' : from - 1;
        expect(stream(ids)(expected, proposed)).toEqual(already(from + proposed.length - 1));
      }),
    );
  });
});
