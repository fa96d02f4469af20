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
import { Replies } from '../replies';
import { AcceptReceipt } from './accept-receipt.command-handler';

@Controller()
export class AcceptReceiptController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.acceptReceipt)
  async accept(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: AcceptReceiptBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<ReceiptAccepted>> {
    const { meta, at } = commandMeta(caller, subjects.acceptReceipt, { target, body }, this.clock);
    const { agency: by, officer } = caller.actor;
    const leg = { documentId: target.documentId, to: by };
    const outcome = await this.commands.execute(new AcceptReceipt(leg, officer, at, meta));
    return this.replies.to(outcome, ({ event: { data } }) => {
      const { number, bookYear } = data as Required<typeof data>;
      return { number, bookYear };
    });
  }
}
