import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  AgencyTarget,
  RegisterAgencyBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { schemeOf } from '@domain/codes';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { Replies } from '../replies';
import { AmongNeighbours } from '../neighbours.command-handler';

@Controller()
export class RegisterAgencyController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.registerAgency)
  async register(
    @Payload('target') target: AgencyTarget,
    @Payload('body') body: RegisterAgencyBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.registerAgency, { target, body }, this.clock);
    const code = target.agency;
    const registration = { type: 'RegisterAgency', code, scheme: schemeOf(code), ...body, at } as const;
    return this.replies.agency(await this.commands.execute(new AmongNeighbours(code, registration, meta)));
  }
}
