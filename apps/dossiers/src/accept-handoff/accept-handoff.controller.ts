import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AcceptHandoffBody,
  HandoffTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectDossier } from '../dossier.command-handler';
import { Replies } from '../replies';

@Controller()
export class AcceptHandoffController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.acceptHandoff)
  async accept(
    @Payload('target') target: HandoffTarget,
    @Payload('body') body: AcceptHandoffBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.acceptHandoff, { target, body }, this.clock);
    const { agency: by, officer } = caller.actor;
    const command = { type: 'AcceptHandoff', handoffId: target.handoffId, by, officer, at } as const;
    const outcome = await this.commands.execute(new DirectDossier(target.dossierId, command, meta));
    return this.replies.dossier(outcome, {});
  }
}
