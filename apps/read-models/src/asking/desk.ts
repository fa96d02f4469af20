import { Injectable } from '@nestjs/common';
import { type Query, QueryBus } from '@nestjs/cqrs';
import { parsePositionToken, type QueryReply, refusedBy } from '@contracts';
import { ParkedRows } from '../projector/parked-rows';
import { Visibility } from './visibility';

/**
 * Where questions are put: each waits here until what it asks for (`after`) can be read. What is set aside cannot, and
 * is never passed over in silence.
 */
@Injectable()
export class Desk {
  constructor(
    private readonly queries: QueryBus,
    private readonly visibility: Visibility,
    private readonly parked: ParkedRows,
  ) {}

  async ask<Answer>(
    { after }: { readonly after?: string },
    question: Query<QueryReply<Answer>>,
  ): Promise<QueryReply<Answer>> {
    const refusal = await this.visibility.refusalUntilVisible(after);
    if (refusal !== undefined) return refusal;
    const token = after === undefined ? undefined : parsePositionToken(after);
    if (token !== undefined && (await this.parked.isParked(token.commit)))
      return refusedBy('position', 'parked');
    return this.queries.execute(question);
  }
}
