import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { refusedBy, type Caller, type FieldError, type Metadata, type Refused } from '@contracts';
import { documentTypes, localDate, type ContentPart, type DocumentType } from '@domain/codes';
import {
  document,
  documentStream,
  type CommandOf,
  type DocumentEvent,
  type DocumentState,
} from '@domain/document';
import { EventStore, transact } from '@adapters/event-store';
import { ContentStore } from '@adapters/content-store';
import { atMost } from '@runtime';
import { Directory } from '../directory';
import { outcomeIn, type Outcome } from '../replies';
import { LinkedDocuments, type LinkedIds } from './linked-documents';

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
    private readonly linked: LinkedDocuments,
    private readonly directory: Directory,
  ) {}

  async execute({ draft, meta, caller }: DraftDocument): Promise<Outcome<DocumentEvent, DocumentState>> {
    const stream = documentStream(draft.documentId);
    const { responseFor: _answers, replaces: _replaces, corrects: _corrects, ...card } = draft;
    const links = await this.linked.of(draft.agency, draft.documentType, draft);
    const refused = unknownType(draft) ?? (await this.notUploaded(draft)) ?? refusalIn(links);
    if (refused === undefined) await this.keep(draft);
    // A repeat is answered as the first time, also when its uploads were cleared away since.
    else if (!(await this.exists(stream))) return refused;
    const documentType = draft.documentType as DocumentType;
    const resolved = 'refused' in links ? {} : links;
    const agencyClosed = await this.isClosed(draft, caller);
    const command = { ...card, ...resolved, agencyClosed, type: 'DraftDocument', documentType } as const;
    return outcomeIn('document', await transact(this.store, document, stream, command, meta));
  }

  /** What an import brings was drafted long ago. */
  private async isClosed({ agency, at }: Draft, caller: Caller): Promise<boolean> {
    if (caller.source === 'import' || caller.source === 'scenario') return false;
    const { closed } = await this.directory.recipients([agency], localDate(at), caller);
    return closed.length > 0;
  }

  /** Before anything is recorded: an upload may be cleared away at any time, bytes that a fact names may not. */
  private async keep({ agency, contents }: Draft): Promise<void> {
    await atMost(looksAtOnce, contents, ({ sha256 }) => this.contents.keep(agency, sha256));
  }

  private async exists(stream: string): Promise<boolean> {
    const { events } = await this.store.readStream(stream, { max: 1 });
    return events.length > 0;
  }

  private async notUploaded({ agency, contents }: Draft): Promise<Refused | undefined> {
    const looked = await atMost(looksAtOnce, contents, (part) => this.wrongWith(agency, part));
    const errors = looked.flatMap((detail, index): FieldError[] =>
      detail === undefined ? [] : [{ pointer: `/body/contents/${index}`, detail }],
    );
    return errors.length === 0 ? undefined : refusedBy('document', 'content-not-uploaded', errors);
  }

  private async wrongWith(agency: string, { sha256, size }: ContentPart): Promise<string | undefined> {
    const uploaded = await this.contents.uploadedBy(agency, sha256);
    if (uploaded === undefined) return 'was not uploaded by your agency; upload the bytes first';
    return uploaded.size === size ? undefined : `has ${uploaded.size} bytes, not ${size} as stated`;
  }
}

const refusalIn = (links: object): Refused | undefined =>
  'refused' in links ? (links as Refused) : undefined;

function unknownType({ documentType }: Draft): Refused | undefined {
  if (Object.hasOwn(documentTypes, documentType)) return undefined;
  const detail = 'is neither one of the 29 types of Decree 30/2020 Annex III nor a normative one';
  return refusedBy('document', 'unknown-document-type', [{ pointer: '/body/documentType', detail }]);
}
