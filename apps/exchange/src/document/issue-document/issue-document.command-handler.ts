import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { EventStore, stateOf, transact } from '@adapters/event-store';
import { type Caller, type Metadata, refusedBy } from '@contracts';
import { localDate } from '@domain/codes';
import {
  document,
  type DocumentCommand,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { type Outcome, outcomeIn } from '@runtime';
import { Directory } from '../../directory';
import { deadEndsAmong, forwardedAmong, unreachableOnes } from '../unreachable-recipients';

type Issue = Omit<
  Extract<DocumentCommand, { type: 'IssueDocument' }>,
  'type' | 'unknownRecipients' | 'closedRecipients' | 'forwarded' | 'directoryPosition' | 'staleLinks'
>;

const unreachable: readonly string[] = ['unknown-recipient', 'recipient-closed'];

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
    const { recipients, at } = issue;
    const checked = await this.directory.recipients(recipients, localDate(at), caller);
    const { unknown: unknownRecipients, directoryPosition } = checked;
    const gathered = async (state: DocumentState) => ({
      ...({ type: 'IssueDocument', ...issue, unknownRecipients, directoryPosition } as const),
      closedRecipients: deadEndsAmong(checked),
      forwarded: forwardedAmong(checked),
      staleLinks: await this.staleLinks(state),
    });
    const issued = await transact(this.store, document, documentStream(documentId), gathered, meta);
    if ('refused' in issued && unreachable.includes(issued.refused)) {
      return refusedBy('document', issued.refused, unreachableOnes('/body/recipients', recipients, checked));
    }
    return outcomeIn('document', issued);
  }

  /** Which documents that this one replaces or corrects were recalled or replaced since it was drafted. */
  private async staleLinks(state: DocumentState): Promise<readonly ('replaces' | 'corrects')[]> {
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
