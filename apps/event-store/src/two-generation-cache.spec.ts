import { TwoGenerationCache } from './two-generation-cache';

it('keeps what was touched last and forgets the rest', () => {
  const cache = new TwoGenerationCache<number>(3);
  for (let n = 1; n <= 20; n += 1) {
    cache.set(`k${n}`, n);
    cache.get('k1');
  }
  expect(cache.get('k1')).toBe(1);
  expect(cache.get('k20')).toBe(20);
  expect(cache.get('k5')).toBeUndefined();
  expect(cache.size).toBeLessThanOrEqual(6);
});

it('carries over what must stay', () => {
  const cache = new TwoGenerationCache<number>(2, (value) => value < 0);
  cache.set('pinned', -1);
  for (let n = 1; n <= 50; n += 1) cache.set(`k${n}`, n);
  expect(cache.get('pinned')).toBe(-1);
});

it('shows the newest value of a key in both generations', () => {
  const cache = new TwoGenerationCache<number>(2);
  cache.set('a', 1);
  cache.set('b', 1);
  cache.set('a', 2);
  cache.set('c', 1);
  expect(cache.get('a')).toBe(2);
});
