import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  SignDocumentBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { SignDocument } from './sign-document.command-handler';

@Controller()
export class SignDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.signDocument)
  async sign(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: SignDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.signDocument, { target, body }, this.clock);
    const { authority, position, signatures = [] } = body;
    const signing = { type: 'SignDocument', agency, officer, authority, position, at } as const;
    const given = { signatures, caller: acting };
    const outcome = await this.commands.execute(new SignDocument(target.documentId, signing, given, meta));
    return this.replies.to(outcome, () => ({}));
  }
}
