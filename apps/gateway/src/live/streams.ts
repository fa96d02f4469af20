import type { Caller, LiveEvents, Message, Subject } from '@contracts';
import type { Configuration, Metrics } from '@runtime';
import { Problem } from '../edge/problem';
import type { Services } from '../edge/services';
import type { Listening, RowsHeard } from './rows-heard';

/** A live stream's place among the open ones. */
export interface Slot {
  /** Aborted when the gateway stops. */
  readonly signal: AbortSignal;
  readonly listening: Listening;
  release(): void;
}

type Limits = Pick<Configuration, 'officerStreamsMax' | 'agencyStreamsMax' | 'streamsMax'>;

/** Browsers come back by themselves, all of an agency at once where it has too many. */
const retryAfterSeconds = '30';

/** The open streams of this gateway, counted by officer and by agency. */
export class Streams {
  private readonly open = new Map<string, number>();
  private readonly stopping = new AbortController();
  private readonly asking = new Map<string, Promise<LiveEvents>>();

  /** What streams ask is waited for by nobody when the gateway stops, so they have services of their own. */
  constructor(
    private readonly services: Services,
    private readonly rows: RowsHeard,
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
    const listening = this.rows.listen();
    let isOpen = true;
    const release = () => {
      if (isOpen) for (const [, key] of places) this.count(key, -1);
      isOpen = false;
      listening.end();
    };
    return { signal: this.stopping.signal, listening, release };
  }

  /** The same of colleagues at the same time is asked once: it is answered for their agency. */
  ask(subject: Subject, message: Message, caller: Caller): Promise<LiveEvents> {
    const { agency } = caller.actor;
    const asked = JSON.stringify([subject, message, agency, this.rows.count]);
    const underWay = this.asking.get(asked);
    if (underWay !== undefined) return underWay;
    const answer = this.services.query<LiveEvents>(subject, message, caller);
    const asking = answer.finally(() => this.asking.delete(asked));
    this.asking.set(asked, asking);
    return asking;
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
