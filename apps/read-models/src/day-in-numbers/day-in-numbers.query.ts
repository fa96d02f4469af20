import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type DayInNumbers, inside, OneQuery, type QueryReply, subjects } from '@contracts';
import { ask } from '@runtime';
import type { ProjectedQuestion } from '../asking/question';
import { dayInNumbers } from './day-in-numbers.projection';

export class DayInNumbersAsked extends Query<QueryReply<DayInNumbers>> {}

interface Counted {
  readonly kind: string;
  readonly key: string;
  readonly count: number;
}

/** Counts of the whole installation and nothing else, so that any agency may see them. */
@QueryHandler(DayInNumbersAsked)
export class DayInNumbersHandler implements IQueryHandler<DayInNumbersAsked> {
  constructor(private readonly reads: ReadStore) {}

  async execute(): Promise<QueryReply<DayInNumbers>> {
    const rows = await this.reads.query<Counted>(sql`
      select kind, key, count from day_in_numbers where count > 0
      union all
      select 'documents', state, sum(count)::integer from document_count group by state having sum(count) > 0
      union all
      select 'deliveries', state, sum(count)::integer from leg_count group by state having sum(count) > 0
      order by kind, key`);
    const of = (kind: string): Record<string, number> =>
      Object.fromEntries(rows.filter((row) => row.kind === kind).map(({ key, count }) => [key, count]));
    const answer = {
      agencies: of('agencies').registered ?? 0,
      documents: of('documents'),
      deliveries: of('deliveries'),
      dossiers: of('dossiers'),
      handoffs: of('handoffs'),
      activities: of('activities').recorded ?? 0,
    };
    return { ok: true, answer };
  }
}

export const question: ProjectedQuestion = {
  asks: [ask(inside({ subject: subjects.dayInNumbers, body: OneQuery }), () => new DayInNumbersAsked())],
  handlers: [DayInNumbersHandler],
  projections: [dayInNumbers],
};
