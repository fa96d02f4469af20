import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DismissOfficerBody,
  OfficerTarget,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectAgency } from '../agency.command-handler';
import { Replies } from '../replies';

@Controller()
export class DismissOfficerController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.dismissOfficer)
  async dismiss(
    @Payload('target') target: OfficerTarget,
    @Payload('body') body: DismissOfficerBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.dismissOfficer, { target, body }, this.clock);
    const { agency, officer } = target;
    const command = { type: 'DismissOfficer', agency, officer, at } as const;
    return this.replies.agency(await this.commands.execute(new DirectAgency(agency, command, meta)));
  }
}
