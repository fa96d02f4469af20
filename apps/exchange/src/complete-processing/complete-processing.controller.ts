import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  CompleteProcessingBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { CompleteProcessing } from './complete-processing.command-handler';

@Controller()
export class CompleteProcessingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.completeProcessing)
  async complete(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: CompleteProcessingBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { leg, by, officer, caller: acting } = await this.actingFor.atRecipient(target, caller);
    const { meta, at } = commandMeta(acting, subjects.completeProcessing, { target, body }, this.clock);
    const { reply, result } = body;
    const completion = { by, officer, result, at };
    const outcome = await this.commands.execute(new CompleteProcessing(leg, completion, reply, meta));
    return this.replies.to(outcome, () => ({}));
  }
}
