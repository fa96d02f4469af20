import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type Caller, type Metadata, type Refused, refusedBy } from '@contracts';
import {
  type CommandOf,
  correctingStoppedBy,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { type AsWritten, DraftParts } from '../draft-document/draft-parts';

/** A draft as its drafter writes it anew. */
export class CorrectDraft extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly draft: AsWritten<'CorrectDraft'>,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(CorrectDraft)
export class CorrectDraftHandler implements ICommandHandler<CorrectDraft> {
  constructor(
    private readonly store: EventStore,
    private readonly parts: DraftParts,
  ) {}

  async execute(message: CorrectDraft): Promise<Outcome<DocumentEvent, DocumentState>> {
    const stream = documentStream(message.documentId);
    const gathered = (state: DocumentState) => this.gathered(message, state);
    return outcomeIn('document', await transact(this.store, document, stream, gathered, message.meta));
  }

  /** Parts become permanent before anything is recorded, so nothing is kept of what may not be corrected. */
  private async gathered(
    { draft, caller }: CorrectDraft,
    state: DocumentState,
  ): Promise<CommandOf<'CorrectDraft'> | Refused> {
    const stopped = correctingStoppedBy(state, draft);
    if (stopped !== undefined) return refusedBy('document', stopped);
    const found = await this.parts.of(draft, caller, state.status === 'absent' ? [] : state.contents);
    if ('refused' in found) return found;
    const { responseFor: _answers, replaces: _replaces, corrects: _corrects, ...card } = draft;
    return { ...card, ...found, type: 'CorrectDraft' };
  }
}
