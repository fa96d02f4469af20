interface Piece {
  isDone: boolean;
  readonly settle: () => void;
}

/**
 * How far the work may run ahead of its oldest unfinished piece: after a crash all behind that piece is repeated.
 */
const aheadMax = 1_000;

/**
 * Work on a log: pieces begin in its order, several streams at once and each stream's one after the other. What
 * follows from a piece, its `settle`, is called in the order of the log, once all before it is done.
 */
export class Lanes {
  private readonly unsettled: Piece[] = [];
  /** Of each stream that is worked on, what ends last. */
  private readonly busy = new Map<string, Promise<void>>();

  constructor(private readonly width: number) {}

  /** Resolves once the piece has begun or stands in line for its stream; never settled when its work answers false. */
  async begin(stream: string, work: () => Promise<boolean>, settle: () => void): Promise<void> {
    while (!this.hasRoomFor(stream)) await Promise.race(this.busy.values());
    const piece = { isDone: false, settle };
    this.unsettled.push(piece);
    const turn = (this.busy.get(stream) ?? Promise.resolve()).then(async () => {
      piece.isDone = await work();
      this.settleDone();
    });
    this.busy.set(stream, turn);
    void turn.finally(() => {
      if (this.busy.get(stream) === turn) this.busy.delete(stream);
    });
  }

  /** A place in the log at which there is nothing to do. */
  pass(settle: () => void): void {
    this.unsettled.push({ isDone: true, settle });
    this.settleDone();
  }

  /** Resolves when nothing is being worked on any more. */
  async drained(): Promise<void> {
    await Promise.all(this.busy.values());
  }

  private hasRoomFor(stream: string): boolean {
    if (this.busy.size === 0) return true;
    return this.unsettled.length < aheadMax && (this.busy.has(stream) || this.busy.size < this.width);
  }

  private settleDone(): void {
    while (this.unsettled[0]?.isDone === true) this.unsettled.shift()?.settle();
  }
}
