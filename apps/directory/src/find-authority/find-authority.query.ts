import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  AgencyTarget,
  type AuthorityFound,
  FindAuthorityBody,
  inside,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { authorityOn, isOpenOn } from '@domain/agency';
import { ask, type Question } from '@runtime';
import { KnownAgencies } from '../known-agencies';

/** May an officer of the agency sign so on the date? */
class FindAuthority extends Query<QueryReply<AuthorityFound>> {
  constructor(
    readonly agency: string,
    readonly asked: FindAuthorityBody,
  ) {
    super();
  }
}

@QueryHandler(FindAuthority)
class FindAuthorityHandler implements IQueryHandler<FindAuthority> {
  constructor(private readonly agencies: KnownAgencies) {}

  /** Read to the end of the stream: a delegation that was revoked a moment ago must not sign. */
  async execute({ agency: code, asked }: FindAuthority): Promise<QueryReply<AuthorityFound>> {
    const agency = await this.agencies.upToDate(code);
    if (agency === undefined) return refusedBy('agency', 'not-found');
    const { officer, authority, onDate } = asked;
    const authorised = authorityOn(agency, officer, authority, onDate);
    return { ok: true, answer: { open: isOpenOn(agency, onDate), authorised } };
  }
}

export const question: Question = {
  asks: [
    ask(
      inside({ subject: subjects.findAuthority, target: AgencyTarget, body: FindAuthorityBody }),
      ({ target, body }) => new FindAuthority(target.agency, body),
    ),
  ],
  handlers: [FindAuthorityHandler],
};
