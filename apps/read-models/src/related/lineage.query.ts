import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { ReadStore } from '@adapters/read-store';
import { type Lineage, operations, type QueryReply, refusedBy } from '@contracts';
import { ask, type Question } from '@runtime';
import { Parties } from '../asking/parties';
import { relatedTo } from './related';

export class LineageOf extends Query<QueryReply<Lineage>> {
  constructor(
    readonly documentId: string,
    readonly agency: string,
  ) {
    super();
  }
}

@QueryHandler(LineageOf)
export class LineageHandler implements IQueryHandler<LineageOf> {
  constructor(
    private readonly reads: ReadStore,
    private readonly parties: Parties,
  ) {}

  async execute({ documentId, agency }: LineageOf): Promise<QueryReply<Lineage>> {
    const agencies = await this.parties.of(agency);
    const answer = await relatedTo(this.reads, documentId, agencies, ['replacement', 'correction', 'copy']);
    return answer === undefined ? refusedBy('document', 'not-found') : { ok: true, answer };
  }
}

export const question: Question = {
  asks: [ask(operations.getLineage, ({ agency, target }) => new LineageOf(target.documentId, agency))],
  handlers: [LineageHandler],
};
