import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  type ContentAccess,
  DocumentContentTarget,
  inside,
  OneQuery,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import { ask } from '@runtime';
import { Parties } from '../asking/parties';
import type { ProjectedQuestion } from '../asking/question';
import { contentAccess } from './content-access.projection';

export class ContentAccessOf extends Query<QueryReply<ContentAccess>> {
  constructor(
    readonly documentId: string,
    readonly sha256: string,
    readonly agency: string,
  ) {
    super();
  }
}

/**
 * Several documents may name the same bytes differently, also those of other agencies: only the one asked for says what
 * they are.
 */
@QueryHandler(ContentAccessOf)
export class ContentAccessHandler implements IQueryHandler<ContentAccessOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ documentId, sha256, agency }: ContentAccessOf): Promise<QueryReply<ContentAccess>> {
    const agencies = JSON.stringify(await this.parties.of(agency));
    const [found] = await this.reads.query<ContentAccess>(sql`
      select media_type as "mediaType", name, size::double precision as size
      from content_access
      where document_id = ${documentId} and sha256 = ${sha256} and readable
        and agency in (select jsonb_array_elements_text(${agencies}::jsonb) collate "C")
      limit 1`);
    return found === undefined ? refusedBy('content', 'not-found') : { ok: true, answer: found };
  }
}

export const question: ProjectedQuestion = {
  asks: [
    ask(
      inside({ subject: subjects.contentAccess, target: DocumentContentTarget, body: OneQuery }),
      ({ agency, target }) => new ContentAccessOf(target.documentId, target.sha256, agency),
    ),
  ],
  handlers: [ContentAccessHandler],
  projections: [contentAccess],
};
