/** Where a page of a document's history ended: each list on its own. */
export interface DocumentCursor {
  /** Of the last event shown. */
  readonly position: bigint;
  /** Recipient whose state was shown last. */
  readonly agency: string;
}

/** Sorts after every agency code: all states have been shown. */
export const allStatesShown = '~';
const start: DocumentCursor = { position: -1n, agency: '' };
const pattern = /^(-1|\d{1,20})_([0-9A-Z.]{0,35}|~)$/;

export const writeDocumentCursor = ({ position, agency }: DocumentCursor): string => `${position}_${agency}`;

/** The first page without a cursor; nothing when it is none of ours. */
export function readDocumentCursor(cursor: string | undefined): DocumentCursor | undefined {
  if (cursor === undefined) return start;
  const match = pattern.exec(cursor);
  return match ? { position: BigInt(match[1] as string), agency: match[2] as string } : undefined;
}
