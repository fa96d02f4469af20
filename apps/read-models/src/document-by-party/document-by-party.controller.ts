import {
  type Caller,
  DocumentTarget,
  type DocumentView,
  PageQuery,
  type QueryReply,
  subjects,
} from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { DocumentByParty } from './document-by-party.query';

@Controller()
export class DocumentByPartyController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.documentByParty)
  document(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<DocumentView>> {
    return this.desk.ask(page, new DocumentByParty(documentId, actor.agency, page));
  }
}
