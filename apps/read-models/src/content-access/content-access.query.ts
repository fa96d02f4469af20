import { ReadStore, sql } from '@adapters/read-store';
import { type ContentAccess, type QueryReply, refusedBy } from '@contracts';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';

export class ContentAccessOf extends Query<QueryReply<ContentAccess>> {
  constructor(
    readonly sha256: string,
    readonly agency: string,
  ) {
    super();
  }
}

/**
 * Several documents may name the same bytes differently: the answer is stable, whichever of them comes first by
 * its id.
 */
@QueryHandler(ContentAccessOf)
export class ContentAccessHandler implements IQueryHandler<ContentAccessOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ sha256, agency }: ContentAccessOf): Promise<QueryReply<ContentAccess>> {
    const [found] = await this.reads.query<ContentAccess>(sql`
      select media_type as "mediaType", name, size::double precision as size
      from content_access
      where sha256 = ${sha256} and agency = ${agency} and readable
      order by document_id
      limit 1`);
    return found === undefined ? refusedBy('content', 'not-found') : { ok: true, answer: found };
  }
}
