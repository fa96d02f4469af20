import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type FeedNumbers, FeedNumbersQuery, inside, type QueryReply, subjects } from '@contracts';
import { ask } from '@runtime';
import { Visibility } from '../asking/visibility';

export class FeedNumbersOf extends Query<QueryReply<FeedNumbers>> {
  constructor(readonly asked: FeedNumbersQuery) {
    super();
  }
}

const agenciesOfFactMax = 1_000;

/**
 * Of up to 64 facts at once, as soon as all that stands before them is counted. After a restore another fact may stand
 * at a position than is asked for: whose number it is says its event.
 */
@QueryHandler(FeedNumbersOf)
export class FeedNumbersHandler implements IQueryHandler<FeedNumbersOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly visibility: Visibility,
  ) {}

  async execute({ asked: { positions, through } }: FeedNumbersOf): Promise<QueryReply<FeedNumbers>> {
    const refusal = await this.visibility.refusalUntilVisible(through);
    if (refusal !== undefined) return refusal;
    const numbers = await this.reads.query<FeedNumbers['numbers'][number]>(sql`
      select row."eventId", row.agency, row.number
      from jsonb_array_elements_text(${JSON.stringify(positions)}::jsonb) as asked (position)
      cross join lateral (
        select event_id::text as "eventId", agency, number from agency_feed where position = asked.position::bigint
        order by position, agency limit ${agenciesOfFactMax}) as row`);
    return { ok: true, answer: { numbers } };
  }
}

export const numbersAsked = ask(
  inside({ subject: subjects.feedNumbers, body: FeedNumbersQuery }),
  ({ body }) => new FeedNumbersOf(body),
);
