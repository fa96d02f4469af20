import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AcceptReceiptBody,
  DocumentTarget,
  subjects,
  type Caller,
  type CommandReply,
  type ReceiptAccepted,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { AcceptReceipt } from './accept-receipt.command-handler';

@Controller()
export class AcceptReceiptController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.acceptReceipt)
  async accept(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: AcceptReceiptBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<ReceiptAccepted>> {
    const { leg, officer, caller: acting } = await this.actingFor.atRecipient(target, caller);
    const { meta, at } = commandMeta(acting, subjects.acceptReceipt, { target, body }, this.clock);
    const outcome = await this.commands.execute(new AcceptReceipt(leg, officer, at, meta));
    return this.replies.to(outcome, ({ event: { data } }) => {
      const { number, bookYear } = data as Required<typeof data>;
      return { number, bookYear };
    });
  }
}
