/** What was delivered and not yet projected: whatever gathers while one batch is written is the next batch. */
export class Backlog<Item> {
  private readonly items: Item[] = [];
  private ended = false;
  private changed: () => void = () => undefined;
  private change = this.nextChange();

  constructor(private readonly itemsMax: number) {}

  /** Waits while the backlog is full. */
  async put(item: Item): Promise<void> {
    while (this.items.length >= this.itemsMax && !this.ended) await this.change;
    if (this.ended) return;
    this.items.push(item);
    this.tell();
  }

  /** At most `max` items, at least one; none only after the end. */
  async take(max: number): Promise<readonly Item[]> {
    while (this.items.length === 0 && !this.ended) await this.change;
    const taken = this.items.splice(0, max);
    this.tell();
    return taken;
  }

  /** Nothing more is put; what is left can still be taken. */
  end(): void {
    this.ended = true;
    this.tell();
  }

  private tell(): void {
    const { changed } = this;
    this.change = this.nextChange();
    changed();
  }

  private nextChange(): Promise<void> {
    return new Promise((resolve) => (this.changed = resolve));
  }
}
