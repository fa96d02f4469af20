interface Waiting {
  readonly begin: () => void;
}

/**
 * So many turns at once and so many that wait, shared by agencies: each holds one turn at a time, they come in the
 * round, and one fills half of the places to wait at most. A flood of one is a queue of one.
 */
export class FairTurns {
  /** Of each agency those that wait; the agency that had its turn last stands last. */
  private readonly lines = new Map<string, readonly Waiting[]>();
  private readonly holders = new Set<string>();

  constructor(
    private readonly atOnce: number,
    private readonly waitingMax: number,
  ) {}

  /** Whether one more would have a turn or a place to wait. */
  hasRoomFor(agency: string): boolean {
    const theirs = this.lines.get(agency)?.length ?? 0;
    if (theirs === 0 && !this.holders.has(agency) && this.holders.size < this.atOnce) return true;
    const waiting = [...this.lines.values()].reduce((sum, line) => sum + line.length, 0);
    return waiting < this.waitingMax && theirs < Math.ceil(this.waitingMax / 2);
  }

  /** Resolves when the turn has come; it is to be given back. @throws what the signal was aborted with. */
  async take(agency: string, signal: AbortSignal): Promise<() => void> {
    signal.throwIfAborted();
    await new Promise<void>((begin, reject) => {
      const waiting = { begin };
      this.lines.set(agency, [...(this.lines.get(agency) ?? []), waiting]);
      signal.addEventListener('abort', () => {
        this.leave(agency, waiting);
        reject(signal.reason as Error);
      });
      this.fill();
    });
    return () => {
      this.holders.delete(agency);
      this.moveToEnd(agency, this.lines.get(agency) ?? []);
      this.fill();
    };
  }

  private fill(): void {
    while (this.holders.size < this.atOnce) {
      const next = [...this.lines].find(([agency]) => !this.holders.has(agency));
      if (next === undefined) return;
      const [agency, [first, ...rest]] = next;
      this.moveToEnd(agency, rest);
      this.holders.add(agency);
      first?.begin();
    }
  }

  private leave(agency: string, left: Waiting): void {
    const rest = (this.lines.get(agency) ?? []).filter((one) => one !== left);
    this.moveToEnd(agency, rest);
  }

  private moveToEnd(agency: string, line: readonly Waiting[]): void {
    this.lines.delete(agency);
    if (line.length > 0) this.lines.set(agency, line);
  }
}
