import { RecentIds } from './recent-ids';

it('knows the same id in two streams apart', () => {
  const ids = new RecentIds(10);
  ids.remember('a-1', 'id', 3);
  ids.remember('a-2', 'id', 7);
  expect([ids.revisionOf('a-1', 'id'), ids.revisionOf('a-2', 'id')]).toEqual([3, 7]);
  expect(ids.revisionOf('a-3', 'id')).toBeUndefined();
});

it('forgets the oldest first, and keeps the newest revision of an id taken twice', () => {
  const ids = new RecentIds(2);
  ids.remember('a', '1', 0);
  ids.remember('a', '2', 1);
  ids.remember('a', '2', 2);
  ids.remember('a', '3', 3);
  expect(['1', '2', '3'].map((id) => ids.revisionOf('a', id))).toEqual([undefined, 2, 3]);
});
