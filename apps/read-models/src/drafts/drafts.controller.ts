import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { PageQuery, subjects, type Caller, type OutboxRow, type Page, type QueryReply } from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { OutboxOf } from '../outbox/outbox.query';

/** The outbox of what nobody has signed. */
@Controller()
export class DraftsController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getDrafts)
  drafts(
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<OutboxRow>>> {
    return this.desk.ask(page, new OutboxOf(actor.agency, { ...page, state: 'Draft' }));
  }
}
