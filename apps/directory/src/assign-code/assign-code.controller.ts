import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  AssignCodeBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { AmongNeighbours } from '../neighbours.command-handler';
import { Replies } from '../replies';

@Controller()
export class AssignCodeController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.assignCode)
  async assign(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: AssignCodeBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.assignCode, { target, body }, this.clock);
    const { agency } = target;
    const command = { type: 'AssignCode', agency, ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new AmongNeighbours(agency, command, meta)));
  }
}
