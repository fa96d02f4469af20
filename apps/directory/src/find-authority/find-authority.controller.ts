import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AgencyTarget, FindAuthorityBody, subjects, type AuthorityFound, type QueryReply } from '@contracts';
import { FindAuthority } from './find-authority.query';

@Controller()
export class FindAuthorityController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.findAuthority)
  find(
    @Payload('target') { agency }: AgencyTarget,
    @Payload('body') body: FindAuthorityBody,
  ): Promise<QueryReply<AuthorityFound>> {
    return this.queries.execute(new FindAuthority(agency, body));
  }
}
