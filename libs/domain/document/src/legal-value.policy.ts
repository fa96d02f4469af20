import type { ContentPart, LegalValue, SignatureVerdict } from '@domain/codes';

/**
 * Decision 28/2018 art. 4 and Decree 30/2020 art. 5: every part bears the signatures of the competent person and of
 * the organisation, both holding; else the document is for information only.
 */
export function legalValueOf(
  contents: readonly ContentPart[],
  signatures: readonly SignatureVerdict[],
): LegalValue {
  const holds = (content: string, by: SignatureVerdict['by']) =>
    signatures.some(
      (verdict) => verdict.content === content && verdict.by === by && holding.includes(verdict.status),
    );
  return contents.every(({ sha256 }) => holds(sha256, 'officer') && holds(sha256, 'agency'))
    ? 'original'
    : 'information-only';
}

/** A weak one used an algorithm of its time: it held when it was made. */
const holding: readonly SignatureVerdict['status'][] = ['valid', 'weak'];
