import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type DocumentState,
  operations,
  type OutboxQuery,
  type OutboxRow,
  type Page,
  type QueryReply,
} from '@contracts';
import { ask, type Question } from '@runtime';
import { readCursor } from '../asking/cursor';
import { instantsOf } from '../asking/local-days';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';

export class OutboxOf extends Query<QueryReply<Page<OutboxRow>>> {
  constructor(
    readonly agency: string,
    readonly page: OutboxQuery,
    /** Any when absent. */
    readonly states?: readonly DocumentState[],
  ) {
    super();
  }
}

/** Newest draft first. */
@QueryHandler(OutboxOf)
export class OutboxHandler implements IQueryHandler<OutboxOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ agency, page, states }: OutboxOf): Promise<QueryReply<Page<OutboxRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const wanted = states === undefined ? null : JSON.stringify(states);
    const key = readCursor(cursor, ['9999', '']);
    if (key === undefined) return malformedCursor();
    const [draftedAt, documentId] = key;
    const { from, before } = instantsOf(page);
    const agencies = JSON.stringify(await this.parties.of(agency));
    const found = await this.reads.query<OutboxRow>(sql`
      select row.*,
        (select coalesce(jsonb_object_agg(state, deliveries), '{}'::jsonb)
          from (select leg.state, count(*)::integer as deliveries from leg
            where leg.document_id = row."documentId" group by leg.state) as by_state) as deliveries
      from (
        select own.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
        cross join lateral (
          select document_id as "documentId", nullif(agency, ${agency}) as "forAgency", state,
            document_type as "documentType", subject, urgency, symbol, due_date as "dueDate",
            drafted_at as "draftedAt", issued_at as "issuedAt", send_by as "sendBy"
          from document
          where agency = seen.agency collate "C" and (drafted_at, document_id) < (${draftedAt}, ${documentId})
            and (${from} = '' or drafted_at >= ${from}) and (${before} = '9999' or drafted_at < ${before})
            and (${wanted}::jsonb is null or ${wanted}::jsonb @> to_jsonb(state))
          order by drafted_at desc, document_id desc
          limit ${limit + 1}
        ) as own
        order by "draftedAt" desc, "documentId" desc
        limit ${limit + 1}
      ) as row
      order by "draftedAt" desc, "documentId" desc`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.draftedAt, row.documentId]) };
  }
}

export const question: Question = {
  asks: [
    ask(operations.getOutbox, ({ agency, body: { state, ...page } }) =>
      state === undefined ? new OutboxOf(agency, page) : new OutboxOf(agency, page, [state]),
    ),
    ask(operations.getDrafts, ({ agency, body }) => new OutboxOf(agency, body, ['Draft', 'Returned'])),
  ],
  handlers: [OutboxHandler],
};
