import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, transact } from '@adapters/event-store';
import type { Metadata } from '@contracts';
import {
  document,
  type DocumentCommand,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';

/** Any command on one document whose facts are all at hand. */
export class DirectDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly command: DocumentCommand,
    readonly meta: Metadata,
  ) {
    super();
  }
}

@CommandHandler(DirectDocument)
export class DocumentCommandHandler implements ICommandHandler<DirectDocument> {
  constructor(private readonly store: EventStore) {}

  async execute({
    documentId,
    command,
    meta,
  }: DirectDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    return outcomeIn(
      'document',
      await transact(this.store, document, documentStream(documentId), command, meta),
    );
  }
}
