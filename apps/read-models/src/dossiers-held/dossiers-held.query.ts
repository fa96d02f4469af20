import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type DossierHeldRow, operations, type Page, type PageQuery, type QueryReply } from '@contracts';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import type { ProjectedQuestion } from '../asking/question';
import { dossiersHeld } from './dossiers-held.projection';

export class DossiersHeldBy extends Query<QueryReply<Page<DossierHeldRow>>> {
  constructor(
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** Taken over last first; one that was offered to somebody or completed is still held. */
@QueryHandler(DossiersHeldBy)
export class DossiersHeldHandler implements IQueryHandler<DossiersHeldBy> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, page }: DossiersHeldBy): Promise<QueryReply<Page<DossierHeldRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, ['9999', '']);
    if (key === undefined) return malformedCursor();
    const [heldSince, dossierId] = key;
    const found = await this.reads.query<DossierHeldRow>(sql`
      select dossier_id as "dossierId", procedure, channel, holder, held_since as "heldSince",
        opened_at as "openedAt", due_at as "dueAt", state, stage, overdue
      from dossier_held
      where holder = ${agency} and (held_since, dossier_id) < (${heldSince}, ${dossierId})
      order by held_since desc, dossier_id desc
      limit ${limit + 1}`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.heldSince, row.dossierId]) };
  }
}

export const question: ProjectedQuestion = {
  asks: [ask(operations.getDossiersHeld, ({ agency, body }) => new DossiersHeldBy(agency, body))],
  handlers: [DossiersHeldHandler],
  projections: [dossiersHeld],
};
