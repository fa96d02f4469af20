import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type DossierOfferedRow, operations, type Page, type PageQuery, type QueryReply } from '@contracts';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import type { ProjectedQuestion } from '../asking/question';
import { dossiersOffered } from './dossiers-offered.projection';

export class DossiersOfferedTo extends Query<QueryReply<Page<DossierOfferedRow>>> {
  constructor(
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** What waits for this agency to take it over or return it, longest waiting first. */
@QueryHandler(DossiersOfferedTo)
export class DossiersOfferedHandler implements IQueryHandler<DossiersOfferedTo> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, page }: DossiersOfferedTo): Promise<QueryReply<Page<DossierOfferedRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, ['', '']);
    if (key === undefined) return malformedCursor();
    const [offeredAt, handoffId] = key;
    const found = await this.reads.query<DossierOfferedRow>(sql`
      select dossier_id as "dossierId", handoff_id as "handoffId", sender as "from", recipient as "to", giver, reason,
        offered_at as "offeredAt", due_at as "dueAt"
      from dossier_offered
      where recipient = ${agency} and (offered_at, handoff_id) > (${offeredAt}, ${handoffId})
      order by offered_at, handoff_id
      limit ${limit + 1}`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.offeredAt, row.handoffId]) };
  }
}

export const question: ProjectedQuestion = {
  asks: [ask(operations.getDossiersOffered, ({ agency, body }) => new DossiersOfferedTo(agency, body))],
  handlers: [DossiersOfferedHandler],
  projections: [dossiersOffered],
};
