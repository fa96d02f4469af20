import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Caller, type Metadata } from '@contracts';
import {
  document,
  documentStream,
  type CommandOf,
  type DocumentEvent,
  type DocumentState,
} from '@domain/document';
import { EventStore, transact } from '@adapters/event-store';
import { Directory } from '../directory';
import { outcomeIn, type Outcome } from '../replies';
import { unknownOnes } from '../unknown-recipients';

type Update = Omit<CommandOf<'UpdateDocument'>, 'unknownRecipients' | 'directoryPosition'>;

/** An update before the directory was asked which of the added recipients exist. */
export class UpdateDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly update: Update,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(UpdateDocument)
export class UpdateDocumentHandler implements ICommandHandler<UpdateDocument> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
  ) {}

  async execute(message: UpdateDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const { documentId, update, meta, caller } = message;
    const { addedRecipients } = update;
    const { unknown, directoryPosition } = await this.directory.unknownAmong(addedRecipients, caller);
    const command = { ...update, unknownRecipients: unknown, directoryPosition };
    const updated = await transact(this.store, document, documentStream(documentId), command, meta);
    if ('refused' in updated && updated.refused === 'unknown-recipient') {
      const errors = unknownOnes('/body/addRecipients', addedRecipients, unknown);
      return refusedBy('document', updated.refused, errors);
    }
    return outcomeIn('document', updated);
  }
}
