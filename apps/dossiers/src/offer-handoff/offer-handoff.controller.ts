import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DossierTarget,
  OfferHandoffBody,
  subjects,
  type Caller,
  type CommandReply,
  type HandoffOffered,
} from '@contracts';
import { CallerOf, Clock, commandMeta, entityId } from '@runtime';
import { Replies } from '../replies';
import { OfferHandoff } from './offer-handoff.command-handler';

@Controller()
export class OfferHandoffController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.offerHandoff)
  async offer(
    @Payload('target') target: DossierTarget,
    @Payload('body') body: OfferHandoffBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<HandoffOffered>> {
    const message = { target, body };
    const { meta, commandId, at } = commandMeta(caller, subjects.offerHandoff, message, this.clock);
    const { agency: by, officer } = caller.actor;
    const handoffId = entityId(commandId, 'handoff');
    const offer = { type: 'OfferHandoff', handoffId, by, officer, ...body, at } as const;
    const outcome = await this.commands.execute(new OfferHandoff(target.dossierId, offer, meta, caller));
    return this.replies.dossier(outcome, { handoffId });
  }
}
