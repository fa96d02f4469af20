import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  PaperEntryTarget,
  VoidNumberBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
  type Subject,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import type { Shelf } from '../record-paper-entry/paper-entries';
import { Replies } from '../replies';
import { VoidPaperEntry } from './void-paper-entry.command-handler';

@Controller()
export class VoidPaperEntryController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.voidOutgoingPaper)
  outgoing(
    @Payload('target') target: PaperEntryTarget,
    @Payload('body') body: VoidNumberBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.void('outgoing', subjects.voidOutgoingPaper, { target, body }, caller);
  }

  @MessagePattern(subjects.voidIncomingPaper)
  incoming(
    @Payload('target') target: PaperEntryTarget,
    @Payload('body') body: VoidNumberBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    return this.void('incoming', subjects.voidIncomingPaper, { target, body }, caller);
  }

  private async void(
    direction: Shelf['direction'],
    operation: Subject,
    message: { readonly target: PaperEntryTarget; readonly body: VoidNumberBody },
    caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { meta, at } = commandMeta(caller, operation, message, this.clock);
    const { target, body } = message;
    const { agency, officer } = caller.actor;
    const shelf = { agency, direction, bookYear: target.year };
    const voiding = { officer, ...body, at };
    const voided = new VoidPaperEntry(shelf, target.entryId, voiding, meta, caller);
    return this.replies.to(await this.commands.execute(voided), () => ({}));
  }
}
