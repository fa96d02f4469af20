import type { SignerKind, Verdict } from './verdict';

/** Decision 28/2018/QĐ-TTg art. 4: a signed e-document is an original, any other one is for information only. */
export type LegalValue =
  | { readonly value: 'original' }
  | { readonly value: 'information-only'; readonly missing: readonly Missing[] };

/** A signature that a content part lacks, with the best that was there instead. */
interface Missing {
  readonly content: string;
  readonly of: SignerKind;
  readonly instead: 'nothing' | 'undecided' | 'invalid';
  /** What was found on it. */
  readonly findings: readonly string[];
}

type Judged = Pick<Verdict, 'status' | 'by' | 'content'> & { readonly findings: readonly string[] };

/**
 * Decree 30/2020/NĐ-CP art. 5: the competent person and the organisation have both signed, here every content part. A
 * weak signature counts: it was legal when it was made, and the verdict says what is weak.
 * @param contents SHA-256 of every content part.
 */
export function legalValueOf(contents: readonly string[], verdicts: readonly Judged[]): LegalValue {
  const missing = contents.flatMap((content) =>
    (['officer', 'agency'] as const).flatMap((of) => lacking(content, of, verdicts)),
  );
  return missing.length === 0 && contents.length > 0
    ? { value: 'original' }
    : { value: 'information-only', missing };
}

function lacking(content: string, of: SignerKind, verdicts: readonly Judged[]): Missing[] {
  const theirs = verdicts.filter((verdict) => verdict.content === content && verdict.by === of);
  if (theirs.some(({ status }) => status === 'valid' || status === 'weak')) return [];
  const best = theirs.find(({ status }) => status === 'undecided') ?? theirs[0];
  const instead = best === undefined ? 'nothing' : best.status === 'undecided' ? 'undecided' : 'invalid';
  return [{ content, of, instead, findings: best?.findings ?? [] }];
}
