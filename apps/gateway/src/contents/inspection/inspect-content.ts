import type { Inspected } from '@adapters/content-store';
import type { ProblemName } from '@contracts';
import { Problem } from '../../edge/problem';
import { lookAtFile, type LookRefusal } from './look-at-file';
import { foundTypeOf, type TypeRefusal, typeRefusal } from './media-type.policy';
import type { Reason } from './reason';

const problems: Readonly<Record<LookRefusal['refused'] | TypeRefusal['refused'], ProblemName>> = {
  bomb: 'content:archive-too-much',
  nested: 'content:archive-too-much',
  unsafe: 'content:archive-unsafe-name',
  executable: 'content:executable',
  broken: 'content:type-mismatch',
  empty: 'content:empty',
  'password-protected': 'content:password-protected',
  'type-not-taken': 'content:type-not-taken',
  'type-mismatch': 'content:type-mismatch',
};

/** What was found in a file, and why it is not taken under the type that its sender declared. */
export interface Judged {
  /** As drafts are compared with it. */
  readonly mediaType: string;
  readonly refusal: ({ readonly problem: ProblemName } & Reason) | undefined;
}

/** `declared` is a media type or nothing. @throws what the file system says. */
export async function judgeFile(path: string, declared: string | undefined): Promise<Judged> {
  const { refusal: byItself, ...found } = await lookAtFile(path);
  // An ES module, which CommonJS of Node 20 reaches only so.
  const { supportedMimeTypes } = await import('file-type');
  const isMarked = (type: string): boolean => supportedMimeTypes.has(type);
  const refusal = byItself ?? typeRefusal(declared, { ...found, isMarked });
  const mediaType = foundTypeOf(found);
  if (refusal === undefined) return { mediaType, refusal };
  const { refused, detail, detailVi } = refusal;
  return { mediaType, refusal: { problem: problems[refused], detail, detailVi } };
}

/**
 * Looks into a file before it is taken: whether it is what its sender says, no program, and, when it is a zip, what it
 * promises to unpack to. `declared` is a media type or nothing. Resolves what it is.
 */
export function inspecting(declared: string | undefined): (file: string) => Promise<Inspected> {
  return async (file) => {
    const { mediaType, refusal } = await judgeFile(file, declared);
    if (refusal === undefined) return { mediaType };
    const { problem, detail, detailVi } = refusal;
    throw new Problem(problem, { errors: [{ pointer: '/body', detail, detailVi }] });
  };
}
