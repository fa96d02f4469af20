/** The bounded memory of recently taken ids, per stream: the oldest is forgotten first. Gone after a restart. */
export class RecentIds {
  private readonly revisions = new Map<string, number>();
  private readonly ring: string[];
  private next = 0;

  constructor(private readonly capacity: number) {
    this.ring = new Array<string>(capacity).fill('');
  }

  remember(stream: string, id: string, revision: number): void {
    const key = keyOf(stream, id);
    if (this.revisions.has(key)) {
      this.revisions.set(key, revision);
      return;
    }
    const forgotten = this.ring[this.next];
    if (forgotten !== undefined && forgotten !== '') this.revisions.delete(forgotten);
    this.ring[this.next] = key;
    this.next = (this.next + 1) % this.capacity;
    this.revisions.set(key, revision);
  }

  /** Its place in the ring stays taken, which at worst forgets it early when it is remembered again. */
  forget(stream: string, id: string): void {
    this.revisions.delete(keyOf(stream, id));
  }

  revisionOf(stream: string, id: string): number | undefined {
    return this.revisions.get(keyOf(stream, id));
  }
}

/** Ids have a fixed length, so the pair needs no separator. */
const keyOf = (stream: string, id: string): string => id + stream;
