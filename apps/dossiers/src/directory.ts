import { LRUCache } from 'lru-cache';
import type { Requester } from '@adapters/messaging';
import {
  type AgenciesFound,
  type Caller,
  isBrought,
  type MailOf,
  type ProcedureInForce,
  type RecipientsChecked,
  subjects,
} from '@contracts';
import { type AgencyLevel, levelOf, type Tier } from '@domain/codes';
import type { ClosedAgency, DossierRules } from '@domain/dossier';

const knownCodesMax = 10_000;
/** As long as an officer of an agency that was closed may go on. */
const openHoldsMs = 5_000;

interface Standing {
  /** Codes that nobody has. */
  readonly unknown: readonly string[];
  readonly closed: readonly ClosedAgency[];
}

/**
 * What this service asks the directory over NATS. A code once registered stays so, and is not asked for again.
 * Every question throws ServiceUnavailable when there is no answer; a retry may help.
 */
export class Directory {
  private readonly known = new LRUCache<string, true>({ max: knownCodesMax });
  /** An agency keeps the tier that it was registered with. */
  private readonly tiers = new LRUCache<string, Tier>({ max: knownCodesMax });
  private readonly open = new LRUCache<string, true>({ max: knownCodesMax, ttl: openHoldsMs });

  constructor(private readonly requester: Requester) {}

  /**
   * Which of 1 to 1,000 codes nobody has or are closed on a local date, as it was at most 5 s ago. What an import
   * brings happened long ago: no agency is closed for it.
   */
  async standing(codes: readonly string[], onDate: string, caller: Caller): Promise<Standing> {
    if (isBrought(caller)) return { unknown: await this.unknownAmong(codes, caller), closed: [] };
    const asked = [...new Set(codes)].filter((code) => !this.open.has(`${code} ${onDate}`));
    if (asked.length === 0) return { unknown: [], closed: [] };
    const question = { target: {}, body: { codes: asked, onDate } };
    const found = await this.requester.answer<RecipientsChecked>(subjects.checkRecipients, question, caller);
    const { unknown, closed } = found;
    const isOpen = (code: string) => !unknown.includes(code) && closed.every((each) => each.code !== code);
    for (const code of asked.filter(isOpen)) this.open.set(`${code} ${onDate}`, true);
    return { unknown, closed: closed.map(({ code, successors }) => ({ code, successors })) };
  }

  /** Is the agency closed on a local date? */
  async isClosed(agency: string, onDate: string, caller: Caller): Promise<boolean> {
    if (isBrought(caller)) return false;
    const { closed } = await this.standing([agency], onDate, caller);
    return closed.length > 0;
  }

  /** Closed agencies that the agency follows on a local date: it acts for them. */
  async predecessorsOf(agency: string, onDate: string, caller: Caller): Promise<readonly string[]> {
    const question = { target: { agency }, body: { onDate } };
    const { codes } = await this.requester.answer<MailOf>(subjects.mailOf, question, caller);
    return codes;
  }

  private async unknownAmong(codes: readonly string[], caller: Caller): Promise<readonly string[]> {
    const asked = [...new Set(codes)].filter((code) => !this.known.has(code));
    if (asked.length === 0) return [];
    const question = { target: {}, body: { codes: asked, only: 'unknown' } };
    const { unknown } = await this.requester.answer<AgenciesFound>(subjects.findAgencies, question, caller);
    for (const code of asked) if (!unknown.includes(code)) this.known.set(code, true);
    return unknown;
  }

  /** At which level agencies stand, by code; nothing of those nobody has, nor of those whose level is not known. */
  async levelsOf(codes: readonly string[], caller: Caller): Promise<Readonly<Record<string, AgencyLevel>>> {
    const asked = [...new Set(codes)].filter((code) => !this.tiers.has(code));
    if (asked.length > 0) {
      const question = { target: {}, body: { codes: asked } };
      const { agencies } = await this.requester.answer<AgenciesFound>(
        subjects.findAgencies,
        question,
        caller,
      );
      for (const { code, tier } of agencies) this.tiers.set(code, tier);
    }
    const found = [...new Set(codes)].flatMap((code) => {
      const tier = this.tiers.get(code);
      const level = tier === undefined ? undefined : levelOf(code, tier);
      return level === undefined ? [] : [[code, level] as const];
    });
    return Object.fromEntries(found);
  }

  /** What of the version in force on a local date a dossier lives by; nothing when none is. */
  async rulesOf(procedure: string, onDate: string, caller: Caller): Promise<DossierRules | undefined> {
    const question = { target: {}, body: { procedure, onDate } };
    const { version: found } = await this.requester.answer<ProcedureInForce>(
      subjects.procedureInForce,
      question,
      caller,
    );
    if (found === undefined) return undefined;
    const { version, name, legalTime, publishedTime, convention, channels, components } = found;
    const { route, supplement, legalBasis, resultDocument } = found;
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
      ...(resultDocument === undefined ? {} : { resultDocument }),
    };
  }
}
