import type { LookPart } from '@contracts';

/** So many equal refusals are listed; what comes after them within the minute is one row with a count. */
export const listedMax = 10;
export const windowMs = 60_000;
/** Different refusals that are compared at once; beyond, the oldest minute ends early and nothing is lost. */
export const windowsMax = 20_000;

interface Window {
  readonly endsMs: number;
  seen: number;
  counted: number;
  /** The last one that was not listed. */
  last: LookPart;
}

/** Tells refusals apart that one officer gets again and again. The time is told to it, in milliseconds of any clock. */
export class EqualRefusals {
  /** In the order in which they end. */
  private readonly windows = new Map<string, Window>();
  private ended: LookPart[] = [];

  take(look: LookPart, nowMs: number): 'listed' | 'counted' {
    const { agency, officer, sentBy = '', operation, object = '', outcome } = look;
    const key = `${agency} ${officer} ${sentBy} ${operation} ${object} ${outcome}`;
    this.endUntil(nowMs);
    const window = this.windows.get(key);
    if (window === undefined) {
      if (this.windows.size === windowsMax) this.endEldest();
      this.windows.set(key, { endsMs: nowMs + windowMs, seen: 1, counted: 0, last: look });
      return 'listed';
    }
    window.seen += 1;
    if (window.seen <= listedMax) return 'listed';
    window.counted += 1;
    window.last = look;
    return 'counted';
  }

  /** A row for each minute that is over and in which some were counted. */
  over(nowMs: number): readonly LookPart[] {
    this.endUntil(nowMs);
    const { ended } = this;
    this.ended = [];
    return ended;
  }

  /** The same for every minute, over or not. */
  all(): readonly LookPart[] {
    return this.over(Infinity);
  }

  private endUntil(nowMs: number): void {
    for (const { endsMs } of this.windows.values()) {
      if (endsMs > nowMs) return;
      this.endEldest();
    }
  }

  private endEldest(): void {
    const [eldest] = this.windows;
    if (eldest === undefined) return;
    const [key, { counted, last }] = eldest;
    this.windows.delete(key);
    if (counted > 0) this.ended.push({ ...last, count: counted });
  }
}
