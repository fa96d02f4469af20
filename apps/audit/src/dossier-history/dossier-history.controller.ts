import { type DossierHistory, DossierTarget, HistoryQuery, type QueryReply, subjects } from '@contracts';
import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DossierHistoryOf } from './dossier-history.query';

@Controller()
export class DossierHistoryController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.dossierHistory)
  history(
    @Payload('target') { dossierId }: DossierTarget,
    @Payload('body') question: HistoryQuery,
  ): Promise<QueryReply<DossierHistory>> {
    return this.queries.execute(new DossierHistoryOf(dossierId, question));
  }
}
