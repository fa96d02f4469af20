import { LRUCache } from 'lru-cache';
import type { Requester } from '@adapters/messaging';
import { type AgenciesFound, type Caller, type ProcedureInForce, subjects } from '@contracts';
import type { DossierRules } from '@domain/dossier';

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

  /**
   * What of the version in force on a local date a dossier lives by; nothing when none is.
   * @throws ServiceUnavailable when there is no answer; a retry may help.
   */
  async rulesOf(procedure: string, onDate: string, caller: Caller): Promise<DossierRules | undefined> {
    const question = { target: {}, body: { procedure, onDate } };
    const { version: found } = await this.requester.answer<ProcedureInForce>(
      subjects.procedureInForce,
      question,
      caller,
    );
    if (found === undefined) return undefined;
    const { version, name, legalTime, publishedTime, convention, channels, components } = found;
    const { route, supplement, legalBasis } = found;
    return {
      ...{
        version,
        name,
        legalTime,
        publishedTime,
        convention,
        channels,
        components,
        supplement,
        legalBasis,
      },
      ...(route === undefined ? {} : { route }),
    };
  }
}
