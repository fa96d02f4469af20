import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyByCodeQuery,
  AgencyQuery,
  AgencyTarget,
  subjects,
  type AgencyDetails,
  type QueryReply,
} from '@contracts';
import { FindAgency } from './find-agency.query';

@Controller()
export class FindAgencyController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.getAgency)
  one(
    @Payload('target') { agency }: AgencyTarget,
    @Payload('body') { onDate, after }: AgencyQuery,
  ): Promise<QueryReply<AgencyDetails>> {
    return this.queries.execute(new FindAgency({ code: agency }, onDate, after));
  }

  @MessagePattern(subjects.getAgencyByCode)
  byCode(
    @Payload('body') { scheme, value, onDate, after }: AgencyByCodeQuery,
  ): Promise<QueryReply<AgencyDetails>> {
    return this.queries.execute(new FindAgency({ scheme, value }, onDate, after));
  }
}
