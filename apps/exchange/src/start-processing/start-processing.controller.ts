import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  StartProcessingBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectDelivery } from '../delivery.command-handler';
import { Replies } from '../replies';

@Controller()
export class StartProcessingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.startProcessing)
  async start(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: StartProcessingBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.startProcessing, { target, body }, this.clock);
    const { agency: by, officer } = caller.actor;
    const command = { type: 'StartProcessing', by, officer, at } as const;
    const outcome = await this.commands.execute(
      new DirectDelivery({ documentId: target.documentId, to: by }, command, meta),
    );
    return this.replies.to(outcome, () => ({}));
  }
}
