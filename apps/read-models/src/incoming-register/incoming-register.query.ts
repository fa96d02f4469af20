import { ReadStore, sql } from '@adapters/read-store';
import type { IncomingRegisterRow, Page, PageQuery, QueryReply } from '@contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';

export class IncomingRegisterOf extends Query<QueryReply<Page<IncomingRegisterRow>>> {
  constructor(
    readonly agency: string,
    readonly year: number,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** The book in the order of its numbers. */
@QueryHandler(IncomingRegisterOf)
export class IncomingRegisterHandler implements IQueryHandler<IncomingRegisterOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, year, page }: IncomingRegisterOf): Promise<QueryReply<Page<IncomingRegisterRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, [0]);
    if (key === undefined) return malformedCursor();
    const found = await this.reads.query<IncomingRegisterRow>(sql`
      select number, arrived_at as "arrivedAt", sender as "from", symbol, document_type as "documentType", subject,
        document_date as "documentDate", numbered_at as "numberedAt", received_by as "receivedBy",
        accepted_at as "acceptedAt",
        receiver, addressed_to as "addressedTo", cancelled_at as "cancelledAt", document_id as "documentId", voided
      from incoming_register left join incoming_register_leg using (delivery_id)
      where agency = ${agency} and book_year = ${year} and number > ${key[0]}::bigint
      order by number
      limit ${limit + 1}`);
    return { ok: true, answer: pageOf(found.map(withoutNulls), limit, (row) => [row.number]) };
  }
}
