import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DossierTarget, HistoryQuery, subjects, type DossierHistory, type QueryReply } from '@contracts';
import { DossierHistoryOf } from './dossier-history.query';

@Controller()
export class DossierHistoryController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.getDossierHistory)
  history(
    @Payload('target') { dossierId }: DossierTarget,
    @Payload('body') question: HistoryQuery,
  ): Promise<QueryReply<DossierHistory>> {
    return this.queries.execute(new DossierHistoryOf(dossierId, question));
  }
}
