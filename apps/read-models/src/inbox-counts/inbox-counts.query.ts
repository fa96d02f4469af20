import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type DeliveryState, type InboxCounts, operations, type QueryReply } from '@contracts';
import { ask, type Question } from '@runtime';
import { Parties } from '../asking/parties';

export class InboxCountsOf extends Query<QueryReply<InboxCounts>> {
  constructor(readonly agency: string) {
    super();
  }
}

/** States are counted while rows are written; what is overdue or urgent is few and counted here. */
@QueryHandler(InboxCountsOf)
export class InboxCountsHandler implements IQueryHandler<InboxCountsOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ agency }: InboxCountsOf): Promise<QueryReply<InboxCounts>> {
    const agencies = JSON.stringify(await this.parties.of(agency));
    const states = await this.reads.query<{ state: DeliveryState; count: number }>(sql`
      select state, sum(count)::integer as count from leg_count
      where arrived and recipient in (select jsonb_array_elements_text(${agencies}::jsonb) collate "C")
      group by state having sum(count) > 0 order by state`);
    const [marked] = await this.reads.query<{ overdue: number; urgent: number }>(sql`
      select
        (select count(*)::integer from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency) join leg
          on recipient = seen.agency collate "C" and arrived_at is not null and overdue) as overdue,
        (select count(*)::integer from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency) join leg
          on recipient = seen.agency collate "C" and arrived_at is not null and urgency <> 'normal') as urgent`);
    const answer = {
      states: Object.fromEntries(states.map(({ state, count }) => [state, count])),
      overdue: marked?.overdue ?? 0,
      urgent: marked?.urgent ?? 0,
    };
    return { ok: true, answer };
  }
}

export const question: Question = {
  asks: [ask(operations.getInboxCounts, ({ agency }) => new InboxCountsOf(agency))],
  handlers: [InboxCountsHandler],
};
