import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  BookTarget,
  PageQuery,
  subjects,
  type Caller,
  type OutgoingRegisterRow,
  type Page,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { OutgoingRegisterOf } from './outgoing-register.query';

@Controller()
export class OutgoingRegisterController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getOutgoingRegister)
  book(
    @Payload('target') { year }: BookTarget,
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<OutgoingRegisterRow>>> {
    return this.desk.ask(page, new OutgoingRegisterOf(actor.agency, year, page));
  }
}
