import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type ControlSlip,
  type ControlSlipRow,
  operations,
  type PageQuery,
  type QueryReply,
  refusedBy,
} from '@contracts';
import { ask } from '@runtime';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import type { ProjectedQuestion } from '../asking/question';
import { controlSlip } from './control-slip.projection';

export class ControlSlipOf extends Query<QueryReply<ControlSlip>> {
  constructor(
    readonly dossierId: string,
    readonly agency: string,
    readonly page: PageQuery,
  ) {
    super();
  }
}

/** Rows in the order of the offers; every party sees the whole slip. */
@QueryHandler(ControlSlipOf)
export class ControlSlipHandler implements IQueryHandler<ControlSlipOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ dossierId, agency, page }: ControlSlipOf): Promise<QueryReply<ControlSlip>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, [0]);
    if (key === undefined) return malformedCursor();
    const [slip] = await this.reads.query<Omit<ControlSlip, 'rows' | 'next'>>(sql`
      select dossier_id as "dossierId", opened_by as "openedBy", opened_at as "openedAt", holder
      from control_slip as slip
      where dossier_id = ${dossierId} and (opened_by = ${agency} or exists (
        select 1 from control_slip_row as handoff
        where handoff.dossier_id = slip.dossier_id and handoff.recipient = ${agency}) or exists (
        select 1 from control_slip_consulted as consulted
        where consulted.dossier_id = slip.dossier_id and consulted.agency = ${agency}))`);
    if (slip === undefined) return refusedBy('dossier', 'not-found');
    const found = await this.reads.query<ControlSlipRow>(sql`
      select row_number as "row", handoff_id as "handoffId", sender as "from", recipient as "to", giver,
        offered_at as "offeredAt", outcome, taker, settled_by as "settledBy", settled_at as "settledAt", reason,
        settled_reason as "settledReason",
        hand_over_by as "handOverBy", timeliness, items
      from control_slip_row
      where dossier_id = ${dossierId} and row_number > ${key[0]}::bigint
      order by row_number
      limit ${limit + 1}`);
    const { rows, next } = pageOf(found.map(withoutNulls), limit, ({ row }) => [row]);
    return { ok: true, answer: { ...slip, rows, ...(next === undefined ? {} : { next }) } };
  }
}

export const question: ProjectedQuestion = {
  asks: [
    ask(
      operations.getControlSlip,
      ({ agency, target, body }) => new ControlSlipOf(target.dossierId, agency, body),
    ),
  ],
  handlers: [ControlSlipHandler],
  projections: [controlSlip],
};
