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
import { type Covering, LeaveCover } from '../../leave-cover';
import { drafterAt } from '../discard-draft/discard-draft.command-handler';
import { type AsWritten, DraftParts } from '../draft-document/draft-parts';

/** A draft as its drafter writes it anew. */
export class CorrectDraft extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly draft: AsWritten<'CorrectDraft'>,
    readonly meta: Metadata,
    /** Who asks, in the name of the own agency. */
    readonly caller: Caller,
    /** Who asks; names the closed agency, when the officer of its successor acts for it. */
    readonly acting: Caller,
  ) {
    super();
  }
}

@CommandHandler(CorrectDraft)
export class CorrectDraftHandler implements ICommandHandler<CorrectDraft> {
  constructor(
    private readonly store: EventStore,
    private readonly parts: DraftParts,
    private readonly cover: LeaveCover,
  ) {}

  execute(message: CorrectDraft): Promise<Outcome<DocumentEvent, DocumentState>> {
    const { documentId, draft, meta, caller } = message;
    const stream = documentStream(documentId);
    const { officer, at } = draft;
    return this.cover.attempt<DocumentEvent, DocumentState>({
      ...{ officer, at, meta, caller, refused: 'not-the-drafter' },
      holder: () => drafterAt(this.store, stream),
      attempt: async (own, covering) => {
        const gathered = (state: DocumentState) => this.gathered(message, state, covering);
        return outcomeIn('document', await transact(this.store, document, stream, gathered, own));
      },
    });
  }

  /** Parts become permanent before anything is recorded, so nothing is kept of what may not be corrected. */
  private async gathered(
    { draft, acting }: CorrectDraft,
    state: DocumentState,
    covering: Covering,
  ): Promise<CommandOf<'CorrectDraft'> | Refused> {
    const stopped = correctingStoppedBy(state, { ...draft, ...covering });
    if (stopped !== undefined) return refusedBy('document', stopped);
    const found = await this.parts.of(draft, acting, state.status === 'absent' ? [] : state.contents);
    if ('refused' in found) return found;
    const { responseFor: _answers, replaces: _replaces, corrects: _corrects, ...card } = draft;
    return { ...card, ...found, ...covering, type: 'CorrectDraft' };
  }
}
