/** How long a commit waits at most for appends that are still on their way, in ms. */
export const gatheringMsMax = 3;

/**
 * How many appends a commit is worth waiting for, given how many the last two took: half of the larger. A commit costs
 * the same for one append as for a hundred, and whoever was answered last is about to send again.
 */
export const worthWaitingFor = (last: number, beforeLast: number): number =>
  Math.ceil(Math.max(last, beforeLast) / 2);

/** Holds a commit back for a moment while most of the appenders of the last ones are still on their way. */
export class Gathering {
  private last = 0;
  private beforeLast = 0;
  private waiting: { readonly wanted: number; readonly end: () => void } | undefined;
  private isOver = false;

  /** Resolves when enough of them are here, or after `gatheringMsMax`; at once for whoever is alone. */
  async wait(here: number): Promise<void> {
    const wanted = worthWaitingFor(this.last, this.beforeLast);
    if (here >= wanted || this.isOver) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => this.waiting?.end(), gatheringMsMax);
      const end = (): void => {
        clearTimeout(timer);
        this.waiting = undefined;
        // One turn later, so that those of the same read of the socket come along.
        setImmediate(resolve);
      };
      this.waiting = { wanted, end };
    });
  }

  arrived(here: number): void {
    if (this.waiting !== undefined && here >= this.waiting.wanted) this.waiting.end();
  }

  /** To be told with each commit that begins, whatever becomes of it. */
  began(appends: number): void {
    [this.beforeLast, this.last] = [this.last, appends];
  }

  /** Nobody waits from now on. */
  end(): void {
    this.isOver = true;
    this.waiting?.end();
  }
}
