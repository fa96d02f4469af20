import { isTaken, triesByDefault, waitMs } from './tries';

const now = '2026-11-30T01:00:00.000Z';
const failed = { problem: 'reset', tookMs: 1 } as const;
const busy = (retryAfter: string) => ({ status: 429, retryAfter, text: '', tookMs: 1 });
const wait = (tries: number, outcome: Parameters<typeof waitMs>[1], chance = 0.5) =>
  waitMs(tries, outcome, now, chance, triesByDefault);
const hourMs = 60 * 60 * 1_000;

it('waits three times as long each time, an hour at most', () =>
  expect([1, 2, 3, 4, 7, 8, 1_000].map((tries) => wait(tries, failed))).toEqual([
    ...[5_000, 15_000, 45_000, 135_000, hourMs, hourMs, hourMs],
  ]));

it('differs by a tenth to either side', () =>
  expect([0, 1].map((chance) => wait(1, failed, chance))).toEqual([4_500, 5_500]));

it.each([
  ['120', 120_000],
  ['0', 5_000],
  ['86400', hourMs],
  ['Mon, 30 Nov 2026 01:10:00 GMT', 600_000],
  ['Mon, 30 Nov 2026 00:00:00 GMT', 5_000],
  ['soon', 5_000],
])('waits as the receiver asks within its limits: %s', (retryAfter, expected) =>
  expect(wait(1, busy(retryAfter))).toBe(expected),
);

it.each([
  [200, true],
  [204, true],
  [299, true],
  [301, false],
  [304, false],
  [410, false],
  [500, false],
])('%i is taken: %s', (status, taken) => expect(isTaken({ status, text: '', tookMs: 1 })).toBe(taken));
