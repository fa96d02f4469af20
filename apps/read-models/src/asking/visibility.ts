import { commitIn, type KnownHistory, type Refused, refusedBy, tokenAt } from '@contracts';

/** How long a question waits for the position it asks for, milliseconds. */
const visibilityWaitMs = 5_000;

interface Waiting {
  readonly position: bigint;
  readonly seen: () => void;
}

/** How far the read models have come, and who waits for them to come further. */
export class Visibility {
  private reached = -1n;
  private readonly waiting = new Set<Waiting>();

  constructor(
    private readonly history: KnownHistory,
    private readonly waitMs = visibilityWaitMs,
  ) {}

  get position(): bigint {
    return this.reached;
  }

  /** Makes the tokens of one answer, all of the epoch it was begun in: it may rest on that history. */
  tokens(): (commit: bigint) => string {
    const { storeId, epoch } = this.history;
    return (commit) => tokenAt({ storeId, epoch }, commit);
  }

  /** Told by the projector after its transaction: what is at or below this position can be read. */
  advanceTo(position: bigint): void {
    if (position <= this.reached) return;
    this.reached = position;
    for (const each of this.waiting) if (each.position <= position) each.seen();
  }

  /** Where the rows stand, which may lie before where they stood: they are built again then. */
  moveTo(position: bigint): void {
    if (position < this.reached) this.reached = position;
    this.advanceTo(position);
  }

  /** Waits until the fact behind a token can be read. Answers nothing then, else why it cannot. */
  async refusalUntilVisible(after: string | undefined): Promise<Refused | undefined> {
    if (after === undefined) return undefined;
    const commit = commitIn(this.history, after);
    if (commit === undefined) {
      const detail = 'is no position; send `position` of a command as it is';
      return refusedBy('request', 'malformed', [{ pointer: '/body/after', detail }]);
    }
    if (typeof commit !== 'bigint') return commit;
    const isVisible = commit <= this.reached || (await this.wait(commit));
    return isVisible ? undefined : refusedBy('position', 'not-visible-yet');
  }

  private wait(position: bigint): Promise<boolean> {
    return new Promise((resolve) => {
      const end = (isVisible: boolean): void => {
        clearTimeout(timer);
        this.waiting.delete(waiting);
        resolve(isVisible);
      };
      const waiting: Waiting = { position, seen: () => end(true) };
      const timer = setTimeout(() => end(false), this.waitMs);
      this.waiting.add(waiting);
    });
  }
}
