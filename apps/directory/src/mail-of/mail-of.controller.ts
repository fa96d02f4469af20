import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AgencyTarget, MailOfBody, subjects, type MailOf, type QueryReply } from '@contracts';
import { FindMailOf } from './mail-of.query';

@Controller()
export class MailOfController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.mailOf)
  find(
    @Payload('target') { agency }: AgencyTarget,
    @Payload('body') { onDate }: MailOfBody,
  ): Promise<QueryReply<MailOf>> {
    return this.queries.execute(new FindMailOf(agency, onDate));
  }
}
