import { LRUCache } from 'lru-cache';
import { StoreUnavailable, StreamMoved } from './failures';
import type { Folded } from './folded';
import type { KeptStates } from './snapshots';

const turnWaitMs = 10_000;
/** One append holds what so many writers decided; it stays far below the largest that a store takes. */
const togetherMax = 64;

interface Waiting<A, R> {
  readonly asked: A;
  readonly askedAtMs: number;
  readonly resolve: (answer: R | PromiseLike<R>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Folded states of long streams, the least recently used dropped first. One cache per decider and store. What it
 * holds was stored: a state may be old, never wrong, and appends state its revision.
 */
export class StreamCache<S> {
  private readonly folded: LRUCache<string, Folded<S>>;
  /** Streams that are written to, each with who waits for the next turn. */
  private readonly lines = new Map<string, Waiting<unknown, unknown>[]>();

  /** From where a stream is folded that is not held: the first time after a start, or dropped meanwhile. */
  readonly kept: KeptStates<S> | undefined;

  constructor({ streamsMax, kept }: { readonly streamsMax: number; readonly kept?: KeptStates<S> }) {
    this.folded = new LRUCache({ max: streamsMax });
    this.kept = kept;
  }

  find(stream: string): Folded<S> | undefined {
    return this.folded.get(stream);
  }

  keep(stream: string, folded: Folded<S> | undefined): void {
    if (folded === undefined) this.folded.delete(stream);
    else this.folded.set(stream, folded);
  }

  /**
   * One turn per stream at a time, so that writers of one process do not fight for a revision; whoever asks meanwhile
   * is written together with the others in the next turn, up to 64 in order of asking. What fails for a group is
   * tried for each alone.
   * @throws StoreUnavailable when the turn comes after 10 s; nothing was done then.
   */
  inTurn<A, R>(stream: string, asked: A, write: (group: readonly A[]) => Promise<readonly R[]>): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      const waiting: Waiting<A, R> = { asked, askedAtMs: performance.now(), resolve, reject };
      const line = this.lines.get(stream) as Waiting<A, R>[] | undefined;
      if (line !== undefined) line.push(waiting);
      else {
        const begun: Waiting<A, R>[] = [waiting];
        this.lines.set(stream, begun as Waiting<unknown, unknown>[]);
        void this.serve(stream, begun, write);
      }
    });
  }

  private async serve<A, R>(
    stream: string,
    line: Waiting<A, R>[],
    write: (group: readonly A[]) => Promise<readonly R[]>,
  ): Promise<void> {
    while (line.length > 0) {
      const group = line.splice(0, togetherMax).filter((waiting) => inTime(stream, waiting));
      await answered(group, write);
    }
    this.lines.delete(stream);
  }
}

function inTime<A, R>(stream: string, { askedAtMs, reject }: Waiting<A, R>): boolean {
  const waitedMs = Math.round(performance.now() - askedAtMs);
  if (waitedMs <= turnWaitMs) return true;
  reject(new StoreUnavailable(`write ${stream}`, `${waitedMs} ms in line`));
  return false;
}

/** One that cannot be written must not keep the others from it. An outage or a lost race is one for all. */
async function answered<A, R>(
  group: readonly Waiting<A, R>[],
  write: (group: readonly A[]) => Promise<readonly R[]>,
): Promise<void> {
  if (group.length === 0) return;
  try {
    const answers = await write(group.map(({ asked }) => asked));
    group.forEach(({ resolve }, index) => resolve(answers[index] as R));
  } catch (error) {
    const isForAll = error instanceof StoreUnavailable || error instanceof StreamMoved;
    if (group.length === 1 || isForAll) group.forEach(({ reject }) => reject(error));
    else for (const each of group) await answered([each], write);
  }
}
