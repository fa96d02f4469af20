import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type InboxQuery, type InboxRow, operations, type Page, type QueryReply } from '@contracts';
import { ask, type Question } from '@runtime';
import { readCursor } from '../asking/cursor';
import { instantsOf } from '../asking/local-days';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';

export class InboxOf extends Query<QueryReply<Page<InboxRow>>> {
  constructor(
    readonly agency: string,
    readonly page: InboxQuery,
  ) {
    super();
  }
}

type Place = readonly [arrivedAt: string, documentId: string, recipient: string];
const newest: Place = ['9999', '', ''];

/** Newest arrival first, over the own agency and those it reads on for: each is one walk along an index. */
@QueryHandler(InboxOf)
export class InboxHandler implements IQueryHandler<InboxOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ agency, page }: InboxOf): Promise<QueryReply<Page<InboxRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, newest);
    if (key === undefined) return malformedCursor();
    const found = await this.reads.query<InboxRow>(
      inboxPage(agency, await this.parties.of(agency), page, key, limit + 1),
    );
    const keyOf = (row: InboxRow) => [row.arrivedAt, row.documentId, row.forAgency ?? agency];
    return { ok: true, answer: pageOf(found.map(withoutNulls), limit, keyOf) };
  }
}

export function inboxPage(
  agency: string,
  agencies: readonly string[],
  page: InboxQuery,
  [arrivedAt, documentId, recipient]: Place,
  rows: number,
) {
  const { state = null, overdue = null, urgency = null, sender = null } = page;
  const { from, before } = instantsOf(page);
  return sql`
    select row.* from jsonb_array_elements_text(${JSON.stringify(agencies)}::jsonb) as seen (agency)
    cross join lateral (
      select document_id as "documentId", nullif(recipient, ${agency}) as "forAgency", sender as "from", symbol,
        document_type as "documentType", subject, urgency, state, arrived_at as "arrivedAt", due_date as "dueDate",
        overdue, number, book_year as "bookYear", assignee, card->>'addressedTo' as "addressedTo",
        nullif(undecided, false) as "duplicateSuspected", since as "changedAt"
      from leg
      where recipient = seen.agency collate "C" and arrived_at is not null
        and (arrived_at, document_id, recipient) < (${arrivedAt}, ${documentId}, ${recipient})
        and (${from} = '' or arrived_at >= ${from}) and (${before} = '9999' or arrived_at < ${before})
        and (${state}::text is null or state = ${state}) and (${sender}::text is null or sender = ${sender})
        and (${urgency}::text is null or urgency = ${urgency})
        and (${overdue}::boolean is null or overdue = ${overdue})
      order by arrived_at desc, document_id desc
      limit ${rows}
    ) as row
    order by "arrivedAt" desc, "documentId" desc, coalesce("forAgency", ${agency}) collate "C" desc
    limit ${rows}`;
}

export const question: Question = {
  asks: [ask(operations.getInbox, ({ agency, body }) => new InboxOf(agency, body))],
  handlers: [InboxHandler],
};
