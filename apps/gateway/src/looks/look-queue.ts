import { type LookPart, looksOfBatchMax } from '@contracts';

/** How long a look may wait for others when nobody waits for it. */
export const gatherMs = 1_000;
/** Looks held in memory while they cannot be recorded, about 10 MB. */
export const queuedMax = 20_000;

export interface Queued {
  readonly look: LookPart;
  readonly sinceMs: number;
  /** Told once it is recorded or lost, when somebody waits for that. */
  readonly settle?: (outcome: 'recorded' | 'lost') => void;
}

/** Looks on their way into batches, oldest first. The time is told to it, in milliseconds of any clock. */
export class LookQueue {
  private queued: Queued[] = [];
  private awaited = 0;

  get length(): number {
    return this.queued.length;
  }

  /** False when there is no room; nothing was taken then. */
  add(look: Queued): boolean {
    if (this.queued.length >= queuedMax) return false;
    this.queued.push(look);
    if (look.settle !== undefined) this.awaited += 1;
    return true;
  }

  /** Takes one back that is not in a batch yet. */
  remove(look: Queued): void {
    const place = this.queued.indexOf(look);
    if (place === -1) return;
    this.queued.splice(place, 1);
    if (look.settle !== undefined) this.awaited -= 1;
  }

  /** Milliseconds until a batch is due; nothing when there is no look. */
  dueInMs(nowMs: number): number | undefined {
    const [oldest] = this.queued;
    if (oldest === undefined) return undefined;
    if (this.awaited > 0 || this.queued.length >= looksOfBatchMax) return 0;
    return Math.max(0, oldest.sinceMs + gatherMs - nowMs);
  }

  /** The oldest, at most 500. */
  take(): readonly Queued[] {
    const batch = this.queued.splice(0, looksOfBatchMax);
    this.awaited -= batch.filter(({ settle }) => settle !== undefined).length;
    return batch;
  }
}
