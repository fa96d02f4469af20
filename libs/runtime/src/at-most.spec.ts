import { atMost } from './at-most';

it('keeps the order of the items and never does more at once than allowed', async () => {
  let atWork = 0;
  let most = 0;
  const done = await atMost(3, [5, 1, 4, 2, 3, 0], async (item) => {
    most = Math.max(most, ++atWork);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    atWork -= 1;
    return item * 10;
  });
  expect(done).toEqual([50, 10, 40, 20, 30, 0]);
  expect(most).toBe(3);
});

it('does nothing for nothing', async () =>
  expect(await atMost(3, [], () => Promise.reject(Error()))).toEqual([]));

it('fails with the first failure', () =>
  expect(atMost(2, [1, 2, 3], (item) => Promise.reject(new Error(`no ${item}`)))).rejects.toThrow('no 1'));
