import { Injectable } from '@nestjs/common';
import { ContentStore } from '@adapters/content-store';
import { type Caller, type Refused, refusedBy } from '@contracts';
import { type ContentPart, type DocumentType, documentTypes, localDate } from '@domain/codes';
import type { CommandOf } from '@domain/document';
import { atMost } from '@runtime';
import { Directory } from '../../directory';
import { LinkedDocuments, type LinkedIds, type Links } from './linked-documents';
import { UploadedContents } from './uploaded-contents';

type Checked = 'type' | 'documentType' | 'agencyClosed' | 'coverFor' | keyof LinkedIds;

/** A draft as it came in: nobody has looked yet whether its type exists and its parts were uploaded. */
export type AsWritten<T extends 'DraftDocument' | 'CorrectDraft'> = Omit<CommandOf<T>, Checked> &
  LinkedIds & { readonly documentType: string };

/** What was found of it. */
export type Found = Links & { readonly documentType: DocumentType; readonly agencyClosed: boolean };

const looksAtOnce = 8;

/** Looks up what a draft names: its type, its links, its parts, which become permanent here. */
@Injectable()
export class DraftParts {
  constructor(
    private readonly contents: ContentStore,
    private readonly uploaded: UploadedContents,
    private readonly linked: LinkedDocuments,
    private readonly directory: Directory,
  ) {}

  /** `known`: the parts that the same draft named before. */
  async of(
    draft: AsWritten<'CorrectDraft'>,
    caller: Caller,
    known: readonly ContentPart[] = [],
  ): Promise<Found | Refused> {
    const links = await this.linked.of(draft, caller);
    const isKnown = (part: ContentPart) => known.some((each) => isSame(each, part));
    const refused = unknownType(draft) ?? (await this.uploaded.refusalOf(draft, isKnown));
    if (refused !== undefined) return refused;
    if ('refused' in links) return links;
    const { agency, contents, at } = draft;
    // Before anything is recorded: an upload may be cleared away at any time, bytes that a fact names may not.
    await atMost(looksAtOnce, contents, async (part) => {
      if (!isKnown(part)) await this.contents.keep(agency, part.sha256);
    });
    const agencyClosed = await this.directory.isClosed(agency, localDate(at), caller);
    return { ...links, documentType: draft.documentType as DocumentType, agencyClosed };
  }
}

const isSame = (a: ContentPart, b: ContentPart): boolean =>
  a.sha256 === b.sha256 && a.size === b.size && a.mediaType === b.mediaType;

function unknownType({ documentType }: AsWritten<'CorrectDraft'>): Refused | undefined {
  if (Object.hasOwn(documentTypes, documentType)) return undefined;
  const detail = 'is neither one of the 29 types of Decree 30/2020 Annex III nor a normative one';
  return refusedBy('document', 'unknown-document-type', [{ pointer: '/body/documentType', detail }]);
}
