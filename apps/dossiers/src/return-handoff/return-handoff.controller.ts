import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  ReturnHandoffBody,
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
export class ReturnHandoffController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.returnHandoff)
  async giveBack(
    @Payload('target') target: HandoffTarget,
    @Payload('body') body: ReturnHandoffBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.returnHandoff, { target, body }, this.clock);
    const { agency: by, officer } = caller.actor;
    const command = { type: 'ReturnHandoff', handoffId: target.handoffId, by, officer, ...body, at } as const;
    const outcome = await this.commands.execute(new DirectDossier(target.dossierId, command, meta));
    return this.replies.dossier(outcome, {});
  }
}
