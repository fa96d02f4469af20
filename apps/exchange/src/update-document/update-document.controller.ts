import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  UpdateDocumentBody,
  subjects,
  type AgenciesTold,
  type Caller,
  type CommandReply,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { UpdateDocument } from './update-document.command-handler';

@Controller()
export class UpdateDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.updateDocument)
  async update(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: UpdateDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<AgenciesTold>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.updateDocument, { target, body }, this.clock);
    const { reason, addRecipients = [], removeRecipients = [], ...changes } = body;
    const recipients = { addedRecipients: addRecipients, removedRecipients: removeRecipients };
    const command = { type: 'UpdateDocument', agency, officer, reason, changes, ...recipients, at } as const;
    const outcome = await this.commands.execute(new UpdateDocument(target.documentId, command, meta, caller));
    return this.replies.to(outcome, ({ state }) => ({
      told: ('legs' in state ? state.legs.length : 0) + removeRecipients.length,
    }));
  }
}
