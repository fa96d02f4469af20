import { Controller } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import { LooksQuery, NoTarget, subjects, type LooksPage, type QueryReply } from '@contracts';
import { LooksOf } from './looks.query';

@Controller()
export class LooksController {
  constructor(private readonly queries: QueryBus) {}

  @MessagePattern(subjects.getLooks)
  looks(
    @Payload('target') _target: NoTarget,
    @Payload('body') question: LooksQuery,
  ): Promise<QueryReply<LooksPage>> {
    return this.queries.execute(new LooksOf(question));
  }
}
