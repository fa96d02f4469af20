import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DraftDocumentBody,
  NoTarget,
  subjects,
  type Caller,
  type CommandReply,
  type DocumentDrafted,
} from '@contracts';
import { CallerOf, Clock, commandMeta, entityId } from '@runtime';
import { Replies } from '../replies';
import { DraftDocument } from './draft-document.command-handler';

@Controller()
export class DraftDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
  ) {}

  @MessagePattern(subjects.draftDocument)
  async draft(
    @Payload('target') target: NoTarget,
    @Payload('body') body: DraftDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<DocumentDrafted>> {
    const message = { target, body };
    const { meta, commandId, at } = commandMeta(caller, subjects.draftDocument, message, this.clock);
    const { agency, officer } = caller.actor;
    const { secrecy: _, ...content } = body;
    const documentId = entityId(commandId, 'document');
    const draft = { documentId, agency, officer, ...content, at };
    const outcome = await this.commands.execute(new DraftDocument(draft, meta, caller));
    return this.replies.to(outcome, () => ({ documentId }));
  }
}
