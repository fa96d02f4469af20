import { Controller } from '@nestjs/common';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type Caller,
  type CommandReply,
  type HistoryKnown,
  type HistoryRenewedNow,
  type QueryReply,
  refusedBy,
  RenewHistoryBody,
  subjects,
  tokenAt,
} from '@contracts';
import { CallerOf } from '@runtime';
import { HistoryKeeper } from './history-keeper';

const mayAsk = ({ actor }: Caller): boolean => actor.role === 'System' || actor.role === 'Operator';

/** For services that lost what they had read, and for who runs the house: no route of the edge leads here. */
@Controller()
export class RenewHistoryController {
  constructor(private readonly keeper: HistoryKeeper) {}

  @MessagePattern(subjects.renewHistory)
  async renew(
    @Payload('body') body: RenewHistoryBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<HistoryRenewedNow>> {
    if (!mayAsk(caller)) return refusedBy('request', 'role-not-allowed');
    const answer = await this.keeper.renew(body, caller.idempotencyKey ?? caller.causationId);
    const { storeId, epoch, head } = await this.keeper.known();
    return { ok: true, answer, position: tokenAt({ storeId, epoch }, BigInt(head)) };
  }

  @MessagePattern(subjects.history)
  async show(@CallerOf() caller: Caller): Promise<QueryReply<HistoryKnown>> {
    if (!mayAsk(caller)) return refusedBy('request', 'role-not-allowed');
    return { ok: true, answer: await this.keeper.known() };
  }
}
