import { atMost } from '@runtime';

interface Turned {
  readonly turn?: string;
}

/**
 * Does the work for every item: those of one turn one after the other, others at once, never more than `width` at a
 * time. Results are in the order of the items.
 */
export async function inTurns<T extends Turned, R>(
  width: number,
  items: readonly T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queues = new Map<string | number, number[]>();
  for (const [index, { turn }] of items.entries()) {
    const queue = queues.get(turn ?? index);
    if (queue === undefined) queues.set(turn ?? index, [index]);
    else queue.push(index);
  }
  await atMost(width, [...queues.values()], async (queue) => {
    for (const index of queue) results[index] = await work(items[index] as T);
  });
  return results;
}
