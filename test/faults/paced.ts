import { setTimeout as pause } from 'node:timers/promises';

/**
 * Work again and again with a rest between, as a person does it and a rate limit allows; answers the milliseconds of
 * each.
 */
export async function paced(
  count: number,
  restMs: number,
  work: (index: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begunAt = performance.now();
    await work(index);
    times.push(performance.now() - begunAt);
    await pause(restMs);
  }
  return times;
}
