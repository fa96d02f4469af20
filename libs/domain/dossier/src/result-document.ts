import { type Refusal, refuse } from '@domain/decider';

interface Signature {
  readonly by: 'officer' | 'agency';
  readonly status: string;
  /** SHA-256 of the part that is signed. */
  readonly content: string;
  /** SHA-256 of the certificate. */
  readonly certificate: string;
}

/** What the documents say of one of theirs. */
export interface ResultDocument {
  readonly agency: string;
  readonly status: string;
  /** The number it bears, once it has one. */
  readonly numbered?: {
    readonly number: number;
    readonly bookYear: number;
    readonly symbol: string;
    readonly documentDate: string;
  };
  /** SHA-256 of its parts. */
  readonly contents: readonly string[];
  /** As they were verified when they were handed over. */
  readonly signatures: readonly Signature[];
}

export const resultDocumentRefusals = [
  'result-document-not-found',
  'result-document-not-sealed',
  'result-document-differs',
  'result-signature-missing',
] as const;
export type ResultDocumentRefusal = (typeof resultDocumentRefusals)[number];

/** At which a document is sealed and stands: not before, nor once it is recalled or replaced. */
const standing: readonly string[] = ['Sealed', 'Registered', 'Issued'];
/** A weak one used an algorithm of its time: it held when it was made. */
const holding: readonly string[] = ['valid', 'weak'];

interface Wanted {
  readonly agency: string;
  /** SHA-256 of the result. */
  readonly sha256: string;
  /** Of the person who approved it; anybody's when it is not known. */
  readonly certificate?: string;
}

/** The number and the seal of the document that is the result, or why it is none. */
export function sealedResult(
  document: ResultDocument | undefined,
  { agency, sha256, certificate }: Wanted,
): (NonNullable<ResultDocument['numbered']> & { readonly seal: string }) | Refusal<ResultDocumentRefusal> {
  // One of another agency is answered like one that never was.
  if (document === undefined || document.agency !== agency) return refuse('result-document-not-found');
  const { status, numbered, contents, signatures } = document;
  if (numbered === undefined || !standing.includes(status))
    return refuse('result-document-not-sealed', { status });
  if (!contents.includes(sha256)) return refuse('result-document-differs', { approved: sha256 });
  const held = signatures.filter((each) => each.content === sha256 && holding.includes(each.status));
  const person = held.find(
    (each) => each.by === 'officer' && (certificate === undefined || each.certificate === certificate),
  );
  const seal = held.find(({ by }) => by === 'agency');
  if (person === undefined || seal === undefined) {
    const missing = [person === undefined ? 'officer' : '', seal === undefined ? 'agency' : ''];
    return refuse('result-signature-missing', { by: missing.filter((each) => each !== '') });
  }
  return { ...numbered, seal: seal.certificate };
}
