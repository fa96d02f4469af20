import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  NumberDocumentBody,
  subjects,
  type Caller,
  type CommandReply,
  type DocumentNumbered,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { Replies } from '../replies';
import { NumberDocument } from './number-document.command-handler';

@Controller()
export class NumberDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.numberDocument)
  async number(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: NumberDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<DocumentNumbered>> {
    const { meta, at } = commandMeta(caller, subjects.numberDocument, { target, body }, this.clock);
    const outcome = await this.commands.execute(new NumberDocument(target.documentId, at, meta, caller));
    return this.replies.to(outcome, ({ event }) => {
      const { number, bookYear, symbol } = event.data;
      return { number, bookYear, symbol };
    });
  }
}
