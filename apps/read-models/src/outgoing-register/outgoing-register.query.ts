import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { operations, type OutgoingRegisterRow, type Page, type PageQuery, type QueryReply } from '@contracts';
import { localDate } from '@domain/codes';
import { paperEntryOfKey } from '@domain/register/events';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import type { ProjectedQuestion } from '../asking/question';
import { outgoingRegister } from './outgoing-register.projection';

export class OutgoingRegisterOf extends Query<QueryReply<Page<OutgoingRegisterRow>>> {
  constructor(
    readonly agency: string,
    readonly year: number,
    readonly page: PageQuery,
  ) {
    super();
  }
}

type Row = Omit<OutgoingRegisterRow, 'documentDate' | 'paperEntryId'> & {
  readonly documentId: string;
  readonly documentDate?: string;
};
type Place = readonly [series: string, number: number];
const start: Place = ['', 0];

/** Each series in the order of its numbers. A voided number keeps nothing of its document but the reason. */
@QueryHandler(OutgoingRegisterOf)
export class OutgoingRegisterHandler implements IQueryHandler<OutgoingRegisterOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, year, page }: OutgoingRegisterOf): Promise<QueryReply<Page<OutgoingRegisterRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, start);
    if (key === undefined) return malformedCursor();
    const [series, number] = key;
    const found = await this.reads.query<Row>(sql`
      select book.series, number, symbol, document_type as "documentType", subject, numbered_at as "numberedAt",
        case when voided is null then signer end as signer,
        case when voided is null then coalesce(recipients, '[]'::jsonb) else '[]'::jsonb end as recipients,
        case when voided is null then filed_by end as "filedBy", case when voided is null then copies end as copies,
        case when voided is null and issued_at is not null
          then case when paper_follows then 'electronic-and-paper' else 'electronic' end end as sending,
        case when voided is null then note end as note, case when voided is null then issued_at end as "issuedAt",
        document_date as "documentDate", document_id as "documentId", voided,
        voided_by as "voidedBy", void_approved_by as "voidApprovedBy"
      from outgoing_register as book left join outgoing_register_document using (document_id)
      where agency = ${agency} and book_year = ${year} and (book.series, number) > (${series}, ${number}::bigint)
      order by book.series, number
      limit ${limit + 1}`);
    const rows = found.map(rowOf);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.series, row.number]) };
  }
}

/** An electronic document bears the date of its number. */
function rowOf(found: Row): OutgoingRegisterRow {
  const { documentId, documentDate, ...row } = withoutNulls(found);
  const line = { ...row, documentDate: documentDate ?? localDate(row.numberedAt) };
  const paperEntryId = paperEntryOfKey(documentId);
  if (paperEntryId === undefined) return { ...line, documentId };
  return { ...line, paperEntryId, ...(row.voided === undefined ? { sending: 'paper' } : {}) };
}

export const question: ProjectedQuestion = {
  asks: [
    ask(
      operations.getOutgoingRegister,
      ({ agency, target, body }) => new OutgoingRegisterOf(agency, target.year, body),
    ),
  ],
  handlers: [OutgoingRegisterHandler],
  projections: [outgoingRegister],
};
