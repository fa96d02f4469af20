import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import { type ImportInNumbers, operations, type QueryReply, refusedBy } from '@contracts';
import { ask } from '@runtime';
import type { ProjectedQuestion } from '../asking/question';
import { importInNumbers } from './import-in-numbers.projection';

export class ImportInNumbersOf extends Query<QueryReply<ImportInNumbers>> {
  constructor(readonly sha256: string) {
    super();
  }
}

interface Counted {
  readonly kind: string;
  readonly key: string;
  readonly count: number;
}

/** Counts and nothing else; who may see them is a matter of roles, for a file concerns many agencies. */
@QueryHandler(ImportInNumbersOf)
export class ImportInNumbersHandler implements IQueryHandler<ImportInNumbersOf> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ sha256 }: ImportInNumbersOf): Promise<QueryReply<ImportInNumbers>> {
    const rows = await this.reads.query<Counted>(sql`
      select kind, key, count from import_in_numbers where sha256 = ${sha256} order by kind, key`);
    if (rows.length === 0) return refusedBy('import', 'not-found');
    const of = (wanted: string) => rows.filter(({ kind }) => kind === wanted);
    const sum = (wanted: string) => of(wanted).reduce((total, { count }) => total + count, 0);
    const answer = {
      sha256,
      agencies: sum('agencies'),
      officers: sum('officers'),
      dossiers: sum('dossiers'),
      channels: Object.fromEntries(of('dossiers').map(({ key, count }) => [key, count])),
      handoffs: sum('handoffs'),
      activities: sum('activities'),
      ended: sum('ended'),
      endedOnTime: sum('ended-on-time'),
    };
    return { ok: true, answer };
  }
}

export const question: ProjectedQuestion = {
  asks: [ask(operations.getImport, ({ target }) => new ImportInNumbersOf(target.sha256))],
  handlers: [ImportInNumbersHandler],
  projections: [importInNumbers],
};
