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
import { Replies } from '../replies';
import { AssignProcessing } from './assign-processing.command-handler';

@Controller()
export class AssignProcessingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.assignProcessing)
  async assign(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: AssignProcessingBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.assignProcessing, { target, body }, this.clock);
    const { agency: by, officer } = caller.actor;
    const { coordinating = [], ...assignment } = body;
    const command = { type: 'AssignProcessing', by, officer, coordinating, ...assignment, at } as const;
    const leg = { documentId: target.documentId, to: by };
    const outcome = await this.commands.execute(new AssignProcessing(leg, command, meta, caller));
    return this.replies.to(outcome, () => ({}));
  }
}
