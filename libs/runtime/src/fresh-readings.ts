interface Reading<T> {
  readonly now: Promise<T>;
  /** Begins when the one under way has ended. */
  next?: Promise<T>;
}

/**
 * Readings of which each must have begun after it was asked for: whoever asks while one is under way shares the next
 * one of the same key. However many ask, two are owed at most.
 */
export class FreshReadings<T> {
  private readonly byKey = new Map<string, Reading<T>>();

  of(key: string, read: () => Promise<T>): Promise<T> {
    const underWay = this.byKey.get(key);
    if (underWay === undefined) return this.begin(key, read);
    const ended = underWay.now.catch(() => undefined);
    return (underWay.next ??= ended.then(() => this.begin(key, read)));
  }

  private begin(key: string, read: () => Promise<T>): Promise<T> {
    const reading: Reading<T> = { now: read() };
    this.byKey.set(key, reading);
    const end = (): void => {
      if (reading.next === undefined) this.byKey.delete(key);
    };
    reading.now.then(end, end);
    return reading.now;
  }
}
