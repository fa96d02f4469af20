import { setTimeout as pause } from 'node:timers/promises';

/**
 * Waiting times that double from `firstMs` to `mostMs`, each drawn between half and the whole, so that rivals
 * drift apart.
 */
export class BackOff {
  private ms: number;

  constructor(
    private readonly firstMs: number,
    private readonly mostMs: number,
  ) {
    this.ms = firstMs;
  }

  /** Resolves after the wait, at once when the signal aborts. */
  async wait(signal?: AbortSignal): Promise<void> {
    const ms = this.ms * (0.5 + Math.random() / 2);
    this.ms = Math.min(this.ms * 2, this.mostMs);
    await pause(ms, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
  }

  reset(): void {
    this.ms = this.firstMs;
  }
}
