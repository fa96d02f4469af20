import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  AgencyTarget,
  inside,
  type OfficerStanding,
  OfficerStandingBody,
  type QueryReply,
  subjects,
} from '@contracts';
import { isOpenOn, postsOn, rolesOn, sameAround } from '@domain/agency';
import { ask, type Question } from '@runtime';
import { KnownAgencies } from '../known-agencies';

/** About 100 bytes each. */
const postsMax = 1_000;

/** What an officer of the agency may act as on the date. */
class FindOfficerStanding extends Query<QueryReply<OfficerStanding>> {
  constructor(
    readonly agency: string,
    readonly asked: OfficerStandingBody,
  ) {
    super();
  }
}

@QueryHandler(FindOfficerStanding)
class FindOfficerStandingHandler implements IQueryHandler<FindOfficerStanding> {
  constructor(private readonly agencies: KnownAgencies) {}

  /** Read to the end of the stream: who was dismissed a moment ago, by whichever instance, is in no post. */
  async execute({ agency: code, asked }: FindOfficerStanding): Promise<QueryReply<OfficerStanding>> {
    const { officer, onDate } = asked;
    const agency = await this.agencies.upToDate(code);
    if (agency === undefined) return { ok: true, answer: { agency: 'unknown', roles: [] } };
    const roles = rolesOn(agency, officer, onDate);
    if (!isOpenOn(agency, onDate)) return { ok: true, answer: { agency: 'closed', roles } };
    // Their colleagues are asked about next; told at once, an agency costs one question, however many work there.
    const all = postsOn(agency, onDate);
    const posts = all.length > postsMax ? {} : { posts: Object.fromEntries(all) };
    return { ok: true, answer: { agency: 'open', roles, ...posts, holds: sameAround(agency, onDate) } };
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.officerStanding, target: AgencyTarget, body: OfficerStandingBody }),
      ({ target, body }) => new FindOfficerStanding(target.agency, body),
    ),
  ],
  handlers: [FindOfficerStandingHandler],
};
