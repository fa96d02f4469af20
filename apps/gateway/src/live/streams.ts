import type { Configuration, Metrics } from '@runtime';
import { Problem } from '../edge/problem';
import type { Services } from '../edge/services';

/** A live stream's place among the open ones. */
export interface Slot {
  /** Aborted when the gateway stops. */
  readonly signal: AbortSignal;
  release(): void;
}

type Limits = Pick<Configuration, 'officerStreamsMax' | 'agencyStreamsMax' | 'streamsMax'>;

/** Browsers come back by themselves, all of an agency at once where it has too many. */
const retryAfterSeconds = '30';

/** The open streams of this gateway, counted by officer and by agency. */
export class Streams {
  private readonly open = new Map<string, number>();
  private readonly stopping = new AbortController();

  /** What streams ask is waited for by nobody when the gateway stops, so they have services of their own. */
  constructor(
    readonly services: Services,
    private readonly limits: Limits,
    private readonly metrics: Pick<Metrics, 'refusedRequests'>,
  ) {}

  /** @throws Problem when the officer, the agency, or the gateway, has as many open as it may. */
  enter(agency: string, officer: string): Slot {
    const { officerStreamsMax, agencyStreamsMax, streamsMax } = this.limits;
    const places = [
      ['officer', `${agency}/${officer}`, officerStreamsMax],
      ['agency', agency, agencyStreamsMax],
      ['all', '', streamsMax],
    ] as const;
    const full = places.find(([, key, max]) => (this.open.get(key) ?? 0) >= max);
    if (full !== undefined) {
      this.metrics.refusedRequests.inc({ who: full[0], reason: 'streams' });
      throw new Problem('request:too-many-streams', { headers: { 'retry-after': retryAfterSeconds } });
    }
    for (const [, key] of places) this.count(key, 1);
    let isOpen = true;
    const release = () => {
      if (isOpen) for (const [, key] of places) this.count(key, -1);
      isOpen = false;
    };
    return { signal: this.stopping.signal, release };
  }

  /** Ends every stream; their readers go on at the next gateway from the last id they saw. */
  stop(): void {
    this.stopping.abort();
  }

  private count(key: string, by: 1 | -1): void {
    const left = (this.open.get(key) ?? 0) + by;
    if (left === 0) this.open.delete(key);
    else this.open.set(key, left);
  }
}
