import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { OutboxQuery, subjects, type Caller, type OutboxRow, type Page, type QueryReply } from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { OutboxOf } from './outbox.query';

@Controller()
export class OutboxController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getOutbox)
  outbox(
    @Payload('body') page: OutboxQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<OutboxRow>>> {
    return this.desk.ask(page, new OutboxOf(actor.agency, page));
  }
}
