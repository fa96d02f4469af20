import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  VoidNumberBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { Replies } from '../replies';
import { VoidNumber } from './void-number.command-handler';

@Controller()
export class VoidNumberController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.voidNumber)
  async void(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: VoidNumberBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, subjects.voidNumber, { target, body }, this.clock);
    const { agency, officer } = caller.actor;
    const command = { type: 'VoidDocumentNumber', agency, officer, ...body, at } as const;
    const outcome = await this.commands.execute(new VoidNumber(target.documentId, command, meta, caller));
    return this.replies.to(outcome, () => ({}));
  }
}
