import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  CloseAgencyBody,
  MoveAgencyBody,
  RenameAgencyBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { DirectAgency } from '../agency.command-handler';
import { AmongNeighbours } from '../neighbours.command-handler';
import { Replies } from '../replies';

@Controller()
export class RestructureAgencyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.renameAgency)
  async rename(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: RenameAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.renameAgency, { target, body }, this.clock);
    const { agency } = target;
    const command = { type: 'RenameAgency', agency, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new DirectAgency(agency, command, meta)));
  }

  @MessagePattern(subjects.moveAgency)
  async move(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: MoveAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.moveAgency, { target, body }, this.clock);
    const { agency } = target;
    const command = { type: 'MoveAgency', agency, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new AmongNeighbours(agency, command, meta)));
  }

  @MessagePattern(subjects.closeAgency)
  async close(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: CloseAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.closeAgency, { target, body }, this.clock);
    const { agency } = target;
    const command = { type: 'CloseAgency', agency, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new AmongNeighbours(agency, command, meta)));
  }
}
