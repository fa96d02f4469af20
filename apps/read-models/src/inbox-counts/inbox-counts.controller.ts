import { type Caller, type InboxCounts, OneQuery, type QueryReply, subjects } from '@contracts';
import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { InboxCountsOf } from './inbox-counts.query';

@Controller()
export class InboxCountsController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.inboxCounts)
  counts(@Payload('body') one: OneQuery, @CallerOf() { actor }: Caller): Promise<QueryReply<InboxCounts>> {
    return this.desk.ask(one, new InboxCountsOf(actor.agency));
  }
}
