import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  type Caller,
  type CommandReply,
  CountRefusedSecretBody,
  NoTarget,
  type Nothing,
  subjects,
} from '@contracts';
import { CallerOf, Clock, commandMeta, Replies } from '@runtime';
import { DirectSecrecy } from '../secrecy.command-handler';
import { anonymous } from './anonymous.policy';

@Controller()
export class CountRefusedSecretController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.countRefusedSecret)
  async count(
    @Payload('target') target: NoTarget,
    @Payload('body') body: CountRefusedSecretBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const message = { target, body };
    const { meta, at } = commandMeta(anonymous(caller), subjects.countRefusedSecret, message, this.clock);
    const { agency } = caller.actor;
    const command = { type: 'CountRefusedSecret', agency, localDate: body.localDate, at } as const;
    const outcome = await this.commands.execute(new DirectSecrecy(command, meta));
    return this.replies.to(outcome, () => ({}));
  }
}
