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
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { VoidNumber } from './void-number.command-handler';

@Controller()
export class VoidNumberController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.voidNumber)
  async void(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: VoidNumberBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.voidNumber, { target, body }, this.clock);
    const command = { type: 'VoidDocumentNumber', agency, officer, ...body, at } as const;
    const outcome = await this.commands.execute(new VoidNumber(target.documentId, command, meta, acting));
    return this.replies.to(outcome, () => ({}));
  }
}
