import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type HandOverSlip, operations, type QueryReply, refusedBy } from '@contracts';
import { ask } from '@runtime';
import { withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { handOverSlips } from './hand-over-slip.projection';

class HandOverSlipOf extends Query<QueryReply<HandOverSlip>> {
  constructor(
    readonly slipId: string,
    readonly agency: string,
  ) {
    super();
  }
}

/** Both sides see the whole slip. */
@QueryHandler(HandOverSlipOf)
class HandOverSlipHandler implements IQueryHandler<HandOverSlipOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ slipId, agency }: HandOverSlipOf): Promise<QueryReply<HandOverSlip>> {
    const agencies = JSON.stringify(await this.parties.of(agency));
    const [slip] = await this.reads.query<Omit<HandOverSlip, 'rows'>>(sql`
      select slip_id as "slipId", number, local_date as "localDate", sender as "from", recipient as "to", giver, reason,
        issued_at as "issuedAt"
      from hand_over_slip
      where slip_id = ${slipId}
        and exists (select from jsonb_array_elements_text(${agencies}::jsonb) as seen (agency)
          where seen.agency in (sender, recipient))`);
    if (slip === undefined) return refusedBy('dossier', 'slip-not-found');
    const rows = await this.reads.query<HandOverSlip['rows'][number]>(sql`
      select dossier_id as "dossierId", codes -> 0 ->> 'value' as code, procedure,
        handoff_id as "handoffId", handoff.outcome, settled_by as "settledBy", settled_at as "settledAt",
        settled_reason as "settledReason"
      from control_slip_row as handoff join dossier using (dossier_id)
      where slip_id = ${slipId} order by dossier_id`);
    return { ok: true, answer: { ...slip, rows: rows.map(withoutNulls) } };
  }
}

export const question: ProjectedQuestion = {
  asks: [ask(operations.getHandOverSlip, ({ agency, target }) => new HandOverSlipOf(target.slipId, agency))],
  handlers: [HandOverSlipHandler],
  projections: [handOverSlips],
};
