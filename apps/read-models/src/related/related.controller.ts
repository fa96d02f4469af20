import {
  type Caller,
  type Conversation,
  DocumentTarget,
  type Lineage,
  OneQuery,
  type QueryReply,
  subjects,
} from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { ConversationOf } from './conversation.query';
import { LineageOf } from './lineage.query';

@Controller()
export class RelatedController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.lineage)
  lineage(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') one: OneQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Lineage>> {
    return this.desk.ask(one, new LineageOf(documentId, actor.agency));
  }

  @MessagePattern(subjects.conversation)
  conversation(
    @Payload('target') { documentId }: DocumentTarget,
    @Payload('body') one: OneQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Conversation>> {
    return this.desk.ask(one, new ConversationOf(documentId, actor.agency));
  }
}
