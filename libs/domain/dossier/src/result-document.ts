import { type NamedDocument, sealedDocument, sealedDocumentRefusals } from '@domain/codes';
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
export interface ResultDocument extends NamedDocument {
  /** As they were verified when they were handed over. */
  readonly signatures: readonly Signature[];
}

export const resultDocumentRefusals = [...sealedDocumentRefusals, 'result-signature-missing'] as const;
export type ResultDocumentRefusal = (typeof resultDocumentRefusals)[number];

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
  const numbered = sealedDocument(document, { agency, sha256 });
  if ('refused' in numbered) return numbered;
  const held = (document?.signatures ?? []).filter(
    (each) => each.content === sha256 && holding.includes(each.status),
  );
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
