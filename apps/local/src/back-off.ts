const firstMs = 1_000;
const longestMs = 30_000;
const calmMs = 60_000;

/** How long to wait before the next start: 1 s, doubling to 30 s, and 1 s again after a life of a minute. */
export class BackOff {
  private nextMs = firstMs;

  /** `livedMs`: how long the process lived that has just ended. */
  after(livedMs: number): number {
    if (livedMs >= calmMs) this.nextMs = firstMs;
    const waitMs = this.nextMs;
    this.nextMs = Math.min(longestMs, this.nextMs * 2);
    return waitMs;
  }
}
