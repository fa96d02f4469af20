import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { DocumentTarget, HistoryQuery, subjects, type DocumentHistory, type QueryReply } from '@contracts';
import { DocumentHistoryOf } from './document-history.query';

@Controller()
export class DocumentHistoryController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.getDocumentHistory)
  history(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') question: HistoryQuery,
  ): Promise<QueryReply<DocumentHistory>> {
    return this.queries.execute(new DocumentHistoryOf(documentId, question));
  }
}
