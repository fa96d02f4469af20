import { limits } from '../edge/limits';
import { Problem } from '../edge/problem';
import type { Services } from '../edge/services';

/** A live stream's place among the open ones. */
export interface Slot {
  /** Aborted when the gateway stops. */
  readonly signal: AbortSignal;
  release(): void;
}

/** The open streams of this gateway, counted by agency. */
export class Streams {
  private readonly open = new Map<string, number>();
  private readonly stopping = new AbortController();
  private all = 0;

  /** What streams ask is waited for by nobody when the gateway stops, so they have services of their own. */
  constructor(readonly services: Services) {}

  /** @throws Problem when the agency, or the gateway, has as many open as it may. */
  enter(agency: string): Slot {
    const count = this.open.get(agency) ?? 0;
    if (count >= limits.streamsOfAgencyMax || this.all >= limits.streamsMax) {
      throw new Problem('request:too-many-streams');
    }
    this.count(agency, 1);
    let isOpen = true;
    const release = () => {
      if (isOpen) this.count(agency, -1);
      isOpen = false;
    };
    return { signal: this.stopping.signal, release };
  }

  /** Ends every stream; their readers go on at the next gateway from the last id they saw. */
  stop(): void {
    this.stopping.abort();
  }

  private count(agency: string, by: 1 | -1): void {
    this.all += by;
    const left = (this.open.get(agency) ?? 0) + by;
    if (left === 0) this.open.delete(agency);
    else this.open.set(agency, left);
  }
}
