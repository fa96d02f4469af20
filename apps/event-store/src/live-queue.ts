import { liveEventsMax } from './limits';

/**
 * What came for a live subscriber and is not yet in its hand. It has one turn of the event loop to take what a commit
 * brings; when more than `liveEventsMax` wait after that, it is too slow, and gets nothing further from here.
 */
export class LiveQueue<Item> {
  private items: Item[] = [];
  private isOverrun = false;
  private check: NodeJS.Immediate | undefined;
  private wake: (() => void) | undefined;

  offer(items: readonly Item[]): void {
    if (this.isOverrun || items.length === 0) return;
    this.items.push(...items);
    this.wake?.();
    if (this.items.length > liveEventsMax) this.check ??= setImmediate(() => this.judge());
  }

  /** What waits, as soon as there is something, `liveEventsMax` at most; nothing when the signal aborts. */
  async take(signal: AbortSignal): Promise<readonly Item[] | 'overrun'> {
    if (!this.isOverrun && this.items.length === 0) await this.next(signal);
    return this.isOverrun ? 'overrun' : this.items.splice(0, liveEventsMax);
  }

  private judge(): void {
    this.check = undefined;
    if (this.items.length <= liveEventsMax) return;
    this.isOverrun = true;
    this.items = [];
  }

  private next(signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const go = (): void => {
        this.wake = undefined;
        signal.removeEventListener('abort', go);
        resolve();
      };
      this.wake = go;
      signal.addEventListener('abort', go, { once: true });
    });
  }
}
