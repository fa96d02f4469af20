import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  RegisterDocumentBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { DirectDocument } from '../document.command-handler';
import { Replies } from '../replies';

@Controller()
export class RegisterDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.registerDocument)
  async register(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: RegisterDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.registerDocument, { target, body }, this.clock);
    const command = { type: 'RegisterDocument', agency, officer, ...body, at } as const;
    const outcome = await this.commands.execute(new DirectDocument(target.documentId, command, meta));
    return this.replies.to(outcome, () => ({}));
  }
}
