import {
  type Caller,
  type ContentAccess,
  DocumentContentTarget,
  OneQuery,
  type QueryReply,
  subjects,
} from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { ContentAccessOf } from './content-access.query';

@Controller()
export class ContentAccessController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.contentAccess)
  access(
    @Payload('target') { documentId, sha256 }: DocumentContentTarget,
    @Payload('body') one: OneQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<ContentAccess>> {
    return this.desk.ask(one, new ContentAccessOf(documentId, sha256, actor.agency));
  }
}
