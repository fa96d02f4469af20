import { type Meter, metered } from './metered';

const meter: Meter = { bytesPerSecondMin: 1_000, windowMs: 200, came: async () => undefined };
const chunk = (size: number) => Buffer.alloc(size);

async function* coming(sizes: readonly number[], end: Promise<void> = Promise.resolve()) {
  for (const size of sizes) yield chunk(size);
  await end;
}

async function sizeOf(bytes: AsyncIterable<Buffer>): Promise<number> {
  let size = 0;
  for await (const each of bytes) size += each.byteLength;
  return size;
}

const never = new Promise<void>(() => undefined);

it('hands on what comes fast enough, to its end', async () =>
  expect(await sizeOf(metered(coming([1, 70_000, 3]), meter))).toBe(70_004));

it.each([
  ['nothing at all', [] as number[]],
  ['too little', [10]],
])('ends an upload of which there comes %s', async (_, sizes) => {
  const begun = performance.now();
  await expect(sizeOf(metered(coming(sizes, never), meter))).rejects.toMatchObject({
    problem: 'request:too-slow',
  });
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it('forgives a silence after enough has come, until the next window', async () => {
  const begun = performance.now();
  await expect(sizeOf(metered(coming([1_000], never), meter))).rejects.toMatchObject({
    problem: 'request:too-slow',
  });
  expect(performance.now() - begun).toBeGreaterThanOrEqual(2 * meter.windowMs - 10);
});

it('waits for everybody without a least rate, and ends with what the one who is told of the bytes throws', async () => {
  const full = new Error('full');
  const told = metered(coming([1, 2, 3]), {
    ...meter,
    bytesPerSecondMin: 0,
    came: async (bytes) => {
      if (bytes === 2) throw full;
    },
  });
  await expect(sizeOf(told)).rejects.toBe(full);
});

it('does not count the time a slow disk of ours takes', async () => {
  let size = 0;
  for await (const each of metered(coming([10, 10, 10]), { ...meter, windowMs: 20 })) {
    const until = performance.now() + 30;
    while (performance.now() < until) await new Promise((resolve) => setImmediate(resolve));
    size += each.byteLength;
  }
  expect(size).toBe(30);
});
