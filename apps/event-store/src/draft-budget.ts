import { draftBytesMax } from './limits';
import { LimitReached } from './wire-errors';

/** The memory that appends may take while their events still arrive, over all clients. */
export class DraftBudget {
  private bytes = 0;

  /** Throws `LimitReached` when that is more than is left. Waiting would not help: drafts may wait for each other. */
  take(bytes: number): void {
    if (this.bytes + bytes > draftBytesMax) {
      throw new LimitReached(`Appends that are not complete hold ${draftBytesMax} bytes at most`);
    }
    this.bytes += bytes;
  }

  giveBack(bytes: number): void {
    this.bytes -= bytes;
  }
}
