import { subjects, type AgenciesFound, type Caller, type Refused } from '@contracts';
import type { Requester } from '@adapters/messaging';
import { LRUCache } from 'lru-cache';

/** The directory cannot answer for now; a retry helps once it is back. */
export class DirectoryUnavailable extends Error {
  override readonly name = 'DirectoryUnavailable';
  constructor() {
    super('the directory cannot say for now which agencies exist; try again later');
  }
}

/** The directory refused the question: it was wrong, or the directory failed. A retry does not help. */
export class DirectoryRefused extends Error {
  override readonly name = 'DirectoryRefused';
  constructor(readonly reply: Refused) {
    super(`the directory refused a question: ${JSON.stringify(reply)}; look at its log`);
  }
}

const knownCodesMax = 10_000;

/** What this service asks the directory over NATS. A code once registered stays so, and is not asked for again. */
export class Directory {
  private readonly known = new LRUCache<string, true>({ max: knownCodesMax });

  constructor(private readonly requester: Requester) {}

  /**
   * Is there an agency with this code?
   * @throws ServiceUnavailable, DirectoryUnavailable when there is no answer; a retry may help.
   */
  async knows(agency: string, caller: Caller): Promise<boolean> {
    if (this.known.has(agency)) return true;
    const question = { target: {}, body: { codes: [agency], only: 'unknown' } };
    const reply = await this.requester.query<AgenciesFound>(subjects.findAgencies, question, caller);
    if (!reply.ok) throw failureOf(reply);
    const isKnown = reply.answer.unknown.length === 0;
    if (isKnown) this.known.set(agency, true);
    return isKnown;
  }
}

const failureOf = (reply: Refused): Error =>
  reply.context === 'service' && reply.refused === 'unavailable'
    ? new DirectoryUnavailable()
    : new DirectoryRefused(reply);
