import type { ExpectedRevision } from './event-store';
import { StoreUnavailable } from './failures';

/** A stream folded up to a revision. */
export interface Folded<S> {
  readonly state: S;
  readonly revision: ExpectedRevision;
  /** Position of the last event folded; nothing for an absent stream. */
  readonly position: bigint | undefined;
  /** `data.at` of the last event folded. */
  readonly lastAt: string | undefined;
}

const turnWaitMs = 10_000;

/**
 * Folded states of long streams, the least recently used dropped first. One cache per decider and store. What it
 * holds was stored: a state may be old, never wrong, and appends state its revision.
 */
export class StreamCache<S> {
  private readonly folded = new Map<string, Folded<S>>();
  private readonly lastInLine = new Map<string, Promise<unknown>>();

  constructor(private readonly options: { readonly streamsMax: number }) {}

  find(stream: string): Folded<S> | undefined {
    const found = this.folded.get(stream);
    if (found !== undefined) this.moveToEnd(stream, found);
    return found;
  }

  keep(stream: string, folded: Folded<S>): void {
    this.moveToEnd(stream, folded);
    if (this.folded.size <= this.options.streamsMax) return;
    const [eldest] = this.folded.keys();
    if (eldest !== undefined) this.folded.delete(eldest);
  }

  /**
   * One piece of work per stream at a time, in order of asking: writers of one process do not fight for a
   * revision.
   * @throws StoreUnavailable when the turn comes after 10 s; nothing was done then.
   */
  async inTurn<T>(stream: string, work: () => Promise<T>): Promise<T> {
    const askedAtMs = performance.now();
    const turn = (this.lastInLine.get(stream) ?? Promise.resolve()).then(() => {
      const waitedMs = Math.round(performance.now() - askedAtMs);
      if (waitedMs > turnWaitMs) throw new StoreUnavailable(`write ${stream}`, `${waitedMs} ms in line`);
      return work();
    });
    const settled = turn.catch(() => undefined);
    this.lastInLine.set(stream, settled);
    try {
      return await turn;
    } finally {
      if (this.lastInLine.get(stream) === settled) this.lastInLine.delete(stream);
    }
  }

  private moveToEnd(stream: string, folded: Folded<S>): void {
    this.folded.delete(stream);
    this.folded.set(stream, folded);
  }
}
