import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  OrderRecallBody,
  subjects,
  type AgenciesTold,
  type Caller,
  type CommandReply,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { DirectDocument } from '../document.command-handler';
import { Replies } from '../replies';

@Controller()
export class OrderRecallController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.orderRecall)
  async order(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: OrderRecallBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<AgenciesTold>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.orderRecall, { target, body }, this.clock);
    const command = { type: 'OrderRecall', agency, officer, ...body, at } as const;
    const outcome = await this.commands.execute(new DirectDocument(target.documentId, command, meta));
    return this.replies.to(outcome, ({ state }) => ({
      told: 'recall' in state ? state.recall.recipients.length : 0,
    }));
  }
}
