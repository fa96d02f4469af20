import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type ApplicantDossiers,
  ApplicantDossiersBody,
  ApplicantTarget,
  inside,
  type QueryReply,
  subjects,
} from '@contracts';
import { ask } from '@runtime';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { applicantDossiers } from './applicant-dossiers.projection';

class DossiersOfApplicant extends Query<QueryReply<ApplicantDossiers>> {
  constructor(
    readonly applicantRef: string,
    readonly agency: string,
  ) {
    super();
  }
}

@QueryHandler(DossiersOfApplicant)
class DossiersOfApplicantHandler implements IQueryHandler<DossiersOfApplicant> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ applicantRef, agency }: DossiersOfApplicant): Promise<QueryReply<ApplicantDossiers>> {
    const agencies = JSON.stringify(await this.parties.of(agency));
    const [found] = await this.reads.query<ApplicantDossiers>(sql`
      select coalesce(bool_or(exists (
          select from dossier_party where dossier_party.dossier_id = each.dossier_id
            and agency in (select jsonb_array_elements_text(${agencies}::jsonb))
        )), false) as "isParty",
        count(*) filter (where is_open)::int as "openDossiers"
      from applicant_dossier each where applicant_ref = ${applicantRef}`);
    return { ok: true, answer: found ?? { isParty: false, openDossiers: 0 } };
  }
}

export const question: ProjectedQuestion = {
  asks: [
    ask(
      inside({ subject: subjects.applicantDossiers, target: ApplicantTarget, body: ApplicantDossiersBody }),
      ({ target, body }) => new DossiersOfApplicant(target.applicantRef, body.agency),
    ),
  ],
  handlers: [DossiersOfApplicantHandler],
  projections: [applicantDossiers],
};
