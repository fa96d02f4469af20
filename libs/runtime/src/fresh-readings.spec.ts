import { FreshReadings } from './fresh-readings';

/** Readings that end when they are told to, in the order in which they began. */
function opened() {
  const readings = new FreshReadings<number>();
  const ends: ((how: 'done' | 'failed') => void)[] = [];
  let begun = 0;
  const read = (): Promise<number> => {
    const mine = ++begun;
    return new Promise((done, fail) => {
      ends.push((how) => (how === 'done' ? done(mine) : fail(new Error(`reading ${mine}`))));
    });
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  const end = async (how: 'done' | 'failed' = 'done') => {
    ends.shift()?.(how);
    await settled();
  };
  return { ask: (key = 'H99.1') => readings.of(key, read), end, begun: () => begun };
}

it('answers nobody by a reading that had begun before it was asked for', async () => {
  const { ask, end, begun } = opened();
  const [first, ...others] = [ask(), ask(), ask()];
  expect(begun()).toBe(1);
  await end();
  expect([await first, begun()]).toEqual([1, 2]);
  const late = ask();
  await end();
  expect(await Promise.all(others)).toEqual([2, 2]);
  await end();
  expect([await late, begun()]).toEqual([3, 3]);
});

it('reads again for whoever asks when nothing is under way, and each key by itself', async () => {
  const { ask, end } = opened();
  const first = ask();
  await end();
  expect(await first).toBe(1);
  const [second, other] = [ask(), ask('H99.2')];
  await end();
  await end();
  expect([await second, await other]).toEqual([2, 3]);
});

it('a failure is the answer of those who shared it, and the next reading goes on', async () => {
  const { ask, end } = opened();
  const [first, second] = [ask(), ask()];
  const failed = expect(first).rejects.toThrow('reading 1');
  await end('failed');
  await failed;
  await end();
  expect(await second).toBe(2);
});
