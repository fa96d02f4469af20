/** How much may wait between the wire and the work, of each subscription. */
export const wireQueueMax = { items: 1_000, bytes: 8 * 1024 * 1024 } as const;

interface Waiting<T> {
  readonly item: T;
  readonly bytes: number;
}

/**
 * What came over the wire and was not taken yet. Putting never waits, so that the wire is always drained; what is
 * beyond the limits is refused. One taker.
 */
export class WireQueue<T> {
  private readonly items: Waiting<T>[] = [];
  private bytes = 0;
  private wake: (() => void) | undefined;
  private ended: { readonly error?: Error } | undefined;

  constructor(private readonly most: { readonly items: number; readonly bytes: number } = wireQueueMax) {}

  /** Everything was taken and more is asked for. */
  get isWaitedFor(): boolean {
    return this.wake !== undefined;
  }

  /** False when there is no room, or after the end: the item was not kept. `weigh` answers bytes. */
  put(item: T, weigh: (item: T) => number): boolean {
    if (this.ended !== undefined) return false;
    // What is taken at once need not be weighed.
    const bytes = this.isWaitedFor ? 0 : weigh(item);
    const { length } = this.items;
    if (length >= this.most.items || (length > 0 && this.bytes + bytes > this.most.bytes)) return false;
    this.items.push({ item, bytes });
    this.bytes += bytes;
    this.stir();
    return true;
  }

  /** Nothing comes any more; what waits is still taken. */
  end(error?: Error): void {
    this.ended ??= error === undefined ? {} : { error };
    this.stir();
  }

  /** The next item; nothing at the end. @throws what it was ended with */
  async take(): Promise<T | undefined> {
    for (;;) {
      const next = this.items.shift();
      if (next !== undefined) {
        this.bytes -= next.bytes;
        return next.item;
      }
      if (this.ended?.error !== undefined) throw this.ended.error;
      if (this.ended !== undefined) return undefined;
      await new Promise<void>((wake) => (this.wake = wake));
    }
  }

  private stir(): void {
    this.wake?.();
    this.wake = undefined;
  }
}
