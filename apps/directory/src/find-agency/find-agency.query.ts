import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type AgencyDetails, operations, type QueryReply, refusedBy } from '@contracts';
import { codeOn, type RegisteredAgency } from '@domain/agency';
import { type CodeScheme, localDate, schemeOf } from '@domain/codes';
import { ask, Clock, type Question } from '@runtime';
import { detailsOf } from '../agency-card';
import { Freshness } from '../freshness';
import { KnownAgencies } from '../known-agencies';
import { mailGoesTo } from '../mail.policy';

type Which = { readonly code: string } | { readonly scheme: CodeScheme; readonly value: string };

/** One agency with its history, by the code it was registered under or by a code it has on the date. */
class FindAgency extends Query<QueryReply<AgencyDetails>> {
  constructor(
    readonly which: Which,
    readonly onDate: string | undefined,
    readonly after: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(FindAgency)
class FindAgencyHandler implements IQueryHandler<FindAgency> {
  constructor(
    private readonly agencies: KnownAgencies,
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {}

  async execute({ which, onDate, after }: FindAgency): Promise<QueryReply<AgencyDetails>> {
    const missing = await this.freshness.missing(after);
    if (missing !== undefined) return missing;
    if ('scheme' in which && schemeOf(which.value) !== which.scheme) {
      const detail = `is not written as a code of ${which.scheme}`;
      return refusedBy('request', 'malformed', [{ pointer: '/body/value', detail }]);
    }
    const date = onDate ?? localDate(this.clock.now());
    const found =
      'code' in which
        ? await this.agencies.upToDate(which.code)
        : this.byCode(which.scheme, which.value, date);
    if (found === undefined) return refusedBy('agency', 'not-found');
    const mail = mailGoesTo(found.code, date, (code) => this.agencies.registered(code));
    return { ok: true, answer: detailsOf(found, date, mail) };
  }

  private byCode(scheme: CodeScheme, value: string, date: string): RegisteredAgency | undefined {
    return this.agencies.holdersOf(scheme, value).find((agency) => codeOn(agency, scheme, date) === value);
  }
}

export const question: Question = {
  asks: [
    ask(
      operations.getAgency,
      ({ target, body }) => new FindAgency({ code: target.agency }, body.onDate, body.after),
    ),
    ask(
      operations.getAgencyByCode,
      ({ body: { scheme, value, onDate, after } }) => new FindAgency({ scheme, value }, onDate, after),
    ),
  ],
  handlers: [FindAgencyHandler],
};
