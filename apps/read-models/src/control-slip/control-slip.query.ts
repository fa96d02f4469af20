import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type ControlSlip,
  type ControlSlipRow,
  type LegOnSlip,
  operations,
  type PageQuery,
  type QueryReply,
  refusedBy,
} from '@contracts';
import { timelinessOf } from '@domain/codes';
import { ask } from '@runtime';
import { AgencyNames, handoffNames } from '../asking/agency-names';
import { readCursor } from '../asking/cursor';
import { malformedCursor, pageOf, rowsByDefault, withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { routeOf } from '../legs/route';
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
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly names: AgencyNames,
  ) {}

  async execute({ dossierId, agency, page }: ControlSlipOf): Promise<QueryReply<ControlSlip>> {
    const { limit = rowsByDefault, cursor } = page;
    const key = readCursor(cursor, [0]);
    if (key === undefined) return malformedCursor();
    const agencies = JSON.stringify(await this.parties.of(agency));
    const [slip] = await this.reads.query<Omit<ControlSlip, 'rows' | 'next'>>(sql`
      with seen (agency) as (select jsonb_array_elements_text(${agencies}::jsonb))
      select dossier_id as "dossierId", opened_by as "openedBy", opened_at as "openedAt", holder
      from control_slip as slip
      where dossier_id = ${dossierId} and (opened_by in (select agency from seen) or exists (
        select 1 from control_slip_row as handoff
        where handoff.dossier_id = slip.dossier_id and handoff.recipient in (select agency from seen)) or exists (
        select 1 from control_slip_consulted as consulted
        where consulted.dossier_id = slip.dossier_id and consulted.agency in (select agency from seen)))`);
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
    const { openedBy, openedAt } = slip;
    const nameAt = await this.names.of([openedBy, ...found.flatMap(({ from, to }) => [from, to])]);
    const named = found.map((row) => ({ ...withoutNulls(row), ...handoffNames(row, nameAt) }));
    const { rows, next } = pageOf(named, limit, ({ row }) => [row]);
    const openedByName = nameAt(openedBy, openedAt);
    const head = openedByName === undefined ? slip : { ...slip, openedByName };
    const legs = cursor === undefined ? await this.legs(dossierId) : {};
    return { ok: true, answer: { ...head, rows, ...legs, ...(next === undefined ? {} : { next }) } };
  }

  private async legs(dossierId: string): Promise<Pick<ControlSlip, 'legs'>> {
    const [route] = await this.reads.query<{ readonly legs: readonly LegOnSlip[] }>(routeOf(dossierId));
    return route === undefined ? {} : { legs: route.legs.map(judged) };
  }
}

function judged(leg: LegOnSlip): LegOnSlip {
  const { state, endedAt, dueAt } = leg;
  const isDone = endedAt !== undefined && (state === 'Done' || state === 'Refused');
  return isDone ? { ...leg, timeliness: timelinessOf(endedAt, dueAt) } : leg;
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
