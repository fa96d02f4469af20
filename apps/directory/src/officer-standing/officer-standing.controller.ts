import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  OfficerStandingBody,
  subjects,
  type OfficerStanding,
  type QueryReply,
} from '@contracts';
import { FindOfficerStanding } from './officer-standing.query';

@Controller()
export class OfficerStandingController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.officerStanding)
  find(
    @Payload('target') { agency }: AgencyTarget,
    @Payload('body') body: OfficerStandingBody,
  ): Promise<QueryReply<OfficerStanding>> {
    return this.queries.execute(new FindOfficerStanding(agency, body));
  }
}
