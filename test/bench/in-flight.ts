/**
 * Keeps `width` pieces of work under way until the time is over, and waits for the last ones; answers how many per s.
 */
export async function ratePerSecond(
  width: number,
  ms: number,
  work: (index: number) => Promise<unknown>,
): Promise<number> {
  const started = performance.now();
  let begun = 0;
  let done = 0;
  const worker = async () => {
    while (performance.now() - started < ms) {
      await work(begun++);
      done++;
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return (done * 1000) / (performance.now() - started);
}

/** Milliseconds of each of `count` pieces of work, one after the other, ascending. */
export async function timesOf(count: number, work: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index++) {
    const started = performance.now();
    await work(index);
    times.push(performance.now() - started);
  }
  return times.sort((a, b) => a - b);
}
