interface Repeating {
  /** How many events came again until now. */
  readonly repeats: number;
  stop(): void;
}

/** Every event that a subscription of this process receives comes at least twice, in the order of the store. */
export const repeatEvents = (random: () => number): Repeating =>
  jest
    .requireActual<{ repeatEvents(random: () => number): Repeating }>('./repeated-events.cjs')
    .repeatEvents(random);

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The same items in an order of chance. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const left = [...items];
  return items.map(() => left.splice(Math.floor(random() * left.length), 1)[0] as T);
}
