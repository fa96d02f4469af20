import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type ElectronicExchange, operations, type QueryReply } from '@contracts';
import { localYear } from '@domain/codes';
import { ask, Clock } from '@runtime';
import type { ProjectedQuestion } from '../asking/question';
import { electronicExchange } from './electronic-exchange.projection';

export class ElectronicExchangeIn extends Query<QueryReply<ElectronicExchange>> {
  constructor(readonly year: number | undefined) {
    super();
  }
}

interface Counted {
  readonly electronic: number;
  readonly refusedSecret: number;
}

/** Counts of the whole installation and nothing else, so that any agency may see them. */
@QueryHandler(ElectronicExchangeIn)
export class ElectronicExchangeHandler implements IQueryHandler<ElectronicExchangeIn> {
  constructor(
    private readonly reads: ReadStore,
    private readonly clock: Clock,
  ) {}

  async execute(asked: ElectronicExchangeIn): Promise<QueryReply<ElectronicExchange>> {
    const year = asked.year ?? localYear(this.clock.now());
    const [counted = { electronic: 0, refusedSecret: 0 }] = await this.reads.query<Counted>(sql`
      select coalesce(sum(electronic), 0)::integer as electronic,
        coalesce(sum(refused_secret), 0)::integer as "refusedSecret"
      from electronic_exchange where year = ${year}`);
    const { electronic, refusedSecret } = counted;
    const rates = {
      ...rated('rate', electronic, electronic + refusedSecret),
      ...rated('eligibleRate', electronic, electronic),
    };
    return { ok: true, answer: { year, electronic, refusedSecret, ...rates } };
  }
}

/** Per cent, rounded to one decimal place; of nothing there is no rate. */
const rated = (name: 'rate' | 'eligibleRate', part: number, whole: number) =>
  whole === 0 ? {} : { [name]: Math.round((part * 1_000) / whole) / 10 };

export const question: ProjectedQuestion = {
  asks: [ask(operations.getElectronicExchange, ({ body }) => new ElectronicExchangeIn(body.year))],
  handlers: [ElectronicExchangeHandler],
  projections: [electronicExchange],
};
