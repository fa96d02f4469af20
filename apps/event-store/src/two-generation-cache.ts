/**
 * Keeps at least the last `half` touched entries and at most twice as many, without an order to maintain.
 * An entry that `mustStay` is carried over however long it was not touched.
 */
export class TwoGenerationCache<V> {
  private young = new Map<string, V>();
  private old = new Map<string, V>();

  constructor(
    private readonly half: number,
    private readonly mustStay: (value: V) => boolean = () => false,
  ) {}

  get(key: string): V | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: V): void {
    this.young.set(key, value);
    if (this.young.size >= this.half) this.turn();
  }

  delete(key: string): void {
    this.young.delete(key);
    this.old.delete(key);
  }

  get size(): number {
    return this.young.size + this.old.size;
  }

  private turn(): void {
    const leaving = this.old;
    this.old = this.young;
    this.young = new Map();
    for (const [key, value] of leaving) {
      if (!this.old.has(key) && this.mustStay(value)) this.young.set(key, value);
    }
  }
}
