import { ReadStore, sql } from '@adapters/read-store';
import type { OutgoingRegisterRow, Page, PageQuery, QueryReply } from '@contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';

export class OutgoingRegisterOf extends Query<QueryReply<Page<OutgoingRegisterRow>>> {
  constructor(
    readonly agency: string,
    readonly year: number,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** The book in the order of its numbers. */
@QueryHandler(OutgoingRegisterOf)
export class OutgoingRegisterHandler implements IQueryHandler<OutgoingRegisterOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, year, page }: OutgoingRegisterOf): Promise<QueryReply<Page<OutgoingRegisterRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, [0]);
    if (key === undefined) return malformedCursor();
    const found = await this.reads.query<OutgoingRegisterRow>(sql`
      select number, symbol, document_type as "documentType", subject, signer, numbered_at as "numberedAt",
        coalesce(recipients, '[]'::jsonb) as recipients, document_id as "documentId", voided
      from outgoing_register left join outgoing_register_document using (document_id)
      where agency = ${agency} and book_year = ${year} and number > ${key[0]}::bigint
      order by number
      limit ${limit + 1}`);
    return { ok: true, answer: pageOf(found.map(withoutNulls), limit, (row) => [row.number]) };
  }
}
