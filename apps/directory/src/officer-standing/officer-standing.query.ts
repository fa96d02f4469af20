import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { OfficerStanding, OfficerStandingBody, QueryReply } from '@contracts';
import { isOpenOn, rolesOn } from '@domain/agency';
import { KnownAgencies } from '../known-agencies';

/** What an officer of the agency may act as on the date. */
export class FindOfficerStanding extends Query<QueryReply<OfficerStanding>> {
  constructor(
    readonly agency: string,
    readonly asked: OfficerStandingBody,
  ) {
    super();
  }
}

@QueryHandler(FindOfficerStanding)
export class FindOfficerStandingHandler implements IQueryHandler<FindOfficerStanding> {
  constructor(private readonly agencies: KnownAgencies) {}

  /** Read to the end of the stream: who was dismissed a moment ago, by whichever instance, is in no post. */
  async execute({ agency: code, asked }: FindOfficerStanding): Promise<QueryReply<OfficerStanding>> {
    const { officer, onDate } = asked;
    const agency = await this.agencies.upToDate(code);
    if (agency === undefined) return { ok: true, answer: { agency: 'unknown', roles: [] } };
    const roles = rolesOn(agency, officer, onDate);
    return { ok: true, answer: { agency: isOpenOn(agency, onDate) ? 'open' : 'closed', roles } };
  }
}
