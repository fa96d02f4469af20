interface Entry {
  readonly at: string;
  readonly key: string;
}

/** When to look at which key, soonest first; a key has one time. Adding and taking cost the logarithm of the size. */
export class Schedule {
  private readonly times = new Map<string, string>();
  /** A binary heap; entries whose time the key no longer has are passed over when they come up. */
  private readonly heap: Entry[] = [];

  /** Keys that have a time. */
  get size(): number {
    return this.times.size;
  }

  /** The soonest time of all. */
  get next(): string | undefined {
    this.dropStale();
    return this.heap[0]?.at;
  }

  clear(): void {
    this.times.clear();
    this.heap.length = 0;
  }

  has(key: string): boolean {
    return this.times.has(key);
  }

  /** Instants in one format compare as text. Without one the key has no time any more. */
  set(key: string, at: string | undefined): void {
    if (at === this.times.get(key)) return;
    if (at === undefined) {
      this.times.delete(key);
      return;
    }
    this.times.set(key, at);
    this.heap.push({ at, key });
    this.rise(this.heap.length - 1);
  }

  /** Takes the keys whose time lies before that instant; they have none afterwards. */
  takeBefore(now: string): readonly string[] {
    const taken: string[] = [];
    for (let next = this.next; next !== undefined && next < now; next = this.next) {
      const { key } = this.pop();
      this.times.delete(key);
      taken.push(key);
    }
    return taken;
  }

  private dropStale(): void {
    for (
      let top = this.heap[0];
      top !== undefined && this.times.get(top.key) !== top.at;
      top = this.heap[0]
    ) {
      this.pop();
    }
  }

  private pop(): Entry {
    const top = this.heap[0] as Entry;
    const last = this.heap.pop() as Entry;
    if (this.heap.length > 0) {
      this.heap[0] = last;
      this.sink(0);
    }
    return top;
  }

  private rise(index: number): void {
    for (let child = index; child > 0;) {
      const parent = (child - 1) >> 1;
      if (!this.isSooner(child, parent)) return;
      this.swap(child, parent);
      child = parent;
    }
  }

  private sink(index: number): void {
    for (let parent = index; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2];
      const child = this.isSooner(right, left) ? right : left;
      if (!this.isSooner(child, parent)) return;
      this.swap(child, parent);
      parent = child;
    }
  }

  private isSooner(a: number, b: number): boolean {
    const [first, second] = [this.heap[a], this.heap[b]];
    return first !== undefined && (second === undefined || first.at < second.at);
  }

  private swap(a: number, b: number): void {
    [this.heap[a], this.heap[b]] = [this.heap[b] as Entry, this.heap[a] as Entry];
  }
}
