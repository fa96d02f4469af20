import { liveEventsMax } from './limits';

/**
 * What came for a live subscriber and is not yet in its hand: at most `liveEventsMax` while it is busy with what it
 * has. A subscriber more behind than that gets nothing of it.
 */
export class LiveQueue<Item> {
  private items: Item[] = [];
  private isOverrun = false;
  private wake: (() => void) | undefined;

  offer(items: readonly Item[]): void {
    if (this.isOverrun || items.length === 0) return;
    const isBusy = this.wake === undefined;
    if (isBusy && this.items.length + items.length > liveEventsMax) {
      this.isOverrun = true;
      this.items = [];
    } else {
      this.items.push(...items);
    }
    this.wake?.();
  }

  /** All that waits, as soon as there is something; nothing when the signal aborts. */
  async take(signal: AbortSignal): Promise<readonly Item[] | 'overrun'> {
    if (!this.isOverrun && this.items.length === 0) await this.next(signal);
    if (this.isOverrun) return 'overrun';
    const taken = this.items;
    this.items = [];
    return taken;
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
