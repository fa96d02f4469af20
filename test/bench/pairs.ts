/** Something measured for about so many milliseconds; answers units per second. It checks its own results. */
export type Slice = (ms: number) => Promise<number>;

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

export interface Compared {
  /** Of the ratios, each within its pair. */
  readonly ratio: Spread;
  readonly measured: Spread;
  readonly against: Spread;
  readonly pairs: number;
  /** Pairs whose denominators before and after differed by more than 30 %. */
  readonly dropped: number;
}

export interface Measuring {
  readonly pairs: number;
  readonly sliceMs: number;
  /** Slices of both before the first pair, whose results are dropped: half a slice of the measured one when absent. */
  readonly warmSlices?: number;
}

const driftMax = 0.3;

/** B A B A … B: each A is divided by the mean of the B before and the B after it; both may be warmed up before. */
export async function compared(
  measured: Slice,
  against: Slice,
  { pairs, sliceMs, warmSlices = 0 }: Measuring,
): Promise<Compared> {
  const kept: { ratio: number; value: number; denominator: number }[] = [];
  const dropped: typeof kept = [];
  for (let slice = 0; slice < warmSlices; slice++) {
    await measured(sliceMs);
    await against(sliceMs);
  }
  if (warmSlices === 0) await measured(sliceMs / 2);
  let before = await against(sliceMs);
  for (let pair = 0; pair < pairs; pair++) {
    const value = await measured(sliceMs);
    const after = await against(sliceMs);
    const denominator = (before + after) / 2;
    const isDrift = Math.abs(after - before) / Math.max(before, after) > driftMax;
    (isDrift ? dropped : kept).push({ ratio: value / denominator, value, denominator });
    before = after;
  }
  const all = kept.length > 0 ? kept : dropped;
  return {
    ratio: spread(all.map(({ ratio }) => ratio)),
    measured: spread(all.map(({ value }) => value)),
    against: spread(all.map(({ denominator }) => denominator)),
    pairs: kept.length,
    dropped: dropped.length,
  };
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN };
}

/** Of ascending values. */
export function quantile(sorted: readonly number[], share: number): number {
  const at = (sorted.length - 1) * share;
  const [low, high] = [sorted[Math.floor(at)] ?? NaN, sorted[Math.ceil(at)] ?? NaN];
  return low + (high - low) * (at - Math.floor(at));
}
