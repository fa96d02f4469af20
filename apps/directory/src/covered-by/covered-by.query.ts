import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { AgencyTarget, type CoveredBy, CoveredByBody, inside, type QueryReply, subjects } from '@contracts';
import { coveredOn } from '@domain/agency';
import { ask, type Question } from '@runtime';
import { KnownAgencies } from '../known-agencies';

/** Whose desks does an officer of the agency cover on the date? */
class FindCoveredBy extends Query<QueryReply<CoveredBy>> {
  constructor(
    readonly agency: string,
    readonly asked: CoveredByBody,
  ) {
    super();
  }
}

@QueryHandler(FindCoveredBy)
class FindCoveredByHandler implements IQueryHandler<FindCoveredBy> {
  constructor(private readonly agencies: KnownAgencies) {}

  /** Read to the end of the stream: a lending that was ended a moment ago covers nothing. */
  async execute({ agency: code, asked }: FindCoveredBy): Promise<QueryReply<CoveredBy>> {
    const agency = await this.agencies.upToDate(code);
    const officers = agency === undefined ? [] : coveredOn(agency, asked.cover, asked.onDate);
    return { ok: true, answer: { officers } };
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.coveredBy, target: AgencyTarget, body: CoveredByBody }),
      ({ target, body }) => new FindCoveredBy(target.agency, body),
    ),
  ],
  handlers: [FindCoveredByHandler],
};
