import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { AgenciesQuery, subjects, type AgencyListed, type Page, type QueryReply } from '@contracts';
import { ListAgencies } from './list-agencies.query';

@Controller()
export class ListAgenciesController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.listAgencies)
  list(@Payload('body') body: AgenciesQuery): Promise<QueryReply<Page<AgencyListed>>> {
    return this.queries.execute(new ListAgencies(body));
  }
}
