import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type DossierOffer, type DossierView, operations, type QueryReply, refusedBy } from '@contracts';
import { ask } from '@runtime';
import { withoutNulls } from '../asking/page';

export class DossierByParty extends Query<QueryReply<DossierView>> {
  constructor(
    readonly dossierId: string,
    readonly agency: string,
  ) {
    super();
  }
}

type Found = Omit<DossierView, 'pendingHandoff'> & { readonly pendingHandoff?: DossierOffer };

@QueryHandler(DossierByParty)
export class DossierByPartyHandler implements IQueryHandler<DossierByParty> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ dossierId, agency }: DossierByParty): Promise<QueryReply<DossierView>> {
    const [row] = await this.reads.query<Found>(sql`
      select dossier_id as "dossierId", procedure, channel, codes, opened_by as "openedBy", holder, state,
        stage,
        overdue, moved_from as "movedFrom", processor, version, components, legal_due_at as "legalDueAt",
        hand_over_by as "handOverBy",
        finished_at as "finishedAt", result_sha256 as "resultSha256", result_symbol as "resultSymbol",
        pending_handoff as "pendingHandoff", linked_to as "linkedTo", opened_at as "openedAt",
        started_at as "startedAt", due_at as "dueAt",
        completed_at as "completedAt", ended_at as "endedAt", outcome, activities
      from dossier join dossier_party using (dossier_id)
      where dossier_id = ${dossierId} and agency = ${agency}`);
    if (row === undefined) return refusedBy('dossier', 'not-found');
    const { pendingHandoff, ...found } = withoutNulls(row);
    if (pendingHandoff === undefined) return { ok: true, answer: found };
    const due = found.dueAt === undefined ? {} : { dueAt: found.dueAt };
    return { ok: true, answer: { ...found, pendingHandoff: { ...pendingHandoff, ...due } } };
  }
}

export const getDossier = ask(
  operations.getDossier,
  ({ agency, target }) => new DossierByParty(target.dossierId, agency),
);
