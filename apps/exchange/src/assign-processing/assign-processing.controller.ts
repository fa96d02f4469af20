import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AssignProcessingBody,
  DocumentTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { AssignProcessing } from './assign-processing.command-handler';

@Controller()
export class AssignProcessingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.assignProcessing)
  async assign(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: AssignProcessingBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { leg, by, officer, caller: acting } = await this.actingFor.atRecipient(target, caller);
    const { meta, at } = commandMeta(acting, subjects.assignProcessing, { target, body }, this.clock);
    const { coordinating = [], ...assignment } = body;
    const command = { type: 'AssignProcessing', by, officer, coordinating, ...assignment, at } as const;
    const outcome = await this.commands.execute(new AssignProcessing(leg, command, meta, caller));
    return this.replies.to(outcome, () => ({}));
  }
}
