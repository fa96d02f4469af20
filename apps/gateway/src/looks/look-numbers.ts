import { Counter, Gauge } from 'prom-client';
import type { Metrics } from '@runtime';

/**
 * `recorded`; `counted` instead of listed; `late` when recorded over 5 s after its answer; `lost`; `refused` content
 * or history because its look could not be recorded; `nameless` requests without a token that holds, which nobody
 * can be named for.
 */
export type LookOutcome = 'recorded' | 'counted' | 'late' | 'lost' | 'refused' | 'nameless';

/** How the looks of this gateway fare. */
export class LookNumbers {
  private readonly looks: Counter<'outcome'>;
  private readonly waitingLooks: Gauge;

  constructor({ registry }: Metrics) {
    const [looks, waiting] = ['lienthong_looks_total', 'lienthong_looks_waiting'] as const;
    this.looks =
      (registry.getSingleMetric(looks) as Counter<'outcome'> | undefined) ??
      new Counter({
        name: looks,
        help: 'Who looked at what, and refusals, by whether that was recorded',
        labelNames: ['outcome'] as const,
        registers: [registry],
      });
    this.waitingLooks =
      (registry.getSingleMetric(waiting) as Gauge | undefined) ??
      new Gauge({
        name: waiting,
        help: 'Looks that wait in this gateway until they are recorded',
        registers: [registry],
      });
  }

  count(outcome: LookOutcome, looks = 1): void {
    if (looks > 0) this.looks.inc({ outcome }, looks);
  }

  waiting(looks: number): void {
    this.waitingLooks.set(looks);
  }
}
