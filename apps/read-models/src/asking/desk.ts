import { Injectable } from '@nestjs/common';
import { type Query, QueryBus } from '@nestjs/cqrs';
import type { QueryReply } from '@contracts';
import { Visibility } from './visibility';

/** Where questions are put: each waits here until what it asks for (`after`) can be read. */
@Injectable()
export class Desk {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: Visibility,
  ) {}

  async ask<Answer>(
    { after }: { readonly after?: string },
    question: Query<QueryReply<Answer>>,
  ): Promise<QueryReply<Answer>> {
    const refusal = await this.visibility.refusalUntilVisible(after);
    return refusal ?? this.queries.execute(question);
  }
}
