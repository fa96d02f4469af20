import { ReadStore, sql } from '@adapters/read-store';
import { type DocumentLeg, type DocumentView, type PageQuery, type QueryReply, refusedBy } from '@contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';

export class DocumentByParty extends Query<QueryReply<DocumentView>> {
  constructor(
    readonly documentId: string,
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** The sender sees every leg, page by page; a recipient its own, and the document only from its arrival on. */
@QueryHandler(DocumentByParty)
export class DocumentByPartyHandler implements IQueryHandler<DocumentByParty> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ documentId, agency, page }: DocumentByParty): Promise<QueryReply<DocumentView>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, ['']);
    if (key === undefined) return malformedCursor();
    const [found] = await this.reads.query<Omit<DocumentView, 'legs' | 'next'>>(sql`
      select document_id as "documentId", agency, state, document_type as "documentType", subject, urgency, contents,
        symbol, number, book_year as "bookYear", due_date as "dueDate", drafted_at as "draftedAt",
        signed_at as "signedAt", numbered_at as "numberedAt", issued_at as "issuedAt"
      from document
      where document_id = ${documentId} and (agency = ${agency} or exists (
        select 1 from document_leg as leg
        where leg.document_id = document.document_id and leg.recipient = ${agency} and leg.arrived))`);
    if (found === undefined) return refusedBy('document', 'not-found');
    const legs = await this.reads.query<DocumentLeg>(sql`
      select recipient as agency, state, since, history
      from document_leg
      where document_id = ${documentId} and (recipient = ${agency} or ${found.agency === agency}::boolean)
        and recipient > ${key[0]}
      order by recipient
      limit ${limit + 1}`);
    const { rows, next } = pageOf(legs, limit, (leg) => [leg.agency]);
    const view = { ...withoutNulls(found), legs: rows };
    return { ok: true, answer: next === undefined ? view : { ...view, next } };
  }
}
