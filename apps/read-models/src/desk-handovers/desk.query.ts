import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import type { DeskWork, QueryReply } from '@contracts';
import { localDate } from '@domain/codes';
import { Clock } from '@runtime';

export class DeskOf extends Query<QueryReply<DeskWork>> {
  constructor(
    readonly agency: string,
    readonly officer: string,
  ) {
    super();
  }
}

/** As many as one list takes. */
const toldMax = 100;

/** What is given to one officer by name, oldest first: nothing of it may be left behind when the officer leaves. */
@QueryHandler(DeskOf)
export class DeskOfHandler implements IQueryHandler<DeskOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly clock: Clock,
  ) {}

  async execute({ agency, officer }: DeskOf): Promise<QueryReply<DeskWork>> {
    const documents = await this.reads.query<{ id: string }>(sql`
      select id from (
        select document_id as id, arrived_at as since from leg
        where recipient = ${agency} and assignee = ${officer} and state in ('Assigned', 'InProcess')
        union
        select document_id, drafted_at from document
        where agency = ${agency} and drafted_by = ${officer} and state in ('Draft', 'Returned')) as own
      order by since, id limit ${toldMax + 1}`);
    const dossiers = await this.reads.query<{ id: string }>(sql`
      select dossier_id as id from dossier
      where holder = ${agency} and (processor = ${officer} or pending_handoff ->> 'giver' = ${officer})
        and state <> 'completed'
      order by opened_at, dossier_id limit ${toldMax + 1}`);
    const today = localDate(this.clock.now());
    const lent = await this.reads.query<{ id: string }>(sql`
      select lending_id as id from desk_lent
      where agency = ${agency} and ${officer} in (officer, cover) and ended_date is null and to_date >= ${today}
      order by from_date, lending_id limit ${toldMax + 1}`);
    const ids = (found: readonly { id: string }[]) => found.slice(0, toldMax).map(({ id }) => id);
    const hasMore = [documents, dossiers, lent].some(({ length }) => length > toldMax);
    const found = { documents: ids(documents), dossiers: ids(dossiers), deskLendings: ids(lent) };
    return { ok: true, answer: { officer, ...found, hasMore } };
  }
}
