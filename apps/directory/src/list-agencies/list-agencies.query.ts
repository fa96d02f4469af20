import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import {
  parsePositionToken,
  refusedBy,
  type AgencyCard,
  type Page,
  type QueryReply,
  type Refused,
} from '@contracts';
import { localDate } from '@domain/codes';
import { Clock } from '@runtime';
import { cardOf, cardsThatFit } from '../agency-card';
import { KnownAgencies } from '../known-agencies';
import { Replies } from '../replies';

/** One page of all agencies in the order of their codes; the cursor is the last code of the page before. */
export class ListAgencies extends Query<QueryReply<Page<AgencyCard>>> {
  constructor(
    readonly limit: number,
    readonly cursor: string | undefined,
    readonly after: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListAgencies)
export class ListAgenciesHandler implements IQueryHandler<ListAgencies> {
  constructor(
    private readonly agencies: KnownAgencies,
    private readonly replies: Replies,
    private readonly clock: Clock,
  ) {}

  async execute({ limit, cursor, after }: ListAgencies): Promise<QueryReply<Page<AgencyCard>>> {
    const blind = after === undefined ? undefined : await this.cannotSee(after);
    if (blind !== undefined) return blind;
    const codes = this.agencies.codes();
    const start = cursor === undefined ? 0 : firstAfter(codes, cursor);
    const wanted = codes.slice(start, start + limit);
    const rows = cardsThatFit(this.cards(wanted));
    const last = wanted[rows.length - 1];
    const more = last !== undefined && start + rows.length < codes.length;
    return { ok: true, answer: more ? { rows, next: last } : { rows } };
  }

  private async cannotSee(after: string): Promise<Refused | undefined> {
    const token = parsePositionToken(after);
    if (token === undefined) {
      return refusedBy('request', 'malformed', [{ pointer: '/body/after', detail: 'is no position' }]);
    }
    if (!this.replies.isOfThisStore(token.storeId)) return refusedBy('position', 'of-another-store');
    return (await this.agencies.see(token.commit)) ? undefined : refusedBy('position', 'not-visible-yet');
  }

  private *cards(codes: readonly string[]): Iterable<AgencyCard> {
    const today = localDate(this.clock.now());
    for (const code of codes) {
      const agency = this.agencies.registered(code);
      if (agency !== undefined) yield cardOf(agency, today);
    }
  }
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
