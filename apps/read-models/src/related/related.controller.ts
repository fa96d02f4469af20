import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  OneQuery,
  subjects,
  type Caller,
  type Conversation,
  type Lineage,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { ConversationOf } from './conversation.query';
import { LineageOf } from './lineage.query';

@Controller()
export class RelatedController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getLineage)
  lineage(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') one: OneQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Lineage>> {
    return this.desk.ask(one, new LineageOf(documentId, actor.agency));
  }

  @MessagePattern(subjects.getConversation)
  conversation(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') one: OneQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Conversation>> {
    return this.desk.ask(one, new ConversationOf(documentId, actor.agency));
  }
}
