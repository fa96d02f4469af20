import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  BookTarget,
  PageQuery,
  subjects,
  type Caller,
  type IncomingRegisterRow,
  type Page,
  type QueryReply,
} from '@contracts';
import { CallerOf } from '@runtime';
import { Desk } from '../asking/desk';
import { IncomingRegisterOf } from './incoming-register.query';

@Controller()
export class IncomingRegisterController {
  constructor(private readonly desk: Desk) {}

  @MessagePattern(subjects.getIncomingRegister)
  book(
    @Payload('target') { year }: BookTarget,
    @Payload('body') page: PageQuery,
    @CallerOf() { actor }: Caller,
  ): Promise<QueryReply<Page<IncomingRegisterRow>>> {
    return this.desk.ask(page, new IncomingRegisterOf(actor.agency, year, page));
  }
}
