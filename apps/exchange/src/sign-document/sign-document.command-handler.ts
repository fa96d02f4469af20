import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Metadata } from '@contracts';
import {
  document,
  documentStream,
  type CommandOf,
  type DocumentEvent,
  type DocumentState,
} from '@domain/document';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { outcomeIn, type Outcome } from '../replies';
import { sendByOf } from './send-by.policy';

/** A signature before anybody computed until when the document has to leave. */
export class SignDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly signing: Omit<CommandOf<'SignDocument'>, 'sendBy'>,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(SignDocument)
export class SignDocumentHandler implements ICommandHandler<SignDocument> {
  constructor(private readonly store: EventStore) {}

  async execute({ documentId, signing, meta }: SignDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const stream = documentStream(documentId);
    const { state } = await stateOf(this.store, document, stream);
    const sendBy = state.status === 'absent' ? undefined : sendByOf(signing.at, state.urgency);
    const command = { ...signing, ...(sendBy === undefined ? {} : { sendBy }) };
    return outcomeIn('document', await transact(this.store, document, stream, command, meta));
  }
}
