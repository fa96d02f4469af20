import type { Delivered } from './event-store';

/** How far a follower of the store is behind, as of now and not as of what it did last. */
export class FollowerLag {
  private isCaughtUp = false;
  private lastMs = 0;
  /** When the event was recorded that is being worked on. */
  private inHand: string | undefined;
  private ran: (() => void) | undefined;

  /** Its follower begins, once more perhaps: the end is not reached. `ran` is called with its first delivery. */
  begin(ran?: () => void): void {
    this.isCaughtUp = false;
    this.inHand = undefined;
    this.ran = ran;
  }

  get state(): 'catching-up' | 'live' {
    return this.isCaughtUp ? 'live' : 'catching-up';
  }

  /**
   * Milliseconds since the event in hand was recorded, so that it grows while a follower hangs; without one, from
   * recording to handling of the last event, 0 once the end was reached.
   */
  get lagMs(): number {
    return this.inHand === undefined ? this.lastMs : sinceMs(this.inHand);
  }

  /** Of several that are worked on at once, the oldest. */
  take(delivered: Delivered): void {
    this.ran?.();
    this.ran = undefined;
    if ('stream' in delivered) this.inHand ??= delivered.recordedAt;
    if (!('caughtUp' in delivered)) return;
    this.isCaughtUp = true;
    this.lastMs = 0;
  }

  done(): void {
    if (this.inHand !== undefined) this.lastMs = sinceMs(this.inHand);
    this.inHand = undefined;
  }
}

const sinceMs = (instant: string): number => Math.max(0, Date.now() - Date.parse(instant));
