import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore, sql } from '@adapters/read-store';
import {
  DossierCodeTarget,
  type DossierProgress,
  inside,
  OneQuery,
  type QueryReply,
  refusedBy,
  subjects,
} from '@contracts';
import type { DossierDegree } from '@domain/codes';
import { ask } from '@runtime';
import type { ProjectedQuestion } from '../asking/question';
import { dossierProgress } from './dossier-progress.projection';

const inVietnamese: Readonly<Record<DossierDegree, string>> = {
  received: 'Đã tiếp nhận',
  'in-process': 'Đang giải quyết',
  finished: 'Đã có kết quả',
  returned: 'Đã trả kết quả',
  ended: 'Đã kết thúc, không có kết quả',
};

class ProgressOfCode extends Query<QueryReply<DossierProgress>> {
  constructor(readonly code: string) {
    super();
  }
}

/**
 * By the whole code. Codes of older systems may stand twice: they are answered as unknown, since nobody knows which
 * one is meant.
 */
@QueryHandler(ProgressOfCode)
class ProgressOfCodeHandler implements IQueryHandler<ProgressOfCode> {
  constructor(private readonly reads: ReadStore) {}

  async execute({ code }: ProgressOfCode): Promise<QueryReply<DossierProgress>> {
    const [found, another] = await this.reads.query<{ readonly degree: DossierDegree }>(
      sql`select degree from dossier_progress where code = ${code} limit 2`,
    );
    if (found === undefined || another !== undefined) return refusedBy('dossier', 'unknown-code');
    return { ok: true, answer: { code, degree: found.degree, degreeVi: inVietnamese[found.degree] } };
  }
}

export const question: ProjectedQuestion = {
  asks: [
    ask(
      inside({ subject: subjects.dossierProgress, target: DossierCodeTarget, body: OneQuery }),
      ({ target }) => new ProgressOfCode(target.code),
    ),
  ],
  handlers: [ProgressOfCodeHandler],
  projections: [dossierProgress],
};
