import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Caller, Metadata, Refused } from '@contracts';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { Whereabouts } from '../../whereabouts';
import { type AsWritten, DraftParts } from './draft-parts';

export class DraftDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly draft: AsWritten<'DraftDocument'>,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(DraftDocument)
export class DraftDocumentHandler implements ICommandHandler<DraftDocument> {
  constructor(
    private readonly store: EventStore,
    private readonly parts: DraftParts,
    private readonly whereabouts: Whereabouts,
  ) {}

  /** A repeat is answered as the first time, also when its uploads were cleared away since. */
  async execute(message: DraftDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const { documentId, agency } = message.draft;
    const gathered = () => this.gathered(message);
    const drafted = await transact(this.store, document, documentStream(documentId), gathered, message.meta);
    if (!('refused' in drafted)) this.whereabouts.belongs(documentId, agency);
    return outcomeIn('document', drafted);
  }

  private async gathered({ draft, caller }: DraftDocument): Promise<CommandOf<'DraftDocument'> | Refused> {
    const found = await this.parts.of(draft, caller);
    if ('refused' in found) return found;
    const { responseFor: _answers, replaces: _replaces, corrects: _corrects, ...card } = draft;
    return { ...card, ...found, type: 'DraftDocument' };
  }
}
