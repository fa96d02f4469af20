import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  MergeAgenciesBody,
  NoTarget,
  subjects,
  type AgenciesMerged,
  type Caller,
  type CommandReply,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { MergeAgencies } from './merge-agencies.command-handler';

@Controller()
export class MergeAgenciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  @MessagePattern(subjects.mergeAgencies)
  merge(
    @Payload('target') target: NoTarget,
    @Payload('body') body: MergeAgenciesBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<AgenciesMerged>> {
    const { meta, at } = commandMeta(caller, subjects.mergeAgencies, { target, body }, this.clock);
    return this.commands.execute(new MergeAgencies({ ...body, at }, meta));
  }
}
