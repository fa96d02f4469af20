import { ReadStore, sql } from '@adapters/read-store';
import type { OutboxRow, Page, PageQuery, QueryReply } from '@contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';

export class OutboxOf extends Query<QueryReply<Page<OutboxRow>>> {
  constructor(
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** Newest draft first. */
@QueryHandler(OutboxOf)
export class OutboxHandler implements IQueryHandler<OutboxOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, page }: OutboxOf): Promise<QueryReply<Page<OutboxRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, ['9999', '']);
    if (key === undefined) return malformedCursor();
    const [draftedAt, documentId] = key;
    const found = await this.reads.query<OutboxRow>(sql`
      select document_id as "documentId", state, document_type as "documentType", subject, urgency, symbol,
        drafted_at as "draftedAt", issued_at as "issuedAt",
        (select coalesce(jsonb_object_agg(state, legs), '{}'::jsonb)
          from (select leg.state, count(*)::integer as legs from outbox_leg as leg
            where leg.document_id = outbox.document_id group by leg.state) as by_state) as legs
      from outbox
      where agency = ${agency} and (drafted_at, document_id) < (${draftedAt}, ${documentId})
      order by drafted_at desc, document_id desc
      limit ${limit + 1}`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.draftedAt, row.documentId]) };
  }
}
