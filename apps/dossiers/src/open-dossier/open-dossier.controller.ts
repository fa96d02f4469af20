import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  NoTarget,
  OpenDossierBody,
  refusedBy,
  subjects,
  type Caller,
  type CommandReply,
  type DossierOpened,
} from '@contracts';
import { CallerOf, Clock, commandMeta, entityId } from '@runtime';
import { DirectDossier } from '../dossier.command-handler';
import { Replies } from '../replies';

@Controller()
export class OpenDossierController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.openDossier)
  async open(
    @Payload('target') target: NoTarget,
    @Payload('body') body: OpenDossierBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<DossierOpened>> {
    const message = { target, body };
    const { meta, commandId, at } = commandMeta(caller, subjects.openDossier, message, this.clock);
    const { agency, officer } = caller.actor;
    const { codes = [], startedAt = at, ...opening } = body;
    // In real logs a period may begin after the first thing that was done, so the measure is now and not `at`.
    if (startedAt > this.clock.now()) {
      const detail = 'lies in the future; a period begins at the latest when the dossier is recorded';
      return refusedBy('request', 'malformed', [{ pointer: '/body/startedAt', detail }]);
    }
    const dossierId = entityId(commandId, 'dossier');
    const command = {
      type: 'OpenDossier',
      dossierId,
      agency,
      officer,
      ...opening,
      codes,
      startedAt,
      at,
    } as const;
    const outcome = await this.commands.execute(new DirectDossier(dossierId, command, meta));
    return this.replies.dossier(outcome, { dossierId });
  }
}
