import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  CompleteDossierBody,
  DossierTarget,
  refusedBy,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectDossier } from '../dossier.command-handler';
import { Replies } from '../replies';

@Controller()
export class CompleteDossierController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.completeDossier)
  async complete(
    @Payload('target') target: DossierTarget,
    @Payload('body') body: CompleteDossierBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.completeDossier, { target, body }, this.clock);
    const { agency: by, officer } = caller.actor;
    const { outcome, endedAt = at } = body;
    if (endedAt > at) {
      const detail = 'lies in the future; a dossier ends at the latest when it is completed';
      return refusedBy('request', 'malformed', [{ pointer: '/body/endedAt', detail }]);
    }
    const command = { type: 'CompleteDossier', by, officer, outcome, endedAt, at } as const;
    const completed = await this.commands.execute(new DirectDossier(target.dossierId, command, meta));
    return this.replies.dossier(completed, {});
  }
}
