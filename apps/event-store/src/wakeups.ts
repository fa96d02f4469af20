/** Readers waiting at the end of a stream, or of everything, until a commit moves it. */
export class Wakeups {
  private readonly ofStream = new Map<string, Set<() => void>>();
  private readonly ofAll = new Set<() => void>();

  /** Resolves after the next commit that touches the stream (undefined: any commit), or when the signal aborts. */
  wait(stream: string | undefined, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const sleepers = stream === undefined ? this.ofAll : this.sleepersOf(stream);
      const wake = (): void => {
        sleepers.delete(wake);
        if (stream !== undefined && sleepers.size === 0) this.ofStream.delete(stream);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      sleepers.add(wake);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  wake(streams: Iterable<string>): void {
    for (const wake of [...this.ofAll]) wake();
    for (const stream of streams) {
      for (const wake of [...(this.ofStream.get(stream) ?? [])]) wake();
    }
  }

  get waiting(): number {
    return [...this.ofStream.values()].reduce((sum, sleepers) => sum + sleepers.size, this.ofAll.size);
  }

  private sleepersOf(stream: string): Set<() => void> {
    const sleepers = this.ofStream.get(stream) ?? new Set();
    this.ofStream.set(stream, sleepers);
    return sleepers;
  }
}
