import { Controller } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { MessagePattern, Payload } from '@nestjs/microservices';
import {
  DocumentTarget,
  IssueDocumentBody,
  subjects,
  type Caller,
  type CommandReply,
  type DocumentIssued,
} from '@contracts';
import { CallerOf, Clock, commandMeta } from '@runtime';
import { deliveryId } from '@domain/delivery';
import type { DocumentState } from '@domain/document';
import { ActingFor } from '../acting';
import { Replies } from '../replies';
import { IssueDocument } from './issue-document.command-handler';

@Controller()
export class IssueDocumentController {
  constructor(
    private readonly commands: CommandBus,
    private readonly clock: Clock,
    private readonly replies: Replies,
    private readonly actingFor: ActingFor,
  ) {}

  @MessagePattern(subjects.issueDocument)
  async issue(
    @Payload('target') target: DocumentTarget,
    @Payload('body') body: IssueDocumentBody,
    @CallerOf() caller: Caller,
  ): Promise<CommandReply<DocumentIssued>> {
    const { by: agency, officer, caller: acting } = await this.actingFor.atDocument(target, caller);
    const { meta, at } = commandMeta(acting, subjects.issueDocument, { target, body }, this.clock);
    const issue = { agency, officer, recipients: body.recipients, at };
    const outcome = await this.commands.execute(new IssueDocument(target.documentId, issue, meta, acting));
    return this.replies.to(outcome, ({ state }) => ({ legs: legsTold(target.documentId, state) }));
  }
}

/** Each agency that gets the document; where a closed one was written to, its successor, and instead of whom. */
function legsTold(documentId: string, state: DocumentState): DocumentIssued['legs'] {
  if (!('legs' in state)) return [];
  return state.legs.map((agency) => {
    const forwardedFrom = state.forwarded?.filter(({ to }) => to === agency).map(({ from }) => from) ?? [];
    return {
      agency,
      deliveryId: deliveryId({ documentId, to: agency }),
      state: 'Queued',
      ...(forwardedFrom.length === 0 ? {} : { forwardedFrom }),
    };
  });
}
