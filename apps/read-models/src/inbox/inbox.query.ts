import { ReadStore, sql } from '@adapters/read-store';
import type { InboxRow, Page, PageQuery, QueryReply } from '@contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';

export class InboxOf extends Query<QueryReply<Page<InboxRow>>> {
  constructor(
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** Newest arrival first. */
@QueryHandler(InboxOf)
export class InboxHandler implements IQueryHandler<InboxOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, page }: InboxOf): Promise<QueryReply<Page<InboxRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, ['9999', '']);
    if (key === undefined) return malformedCursor();
    const [arrivedAt, documentId] = key;
    const found = await this.reads.query<InboxRow>(sql`
      select document_id as "documentId", sender as "from", symbol, document_type as "documentType", subject, urgency,
        state, arrived_at as "arrivedAt", number, book_year as "bookYear", assignee, changed_at as "changedAt"
      from inbox
      where agency = ${agency} and arrived_at is not null and (arrived_at, document_id) < (${arrivedAt}, ${documentId})
      order by arrived_at desc, document_id desc
      limit ${limit + 1}`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.arrivedAt, row.documentId]) };
  }
}
