import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type DossierOffer,
  type DossierView,
  type FixedRoute,
  operations,
  type QueryReply,
  refusedBy,
} from '@contracts';
import { ask } from '@runtime';
import { AgencyNames, handoffNames } from '../asking/agency-names';
import { withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';
import { routeOf } from '../legs/route';

export class DossierByParty extends Query<QueryReply<DossierView>> {
  constructor(
    readonly dossierId: string,
    readonly agency: string,
  ) {
    super();
  }
}

type Row = Omit<DossierView, 'pendingHandoff' | 'presentHolder'> & {
  readonly pendingHandoff?: DossierOffer;
  readonly heldSince: string;
};

@QueryHandler(DossierByParty)
export class DossierByPartyHandler implements IQueryHandler<DossierByParty> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
    private readonly names: AgencyNames,
  ) {}

  async execute({ dossierId, agency }: DossierByParty): Promise<QueryReply<DossierView>> {
    const row = await this.row(dossierId, agency);
    if (row === undefined) return refusedBy('dossier', 'not-found');
    const { pendingHandoff, heldSince, ...found } = withoutNulls(row);
    const { openedBy, holder, openedAt, dueAt } = found;
    const offered = pendingHandoff === undefined ? [] : [pendingHandoff.from, pendingHandoff.to];
    const nameAt = await this.names.of([openedBy, holder, ...offered]);
    const [openedByName, holderName] = [nameAt(openedBy, openedAt), nameAt(holder, heldSince)];
    const [route] = await this.reads.query<FixedRoute>(routeOf(dossierId));
    const view = {
      ...{ ...found, ...(route === undefined ? {} : { route }) },
      ...(openedByName === undefined ? {} : { openedByName }),
      ...(holderName === undefined ? {} : { holderName }),
      presentHolder: (await this.names.presently([holder]))(holder),
    };
    if (pendingHandoff === undefined) return { ok: true, answer: view };
    const due = dueAt === undefined ? {} : { dueAt };
    const pending = { ...pendingHandoff, ...handoffNames(pendingHandoff, nameAt), ...due };
    return { ok: true, answer: { ...view, pendingHandoff: pending } };
  }

  /** As the asking agency is a party to it, or as a closed one is that it follows: the own part first. */
  private async row(dossierId: string, agency: string): Promise<Row | undefined> {
    const agencies = JSON.stringify(await this.parties.of(agency));
    const [row] = await this.reads.query<Row>(sql`
      select dossier_id as "dossierId", procedure, channel, codes, opened_by as "openedBy", holder,
        nullif(agency, ${agency}) as "forAgency", state, stage, overdue,
        moved_from as "movedFrom", processor, version, components, legal_due_at as "legalDueAt",
        hand_over_by as "handOverBy", finished_at as "finishedAt", result_sha256 as "resultSha256",
        result_symbol as "resultSymbol", result_document as "resultDocument",
        pending_handoff as "pendingHandoff", linked_to as "linkedTo",
        opened_at as "openedAt", started_at as "startedAt", due_at as "dueAt", completed_at as "completedAt",
        ended_at as "endedAt", outcome, activities, held_since as "heldSince"
      from dossier join dossier_party using (dossier_id)
      where dossier_id = ${dossierId}
        and agency in (select jsonb_array_elements_text(${agencies}::jsonb))
      order by agency = ${agency} desc, agency limit 1`);
    return row;
  }
}

export const getDossier = ask(
  operations.getDossier,
  ({ agency, target }) => new DossierByParty(target.dossierId, agency),
);
