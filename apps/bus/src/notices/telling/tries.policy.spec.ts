import { waitMs } from './tries.policy';

it('waits three times as long after each try, an hour at most', () =>
  expect([1, 2, 3, 4, 5, 50].map((tries) => waitMs(tries, 0.5) / 60_000)).toEqual([1, 3, 9, 27, 60, 60]));

it('lets a fifth be chance', () => expect([waitMs(1, 0), waitMs(1, 1)]).toEqual([54_000, 66_000]));
