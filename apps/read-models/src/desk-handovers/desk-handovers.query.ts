import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type DeskHandoverRow, operations, type Page, type PageQuery, type QueryReply } from '@contracts';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import type { ProjectedQuestion } from '../asking/question';
import { DeskOf, DeskOfHandler } from './desk.query';
import { deskHandovers } from './desk-handovers.projection';

class DeskHandoversOf extends Query<QueryReply<Page<DeskHandoverRow>>> {
  constructor(
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

@QueryHandler(DeskHandoversOf)
class DeskHandoversHandler implements IQueryHandler<DeskHandoversOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ agency, page }: DeskHandoversOf): Promise<QueryReply<Page<DeskHandoverRow>>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, ['9999', '']);
    if (key === undefined) return malformedCursor();
    const [givenAt, handoverId] = key;
    const found = await this.reads.query<DeskHandoverRow>(sql`
      select handover_id as "handoverId", given_from as "from", given_to as "to", given_by as "handedOverBy",
        given_at as "handedOverAt", taken_at as "takenOverAt", reason, documents, dossiers,
        desk_lendings as "deskLendings"
      from desk_handover
      where agency = ${agency} and (given_at, handover_id) < (${givenAt}, ${handoverId})
      order by given_at desc, handover_id desc
      limit ${limit + 1}`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.handedOverAt, row.handoverId]) };
  }
}

export const question: ProjectedQuestion = {
  asks: [
    ask(operations.getDeskHandovers, ({ agency, body }) => new DeskHandoversOf(agency, body)),
    ask(operations.getDesk, ({ agency, target }) => new DeskOf(agency, target.officer)),
  ],
  handlers: [DeskHandoversHandler, DeskOfHandler],
  projections: [deskHandovers],
};
