import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type DossierContent,
  DossierContentTarget,
  inside,
  OneQuery,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { ask } from '@runtime';
import { withoutNulls } from '../asking/page';
import { Parties } from '../asking/parties';

export class DossierContentOf extends Query<QueryReply<DossierContent>> {
  constructor(
    readonly target: DossierContentTarget,
    readonly agency: string,
  ) {
    super();
  }
}

/**
 * Bytes that a dossier has for its parties: of a component that was uploaded for it, or for the earlier dossier it is
 * reused from, however far back; and of a result that is a document. A result without one is a hash that an officer
 * told, and a hash must not open what its agency does not hold.
 */
@QueryHandler(DossierContentOf)
export class DossierContentHandler implements IQueryHandler<DossierContentOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ target, agency }: DossierContentOf): Promise<QueryReply<DossierContent>> {
    const { dossierId, sha256 } = target;
    const agencies = JSON.stringify(await this.parties.of(agency));
    const [party] = await this.reads.query(sql`
      select from dossier_party where dossier_id = ${dossierId}
        and agency in (select jsonb_array_elements_text(${agencies}::jsonb)) limit 1`);
    if (party === undefined) return refusedBy('dossier', 'not-found');
    const [found] = await this.reads.query<DossierContent>(sql`
      with recursive source (dossier_id) as (
        select ${dossierId}::text collate "C"
        union
        select coalesce(each #>> '{reusedFrom,dossierId}', each #>> '{reusedResult,dossierId}') collate "C"
        from source join dossier using (dossier_id), jsonb_array_elements(components) as each
        where ${sha256} in (each #>> '{reusedFrom,sha256}', each #>> '{reusedResult,sha256}')
      )
      select coalesce(part.name, given.key) as name, part.media_type as "mediaType"
      from source join dossier using (dossier_id)
      left join lateral (
        select each ->> 'key' as key from jsonb_array_elements(components) as each
        where each ->> 'sha256' = ${sha256} limit 1
      ) as given on true
      left join lateral (
        select name, media_type from content_access
        where document_id = result_document and sha256 = ${sha256} and result_sha256 = ${sha256} limit 1
      ) as part on true
      where given.key is not null or part.name is not null
      order by dossier_id = ${dossierId} desc, dossier_id limit 1`);
    if (found === undefined) return refusedBy('content', 'not-found');
    return { ok: true, answer: withoutNulls(found) };
  }
}

export const dossierContent = ask(
  inside({ subject: subjects.dossierContent, target: DossierContentTarget, body: OneQuery }),
  ({ agency, target }) => new DossierContentOf(target, agency),
);
