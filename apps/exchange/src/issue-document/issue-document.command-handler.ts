import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Caller, type FieldError, type Metadata } from '@contracts';
import {
  document,
  documentStream,
  type DocumentCommand,
  type DocumentEvent,
  type DocumentState,
} from '@domain/document';
import { EventStore, transact } from '@adapters/event-store';
import { Directory } from '../directory';
import { outcomeIn, type Outcome } from '../replies';

type Issue = Omit<
  Extract<DocumentCommand, { type: 'IssueDocument' }>,
  'type' | 'unknownRecipients' | 'directoryPosition'
>;

/** An issue before the directory was asked which of its recipients exist. */
export class IssueDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly documentId: string,
    readonly issue: Issue,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

@CommandHandler(IssueDocument)
export class IssueDocumentHandler implements ICommandHandler<IssueDocument> {
  constructor(
    private readonly store: EventStore,
    private readonly directory: Directory,
  ) {}

  async execute(message: IssueDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const { documentId, issue, meta, caller } = message;
    const { unknown, directoryPosition } = await this.directory.unknownAmong(issue.recipients, caller);
    const command = {
      type: 'IssueDocument',
      ...issue,
      unknownRecipients: unknown,
      directoryPosition,
    } as const;
    const issued = await transact(this.store, document, documentStream(documentId), command, meta);
    if ('refused' in issued && issued.refused === 'unknown-recipient') {
      return refusedBy('document', issued.refused, unknownOnes(issue.recipients, new Set(unknown)));
    }
    return outcomeIn('document', issued);
  }
}

const unknownOnes = (recipients: readonly string[], unknown: ReadonlySet<string>): FieldError[] =>
  recipients.flatMap((code, index) =>
    unknown.has(code) ? [{ pointer: `/body/recipients/${index}`, detail: `${code} is no agency` }] : [],
  );
