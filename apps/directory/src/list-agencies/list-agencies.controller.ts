import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { PageQuery, subjects, type AgencyCard, type Page, type QueryReply } from '@contracts';
import { ListAgencies } from './list-agencies.query';

@Controller()
export class ListAgenciesController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.listAgencies)
  list(@Payload('body') { limit, cursor, after }: PageQuery): Promise<QueryReply<Page<AgencyCard>>> {
    return this.queries.execute(new ListAgencies(limit ?? 50, cursor, after));
  }
}
