import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  PageQuery,
  subjects,
  type Caller,
  type DocumentView,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { DocumentByParty } from './document-by-party.query';

@Controller()
export class DocumentByPartyController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getDocument)
  document(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<DocumentView>> {
    return this.desk.ask(page, new DocumentByParty(documentId, actor.agency, page));
  }
}
