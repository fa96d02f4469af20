/** How many are worked on at once: in all, for one host, and of those whose last try failed. */
export interface Slots {
  readonly all: number;
  readonly perHost: number;
  readonly suspects: number;
}

interface Queued {
  readonly host: string;
  /** Its last try failed: it is likely to hold its slot for as long as a try may take. */
  readonly isSuspect: boolean;
}

/**
 * Whose turn it is. Who had one goes to the end; who cannot have one now holds up nobody behind. Those that fail share
 * a part of the slots, so that the others have theirs however many fail.
 */
export class FairQueue<L extends Queued> {
  private readonly waiting = new Set<L>();
  private readonly busy = new Map<L, Queued>();
  private readonly hosts = new Map<string, number>();
  private suspects = 0;

  constructor(private readonly slots: Slots) {}

  get inFlight(): number {
    return this.busy.size;
  }

  isBusy(lane: L): boolean {
    return this.busy.has(lane);
  }

  add(lane: L): void {
    this.waiting.add(lane);
  }

  remove(lane: L): void {
    this.waiting.delete(lane);
  }

  /** The next one that may begin, which is busy from now on. */
  take(): L | undefined {
    if (this.busy.size >= this.slots.all) return undefined;
    for (const lane of this.waiting) {
      if (!this.mayBegin(lane)) continue;
      this.waiting.delete(lane);
      const { host, isSuspect } = lane;
      this.busy.set(lane, { host, isSuspect });
      this.count({ host, isSuspect }, 1);
      return lane;
    }
    return undefined;
  }

  free(lane: L): void {
    const held = this.busy.get(lane);
    if (held === undefined) return;
    this.busy.delete(lane);
    this.count(held, -1);
  }

  private mayBegin(lane: L): boolean {
    const { perHost, suspects } = this.slots;
    if (this.busy.has(lane) || (lane.isSuspect && this.suspects >= suspects)) return false;
    return (this.hosts.get(lane.host) ?? 0) < perHost;
  }

  private count({ host, isSuspect }: Queued, by: 1 | -1): void {
    const left = (this.hosts.get(host) ?? 0) + by;
    if (left === 0) this.hosts.delete(host);
    else this.hosts.set(host, left);
    if (isSuspect) this.suspects += by;
  }
}
