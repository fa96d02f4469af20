import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { CheckRecipientsBody, subjects, type QueryReply, type RecipientsChecked } from '@contracts';
import { CheckRecipients } from './check-recipients.query';

@Controller()
export class CheckRecipientsController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.checkRecipients)
  check(@Payload('body') { codes, onDate }: CheckRecipientsBody): Promise<QueryReply<RecipientsChecked>> {
    return this.queries.execute(new CheckRecipients(codes, onDate));
  }
}
