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
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { NumberDocument } from './number-document.command-handler';

@Controller()
export class NumberDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.numberDocument)
  async number(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: NumberDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<DocumentNumbered>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.numberDocument, { target, body }, this.clock);
    const numbering = { agency, officer, at };
    const outcome = await this.commands.execute(
      new NumberDocument(target.documentId, numbering, meta, acting),
    );
    return this.replies.to(outcome, ({ event }) => {
      const { number, bookYear, symbol } = event.data;
      return { number, bookYear, symbol };
    });
  }
}
