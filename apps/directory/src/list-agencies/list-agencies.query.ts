import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type AgenciesQuery, type AgencyListed, operations, type Page, type QueryReply } from '@contracts';
import { isOpenOn, nameOn, type RegisteredAgency } from '@domain/agency';
import { localDate } from '@domain/codes';
import { ask, Clock, type Question } from '@runtime';
import { cardsThatFit, listedOf } from '../agency-card';
import { Freshness } from '../freshness';
import { KnownAgencies } from '../known-agencies';
import { plainLetters } from './plain-letters';

/** One page of the agencies that fit, in the order of their codes; the cursor is the last code of the page before. */
class ListAgencies extends Query<QueryReply<Page<AgencyListed>>> {
  constructor(readonly asked: AgenciesQuery) {
    super();
  }
}

@QueryHandler(ListAgencies)
class ListAgenciesHandler implements IQueryHandler<ListAgencies> {
  constructor(
    private readonly agencies: KnownAgencies,
    private readonly freshness: Freshness,
    private readonly clock: Clock,
  ) {}

  async execute({ asked }: ListAgencies): Promise<QueryReply<Page<AgencyListed>>> {
    const missing = await this.freshness.missing(asked.after);
    if (missing !== undefined) return missing;
    const { limit = 50, cursor, onDate = localDate(this.clock.now()) } = asked;
    const wanted: AgencyListed[] = [];
    for (const agency of this.from(cursor)) {
      if (fits(agency, asked, onDate)) wanted.push(listedOf(agency, onDate));
      if (wanted.length > limit) break;
    }
    const rows = cardsThatFit(wanted.slice(0, limit));
    const last = rows.at(-1);
    const more = last !== undefined && rows.length < wanted.length;
    return { ok: true, answer: more ? { rows, next: last.code } : { rows } };
  }

  private *from(cursor: string | undefined): Iterable<RegisteredAgency> {
    const codes = this.agencies.codes();
    for (let index = cursor === undefined ? 0 : firstAfter(codes, cursor); index < codes.length; index++) {
      const agency = this.agencies.registered(codes[index] as string);
      if (agency !== undefined) yield agency;
    }
  }
}

function fits(agency: RegisteredAgency, { search, tier, state }: AgenciesQuery, date: string): boolean {
  if (tier !== undefined && agency.tier !== tier) return false;
  if (state !== undefined && isOpenOn(agency, date) !== (state === 'open')) return false;
  if (search === undefined) return true;
  const { name, abbreviation } = nameOn(agency, date);
  const words = plainLetters(`${agency.code} ${abbreviation} ${name}`);
  return plainLetters(search)
    .split(/\s+/)
    .every((word) => words.includes(word));
}

/** Index of the first code greater than the cursor, by bisection. */
function firstAfter(codes: readonly string[], cursor: string): number {
  let low = 0;
  let high = codes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((codes[middle] as string) <= cursor) low = middle + 1;
    else high = middle;
  }
  return low;
}

export const question: Question = {
  asks: [ask(operations.listAgencies, ({ body }) => new ListAgencies(body))],
  handlers: [ListAgenciesHandler],
};
