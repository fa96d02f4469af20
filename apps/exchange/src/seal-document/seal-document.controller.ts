import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  SealDocumentBody,
  subjects,
  type Caller,
  type CommandReply,
  type Nothing,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { SealDocument } from './seal-document.command-handler';

@Controller()
export class SealDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.sealDocument)
  async seal(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: SealDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<Nothing>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.sealDocument, { target, body }, this.clock);
    const sealing = { type: 'SealDocument', agency, officer, at } as const;
    const given = { signatures: body.signatures ?? [], caller: acting };
    const outcome = await this.commands.execute(new SealDocument(target.documentId, sealing, given, meta));
    return this.replies.to(outcome, () => ({}));
  }
}
