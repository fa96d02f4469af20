import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type IncomingRegisterRow, operations, type Page, type PageQuery, type QueryReply } from '@contracts';
import { localDate } from '@domain/codes';
import { paperEntryOfKey } from '@domain/register/events';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import type { ProjectedQuestion } from '../asking/question';
import { incomingRegister } from './incoming-register.projection';

export class IncomingRegisterOf extends Query<QueryReply<Page<IncomingRegisterRow>>> {
  constructor(
    readonly agency: string,
    readonly year: number,
    readonly page: PageQuery,
  ) {
    super();
  }
}

type Row = Omit<IncomingRegisterRow, 'arrivedDate' | 'paperEntryId'> & {
  readonly key: string;
  readonly arrivedDate?: string;
};

/** The book in the order of its numbers. */
@QueryHandler(IncomingRegisterOf)
export class IncomingRegisterHandler implements IQueryHandler<IncomingRegisterOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, year, page }: IncomingRegisterOf): Promise<QueryReply<Page<IncomingRegisterRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, [0]);
    if (key === undefined) return malformedCursor();
    const found = await this.reads.query<Row>(sql`
      select number, delivery_id as key, arrived_at as "arrivedAt", arrived_date as "arrivedDate", sender as "from",
        symbol, document_type as "documentType", subject, document_date as "documentDate",
        numbered_at as "numberedAt", received_by as "receivedBy", accepted_at as "acceptedAt", receiver,
        addressed_to as "addressedTo", cancelled_at as "cancelledAt", note, document_id as "documentId", voided,
        voided_by as "voidedBy", void_approved_by as "voidApprovedBy"
      from incoming_register left join incoming_register_leg using (delivery_id)
      where agency = ${agency} and book_year = ${year} and number > ${key[0]}::bigint
      order by number
      limit ${limit + 1}`);
    return { ok: true, answer: pageOf(found.map(rowOf), limit, (row) => [row.number]) };
  }
}

/** A number is given after the arrival, which the row therefore knows, but for the moment in which both are told. */
function rowOf(found: Row): IncomingRegisterRow {
  const { key, arrivedDate, ...row } = withoutNulls(found);
  const paperEntryId = paperEntryOfKey(key);
  return {
    ...row,
    arrivedDate: arrivedDate ?? localDate(row.arrivedAt ?? row.numberedAt),
    ...(paperEntryId === undefined ? {} : { paperEntryId }),
  };
}

export const question: ProjectedQuestion = {
  asks: [
    ask(
      operations.getIncomingRegister,
      ({ agency, target, body }) => new IncomingRegisterOf(agency, target.year, body),
    ),
  ],
  handlers: [IncomingRegisterHandler],
  projections: [incomingRegister],
};
