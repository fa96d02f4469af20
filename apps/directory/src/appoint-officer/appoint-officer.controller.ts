import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  AppointOfficerBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectAgency } from '../agency.command-handler';
import { Replies } from '../replies';

@Controller()
export class AppointOfficerController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.appointOfficer)
  async appoint(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: AppointOfficerBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.appointOfficer, { target, body }, this.clock);
    const { agency } = target;
    const command = { type: 'AppointOfficer', agency, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new DirectAgency(agency, command, meta)));
  }
}
