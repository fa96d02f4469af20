import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type DossiersOfCode, DossiersOfCodeBody, inside, type QueryReply, subjects } from '@contracts';
import { ask } from '@runtime';

class DossiersOfCodeBy extends Query<QueryReply<DossiersOfCode>> {
  constructor(readonly asked: DossiersOfCodeBody) {
    super();
  }
}

const toldMax = 10;

/** Those that the agency opened under one of the codes, by whichever officer and in whatever way. */
@QueryHandler(DossiersOfCodeBy)
export class DossiersOfCodeHandler implements IQueryHandler<DossiersOfCodeBy> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ asked: { agency, codes } }: DossiersOfCodeBy): Promise<QueryReply<DossiersOfCode>> {
    const each = JSON.stringify(codes.map(({ scheme, value }) => [{ scheme, value }]));
    const found = await this.reads.query<{ id: string }>(sql`
      select distinct dossier_id as id from jsonb_array_elements(${each}::jsonb) as asked (code)
      join dossier on codes @> asked.code
      where opened_by = ${agency} order by id limit ${toldMax}`);
    return { ok: true, answer: { dossiers: found.map(({ id }) => id) } };
  }
}

export const dossiersOfCode = ask(
  inside({ subject: subjects.dossiersOfCode, body: DossiersOfCodeBody }),
  ({ body }) => new DossiersOfCodeBy(body),
);
