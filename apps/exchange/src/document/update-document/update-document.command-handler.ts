import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import { type Caller, type Metadata, refusedBy } from '@contracts';
import { localDate } from '@domain/codes';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { Directory } from '../../directory';
import { unreachableOnes } from '../unreachable-recipients';

type Update = Omit<
  CommandOf<'UpdateDocument'>,
  'unknownRecipients' | 'closedRecipients' | 'directoryPosition'
>;

const unreachable: readonly string[] = ['unknown-recipient', 'recipient-closed'];

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
    // With nobody added, the own agency is asked about: the answer says how far the directory had looked.
    const asked = addedRecipients.length > 0 ? addedRecipients : [update.agency];
    const checked = await this.directory.recipients(asked, localDate(update.at), caller);
    const { unknown: unknownRecipients, directoryPosition } = checked;
    const closedRecipients = checked.closed.map(({ code }) => code).filter((code) => code !== update.agency);
    const command = { ...update, unknownRecipients, closedRecipients, directoryPosition };
    const updated = await transact(this.store, document, documentStream(documentId), command, meta);
    if ('refused' in updated && unreachable.includes(updated.refused)) {
      const errors = unreachableOnes('/body/addRecipients', addedRecipients, checked);
      return refusedBy('document', updated.refused, errors);
    }
    return outcomeIn('document', updated);
  }
}
