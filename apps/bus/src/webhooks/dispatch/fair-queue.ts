/** How many are worked on at once. */
export interface Slots {
  readonly all: number;
  /** Of those that do well, and as many of those that do not. */
  readonly perHost: number;
  /** Of those whose last try failed or that are waited for long. */
  readonly suspects: number;
}

interface Queued {
  readonly host: string;
  /** Its last try failed: it is likely to hold its slot for as long as a try may take. */
  readonly isSuspect: boolean;
}

/**
 * Whose turn it is. Who had one goes to the end; who cannot have one now holds up nobody behind. Those that fail share
 * a part of the slots, and of those of their host, so that the others have theirs however many fail.
 */
export class FairQueue<L extends Queued> {
  private readonly waiting = new Set<L>();
  private readonly busy = new Map<L, Queued>();
  /** How many of each host. */
  private readonly well = new Map<string, number>();
  private readonly failing = new Map<string, number>();
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

  /** It is waited for longer than those that do well need: it holds none of their slots any more. */
  doubt(lane: L): void {
    const held = this.busy.get(lane);
    if (held === undefined || held.isSuspect || this.suspects >= this.slots.suspects) return;
    this.count(held, -1);
    const doubted = { ...held, isSuspect: true };
    this.busy.set(lane, doubted);
    this.count(doubted, 1);
  }

  private mayBegin(lane: L): boolean {
    const { perHost, suspects } = this.slots;
    if (this.busy.has(lane) || (lane.isSuspect && this.suspects >= suspects)) return false;
    return (this.partOf(lane).get(lane.host) ?? 0) < perHost;
  }

  private count(held: Queued, by: 1 | -1): void {
    const part = this.partOf(held);
    const left = (part.get(held.host) ?? 0) + by;
    if (left === 0) part.delete(held.host);
    else part.set(held.host, left);
    if (held.isSuspect) this.suspects += by;
  }

  private partOf({ isSuspect }: Queued): Map<string, number> {
    return isSuspect ? this.failing : this.well;
  }
}
