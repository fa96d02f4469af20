/** What each taker may have: requests that are answered at once, and requests over time. */
export interface Allowance {
  readonly atOnceMax: number;
  /** Requests per second, over time. 0: none are counted. */
  readonly perSecond: number;
  /** Requests that one who was quiet may send in one go. */
  readonly burst: number;
}

type TakingRefused = 'at-once' | 'rate';

/** Why one may not have one more, and when it may. */
export interface Refusal {
  readonly reason: TakingRefused;
  readonly retryAfterMs: number;
}

/** What of a request is counted. */
export interface Counted {
  readonly rate: boolean;
  readonly atOnce: boolean;
  /** How much of the rate it takes; 1 when absent. */
  readonly amount?: number;
  /** Known only when it is done: what is not left is owed, and nothing is had before it is paid back. */
  readonly mayOwe?: true;
}

interface Taker {
  atOnce: number;
  /** Requests that may be sent now, and the moment they were counted. */
  left: number;
  countedAtMs: number;
}

/** How long whoever has too many requests open is asked to wait: nobody knows when one of them is answered. */
const atOnceRetryMs = 1_000;
const forgetEveryMs = 1_000;

/**
 * Token buckets and counters by key. Time is passed in, milliseconds of any clock that does not run back. A taker
 * that is quiet until its bucket is full again is forgotten, so that there are never more entries than takers of the
 * last `burst / perSecond` seconds, and those with something under way.
 */
export class Takers {
  private readonly takers = new Map<string, Taker>();
  private forgottenAtMs = 0;

  constructor(private readonly allowance: Allowance) {}

  get size(): number {
    return this.takers.size;
  }

  /** Nothing is taken. */
  refusal(key: string, nowMs: number, counted: Counted): Refusal | undefined {
    const taker = this.takers.get(key);
    if (taker === undefined) return undefined;
    const { atOnceMax, perSecond } = this.allowance;
    if (counted.atOnce && taker.atOnce >= atOnceMax)
      return { reason: 'at-once', retryAfterMs: atOnceRetryMs };
    if (!counted.rate || perSecond === 0) return undefined;
    const left = this.leftOf(taker, nowMs);
    const { amount = 1 } = counted;
    if (left >= amount) return undefined;
    return { reason: 'rate', retryAfterMs: ((amount - left) / perSecond) * 1000 };
  }

  /** Counts one more, whether or not it may be: `refusal` says so. */
  take(key: string, nowMs: number, counted: Counted): void {
    this.forgetQuiet(nowMs);
    const taker = this.takers.get(key) ?? { atOnce: 0, left: this.allowance.burst, countedAtMs: nowMs };
    this.takers.set(key, taker);
    if (counted.atOnce) taker.atOnce++;
    if (!counted.rate) return;
    const left = this.leftOf(taker, nowMs) - (counted.amount ?? 1);
    taker.left = counted.mayOwe === true ? left : Math.max(0, left);
    taker.countedAtMs = nowMs;
  }

  /** What was taken of the rate was not used. */
  giveBack(key: string, amount: number): void {
    const taker = this.takers.get(key);
    if (taker !== undefined) taker.left = Math.min(this.allowance.burst, taker.left + amount);
  }

  /** One that was counted `atOnce` is answered. */
  leave(key: string): void {
    const taker = this.takers.get(key);
    if (taker !== undefined && taker.atOnce > 0) taker.atOnce--;
  }

  private leftOf({ left, countedAtMs }: Taker, nowMs: number): number {
    const { perSecond, burst } = this.allowance;
    return Math.min(burst, left + ((nowMs - countedAtMs) / 1000) * perSecond);
  }

  private forgetQuiet(nowMs: number): void {
    if (nowMs - this.forgottenAtMs < forgetEveryMs) return;
    this.forgottenAtMs = nowMs;
    for (const [key, taker] of this.takers) {
      const isQuiet = taker.atOnce === 0 && this.leftOf(taker, nowMs) >= this.allowance.burst;
      if (isQuiet) this.takers.delete(key);
    }
  }
}
