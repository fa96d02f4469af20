import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { FindAgenciesBody, subjects, type AgenciesFound, type QueryReply } from '@contracts';
import { FindAgencies } from './find-agencies.query';

@Controller()
export class FindAgenciesController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.findAgencies)
  find(@Payload('body') { codes, only }: FindAgenciesBody): Promise<QueryReply<AgenciesFound>> {
    return this.queries.execute(new FindAgencies(codes, only === 'unknown'));
  }
}
