import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  RefuseReceiptBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectDelivery } from '../delivery.command-handler';
import { Replies } from '../replies';

@Controller()
export class RefuseReceiptController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.refuseReceipt)
  async refuse(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: RefuseReceiptBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.refuseReceipt, { target, body }, this.clock);
    const { agency: by, officer } = caller.actor;
    const command = { type: 'RefuseReceipt', by, officer, ...body, at } as const;
    const outcome = await this.commands.execute(
      new DirectDelivery({ documentId: target.documentId, to: by }, command, meta),
    );
    return this.replies.to(outcome, () => ({}));
  }
}
