import { LRUCache } from 'lru-cache';
import type { Requester } from '@adapters/messaging';
import { type AgenciesFound, type Caller, subjects } from '@contracts';

const knownCodesMax = 10_000;

/** What this service asks the directory over NATS. A code once registered stays so, and is not asked for again. */
export class Directory {
  private readonly known = new LRUCache<string, true>({ max: knownCodesMax });

  constructor(private readonly requester: Requester) {}

  /**
   * Is there an agency with this code?
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  async knows(agency: string, caller: Caller): Promise<boolean> {
    if (this.known.has(agency)) return true;
    const question = { target: {}, body: { codes: [agency], only: 'unknown' } };
    const { unknown } = await this.requester.answer<AgenciesFound>(subjects.findAgencies, question, caller);
    const isKnown = unknown.length === 0;
    if (isKnown) this.known.set(agency, true);
    return isKnown;
  }
}
