import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type LegRow, type LegsQuery, operations, type Page, type QueryReply } from '@contracts';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { dossierLegs } from './legs.projection';

class LegsOf extends Query<QueryReply<Page<LegRow>>> {
  constructor(
    readonly agency: string,
    readonly page: LegsQuery,
  ) {
    super();
  }
}

const toBeDone = ['Pending', 'Active'];

/** What an agency has of interlinked dossiers, or a closed one that it follows; what is late was due earliest. */
@QueryHandler(LegsOf)
class LegsHandler implements IQueryHandler<LegsOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ agency, page }: LegsOf): Promise<QueryReply<Page<LegRow>>> {
    const { limit = rowsByDefault, cursor, state } = page;
    const key = readCursor(cursor, ['', '', 0] as const);
    if (key === undefined) return malformedCursor();
    const [dueAt, dossierId, order] = key;
    const agencies = JSON.stringify(await this.parties.of(agency));
    const states = JSON.stringify(state === undefined ? toBeDone : [state]);
    const found = await this.reads.query<LegRow>(sql`
      select row.* from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
      cross join jsonb_array_elements_text(${states}::jsonb) as wanted (state)
      cross join lateral (
        select dossier_id as "dossierId", procedure, mode, lead, one_stop as "oneStop", leg_order as "order",
          dossier_leg.agency, nullif(dossier_leg.agency, ${agency}) as "forAgency", task,
          dossier_leg.state, mandatory, dossier_leg.opened_at as "openedAt",
          dossier_leg.due_at as "dueAt", paused_at as "pausedAt", late, late_agencies as "lateAgencies",
          dossier_leg.ended_at as "endedAt", dossier_leg.officer,
          dossier_leg.result_sha256 as "resultSha256", dossier_leg.result_symbol as "resultSymbol",
          dossier_leg.result_document as "resultDocument", reason, lacking,
          proposed_to as "proposedTo", monitor
        from dossier_leg join dossier using (dossier_id)
        where dossier_leg.agency = seen.agency collate "C" and dossier_leg.state = wanted.state collate "C"
          and (dossier_leg.due_at, dossier_id, leg_order) > (${dueAt}, ${dossierId}, ${order}::integer)
        order by dossier_leg.due_at, dossier_id, leg_order limit ${limit + 1}) as row
      order by "dueAt", "dossierId", "order" limit ${limit + 1}`);
    const rows = found.map(withoutNulls);
    return { ok: true, answer: pageOf(rows, limit, (row) => [row.dueAt, row.dossierId, row.order]) };
  }
}

export const question: ProjectedQuestion = {
  asks: [ask(operations.getLegs, ({ agency, body }) => new LegsOf(agency, body))],
  handlers: [LegsHandler],
  projections: [dossierLegs],
};
