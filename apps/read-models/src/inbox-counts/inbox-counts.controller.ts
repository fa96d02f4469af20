import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { OneQuery, subjects, type Caller, type InboxCounts, type QueryReply } from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { InboxCountsOf } from './inbox-counts.query';

@Controller()
export class InboxCountsController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getInboxCounts)
  counts(@Payload('body') one: OneQuery, @CallerOf() { actor }: Caller): Promise<QueryReply<InboxCounts>> {
    return this.desk.ask(one, new InboxCountsOf(actor.agency));
  }
}
