import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { InboxQuery, subjects, type Caller, type InboxRow, type Page, type QueryReply } from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { InboxOf } from './inbox.query';

@Controller()
export class InboxController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getInbox)
  inbox(
    @Payload('body') page: InboxQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<InboxRow>>> {
    return this.desk.ask(page, new InboxOf(actor.agency, page));
  }
}
