interface Awaited {
  /** From where on there is something that was not told of; nothing stands before it. */
  readonly from: bigint;
  readonly last: bigint;
  readonly sinceMs: number;
}

/**
 * Facts of which it was not heard yet that the read models have counted them, by the agencies they are told to. Where
 * one fact follows the other the rows may never stand as far as the last: an agency is told of what they have.
 */
export class AwaitedFacts {
  private readonly byAgency = new Map<string, Awaited>();
  /** Where the rows stood when that was said last; a lost history takes them back. */
  private reached = -1n;

  get agencies(): readonly string[] {
    return [...this.byAgency.keys()];
  }

  /** False when the rows have it already: news of them may come before the fact does. */
  note(agency: string, position: bigint, nowMs: number): boolean {
    if (position <= this.reached) return false;
    const from = this.byAgency.get(agency)?.from ?? position;
    this.byAgency.set(agency, { from, last: position, sinceMs: nowMs });
    return true;
  }

  /** Those for which the rows have something more, now that they stand at a position. */
  counted(reached: bigint): readonly string[] {
    this.reached = reached;
    const counted = [...this.byAgency].filter(([, { from }]) => from <= reached);
    for (const [agency, awaited] of counted) {
      if (awaited.last <= reached) this.byAgency.delete(agency);
      else this.byAgency.set(agency, { ...awaited, from: reached + 1n });
    }
    return counted.map(([agency]) => agency);
  }

  /** Those whose last fact was noted before are waited for no longer. */
  forgetBefore(ms: number): void {
    for (const [agency, { sinceMs }] of this.byAgency) if (sinceMs < ms) this.byAgency.delete(agency);
  }
}
