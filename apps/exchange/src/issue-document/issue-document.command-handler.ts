import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Caller, type Metadata } from '@contracts';
import {
  document,
  documentStream,
  type DocumentCommand,
  type DocumentEvent,
  type DocumentState,
} from '@domain/document';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { Directory } from '../directory';
import { outcomeIn, type Outcome } from '../replies';
import { unknownOnes } from '../unknown-recipients';

type Issue = Omit<
  Extract<DocumentCommand, { type: 'IssueDocument' }>,
  'type' | 'unknownRecipients' | 'directoryPosition' | 'staleLinks'
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
    const staleLinks = await this.staleLinks(documentId);
    const gathered = { unknownRecipients: unknown, directoryPosition, staleLinks };
    const command = { type: 'IssueDocument', ...issue, ...gathered } as const;
    const issued = await transact(this.store, document, documentStream(documentId), command, meta);
    if ('refused' in issued && issued.refused === 'unknown-recipient') {
      return refusedBy(
        'document',
        issued.refused,
        unknownOnes('/body/recipients', issue.recipients, unknown),
      );
    }
    return outcomeIn('document', issued);
  }
  /** Which documents that this one replaces or corrects were recalled or replaced since it was drafted. */
  private async staleLinks(documentId: string): Promise<readonly ('replaces' | 'corrects')[]> {
    const { state } = await stateOf(this.store, document, documentStream(documentId));
    if (state.status === 'absent') return [];
    const stale: ('replaces' | 'corrects')[] = [];
    for (const name of ['replaces', 'corrects'] as const) {
      const link = state[name];
      if (link === undefined) continue;
      const linked = await stateOf(this.store, document, documentStream(link.documentId));
      if (linked.state.status !== 'Issued') stale.push(name);
    }
    return stale;
  }
}
