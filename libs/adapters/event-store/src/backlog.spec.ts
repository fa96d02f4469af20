import { Backlog } from './backlog';

it('hands out in order whatever has gathered', async () => {
  const backlog = new Backlog<number>(10);
  for (const item of [1, 2, 3]) await backlog.put(item);
  expect(await backlog.take(2)).toEqual([1, 2]);
  expect(await backlog.take(2)).toEqual([3]);
});

it('makes the taker wait for the first, and the giver for room', async () => {
  const backlog = new Backlog<number>(2);
  const given: number[] = [];
  const giving = (async () => {
    for (let item = 1; item <= 5; item++) {
      await backlog.put(item);
      given.push(item);
    }
    backlog.end();
  })();
  const taken: number[] = [];
  for (;;) {
    const items = await backlog.take(10);
    if (items.length === 0) break;
    expect(given.length - taken.length).toBeLessThanOrEqual(3);
    taken.push(...items);
  }
  await giving;
  expect(taken).toEqual([1, 2, 3, 4, 5]);
});

it('lets go of both when it ends', async () => {
  const full = new Backlog<number>(1);
  await full.put(1);
  const putting = full.put(2);
  const taking = new Backlog<number>(1);
  const nothing = taking.take(1);
  full.end();
  taking.end();
  await putting;
  expect(await nothing).toEqual([]);
  expect(await full.take(5)).toEqual([1]);
  expect(await full.take(5)).toEqual([]);
});
