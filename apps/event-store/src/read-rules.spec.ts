import * as fc from 'fast-check';
import { emptyHead, type RecordedEvent, type StreamHead } from './event';
import {
  allRange,
  firstVisibleRevision,
  headWithOwner,
  isMissing,
  isYoungEnough,
  streamRange,
  subscriptionStart,
} from './read-rules';
import { noPolicy, type StreamPolicy } from './stream-metadata';

const head = (revision: number, policy: StreamPolicy = noPolicy): StreamHead => ({
  revision,
  position: 100,
  policy,
});

describe('rule 4: where a read begins', () => {
  it.each([
    ['forwards', 'start', { first: 0, last: 9 }],
    ['forwards', 4, { first: 4, last: 9 }],
    ['forwards', 'end', { first: 10, last: 9 }],
    ['backwards', 'end', { first: 0, last: 9 }],
    ['backwards', 4, { first: 0, last: 4 }],
    ['backwards', 99, { first: 0, last: 9 }],
    ['backwards', 'start', { first: 0, last: 0 }],
  ] as const)('a stream %s from %s', (direction, from, range) =>
    expect(streamRange('a-1', head(9), direction, from)).toEqual(range),
  );

  it.each([
    ['forwards', 'start', { first: 1, last: 9 }],
    ['forwards', 4, { first: 4, last: 9 }],
    ['forwards', 'end', { first: 10, last: 9 }],
    ['backwards', 'end', { first: 1, last: 9 }],
    ['backwards', 4, { first: 1, last: 3 }],
    ['backwards', 'start', { first: 1, last: -1 }],
  ] as const)('$all %s from %s', (direction, from, range) =>
    expect(allRange(9, direction, from)).toEqual(range),
  );

  it.each([
    ['start', 0],
    [4, 5],
    ['end', 10],
  ] as const)('a subscription from %s', (from, next) => expect(subscriptionStart(from, 9, 0)).toBe(next));
});

describe('rule 12: the first visible revision', () => {
  it.each<[string, StreamPolicy, number]>([
    ['nothing set', {}, 0],
    ['$maxCount', { maxCount: 3 }, 7],
    ['$maxCount above the length', { maxCount: 30 }, 0],
    ['$tb', { truncateBefore: 5 }, 5],
    ['the larger of both', { maxCount: 3, truncateBefore: 5 }, 7],
  ])('%s', (_, policy, first) => expect(firstVisibleRevision('a-1', head(9, policy))).toBe(first));

  it('is the head of a metastream, whatever its own metadata says', () => {
    expect(firstVisibleRevision('$$a-1', head(9))).toBe(9);
    expect(firstVisibleRevision('$$a-1', head(9, { maxCount: 5, truncateBefore: 99 }))).toBe(9);
  });

  it('never shows more than $maxCount events, and always the newest', () => {
    fc.assert(
      fc.property(fc.nat(1_000), fc.integer({ min: 1, max: 1_000 }), (revision, maxCount) => {
        const range = streamRange('a-1', head(revision, { maxCount }), 'forwards', 'start');
        expect(range.last).toBe(revision);
        expect(range.last - range.first + 1).toBe(Math.min(maxCount, revision + 1));
      }),
    );
  });

  it('hides by age what $maxAge says', () => {
    const event = { createdMs: 1_000 } as RecordedEvent;
    expect(isYoungEnough(event, head(0, { maxAgeMs: 500 }), 1_500)).toBe(true);
    expect(isYoungEnough(event, head(0, { maxAgeMs: 500 }), 1_501)).toBe(false);
    expect(isYoungEnough(event, head(0), 1e15)).toBe(true);
  });
});

it('takes a stream with metadata alone, and a soft-deleted one, for missing', () => {
  expect(isMissing(undefined)).toBe(true);
  expect(isMissing(head(-1))).toBe(true);
  expect(isMissing(head(0))).toBe(false);
  expect(isMissing(head(0, { isSoftDeleted: true }))).toBe(true);
});

describe('rule 11: the tombstone of a stream', () => {
  const heads: Record<string, StreamHead> = {
    dead: { ...head(3), isTombstoned: true },
    $$dead: head(1),
    alive: head(2),
    $$alive: head(0),
  };
  const headOf = (stream: string) => headWithOwner(stream, (name) => heads[name]);

  it('ends its metastream too, and the metastream of that, even one that never was', () => {
    expect(headOf('$$dead')).toEqual({ ...head(1), isTombstoned: true });
    expect(headOf('$$$$dead')).toEqual({ ...emptyHead, isTombstoned: true });
  });

  it('leaves every other stream as it is', () => {
    expect(headOf('dead')).toBe(heads['dead']);
    expect(headOf('$$alive')).toBe(heads['$$alive']);
    expect(headOf('$$nothing')).toBeUndefined();
    expect(headOf('$$')).toBeUndefined();
  });
});
