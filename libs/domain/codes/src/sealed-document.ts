import { type Refusal, refuse } from '@domain/decider';

/** The number of a document, and what is printed with it. */
interface NumberOfDocument {
  readonly number: number;
  readonly bookYear: number;
  readonly symbol: string;
  readonly documentDate: string;
}

/** What the documents say of one of theirs that is named elsewhere as a result. */
export interface NamedDocument {
  readonly agency: string;
  readonly status: string;
  /** Absent until it has one. */
  readonly numbered?: NumberOfDocument;
  /** SHA-256 of its parts. */
  readonly contents: readonly string[];
}

/** A document as the register has it. */
export interface NumberedDocument {
  readonly documentId: string;
  readonly number: number;
  readonly bookYear: number;
}

export const sealedDocumentRefusals = [
  'result-document-not-found',
  'result-document-not-sealed',
  'result-document-differs',
] as const;
export type SealedDocumentRefusal = (typeof sealedDocumentRefusals)[number];

/** At which a document is sealed and stands: not before, nor once it is recalled or replaced. */
const standing: readonly string[] = ['Sealed', 'Registered', 'Issued'];

interface Wanted {
  readonly agency: string;
  /** SHA-256 of the result. */
  readonly sha256: string;
}

/** The number of the document that an agency names as a result, sealed and with the result in it, or why it is none. */
export function sealedDocument(
  document: NamedDocument | undefined,
  { agency, sha256 }: Wanted,
): NumberOfDocument | Refusal<SealedDocumentRefusal> {
  // One of another agency is answered like one that never was.
  if (document === undefined || document.agency !== agency) return refuse('result-document-not-found');
  const { status, numbered, contents } = document;
  if (numbered === undefined || !standing.includes(status))
    return refuse('result-document-not-sealed', { status });
  return contents.includes(sha256) ? numbered : refuse('result-document-differs', { approved: sha256 });
}
