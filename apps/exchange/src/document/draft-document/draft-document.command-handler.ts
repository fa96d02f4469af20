import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ContentStore } from '@adapters/content-store';
import { EventStore, transact } from '@adapters/event-store';
import { type Caller, type Metadata, type Refused, refusedBy } from '@contracts';
import { type DocumentType, documentTypes, localDate } from '@domain/codes';
import {
  type CommandOf,
  document,
  type DocumentEvent,
  type DocumentState,
  documentStream,
} from '@domain/document';
import { atMost, type Outcome, outcomeIn } from '@runtime';
import { Directory } from '../../directory';
import { Whereabouts } from '../../whereabouts';
import { LinkedDocuments, type LinkedIds } from './linked-documents';
import { UploadedContents } from './uploaded-contents';

/** A draft as it came in: nobody has looked yet whether its type exists and its parts were uploaded. */
export type Draft = Omit<
  CommandOf<'DraftDocument'>,
  'type' | 'documentType' | 'agencyClosed' | keyof LinkedIds
> &
  LinkedIds & { readonly documentType: string };

export class DraftDocument extends Command<Outcome<DocumentEvent, DocumentState>> {
  constructor(
    readonly draft: Draft,
    readonly meta: Metadata,
    readonly caller: Caller,
  ) {
    super();
  }
}

const looksAtOnce = 8;

@CommandHandler(DraftDocument)
export class DraftDocumentHandler implements ICommandHandler<DraftDocument> {
  constructor(
    private readonly store: EventStore,
    private readonly contents: ContentStore,
    private readonly uploaded: UploadedContents,
    private readonly linked: LinkedDocuments,
    private readonly directory: Directory,
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
    const { responseFor: _answers, replaces: _replaces, corrects: _corrects, ...card } = draft;
    const links = await this.linked.of(draft, caller);
    const refused = unknownType(draft) ?? (await this.uploaded.refusalOf(draft));
    if (refused !== undefined) return refused;
    if ('refused' in links) return links;
    await this.keep(draft);
    const documentType = draft.documentType as DocumentType;
    const agencyClosed = await this.directory.isClosed(draft.agency, localDate(draft.at), caller);
    return { ...card, ...links, agencyClosed, type: 'DraftDocument', documentType };
  }

  /** Before anything is recorded: an upload may be cleared away at any time, bytes that a fact names may not. */
  private async keep({ agency, contents }: Draft): Promise<void> {
    await atMost(looksAtOnce, contents, ({ sha256 }) => this.contents.keep(agency, sha256));
  }
}

function unknownType({ documentType }: Draft): Refused | undefined {
  if (Object.hasOwn(documentTypes, documentType)) return undefined;
  const detail = 'is neither one of the 29 types of Decree 30/2020 Annex III nor a normative one';
  return refusedBy('document', 'unknown-document-type', [{ pointer: '/body/documentType', detail }]);
}
