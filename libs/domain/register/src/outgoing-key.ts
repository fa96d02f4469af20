/**
 * What a number of an outgoing book is for: a document, and after a void the same document again under another key,
 * since a key keeps its number for ever. `round` counts from 1.
 */
export const outgoingKey = (documentId: string, round: number): string =>
  round === 1 ? documentId : `${documentId}#${round}`;

/** The document and the round a key of an outgoing book stands for. */
export function documentOfKey(
  key: string,
): { readonly documentId: string; readonly round: number } | undefined {
  const match = /^([0-9a-f-]{36})(?:#([2-9]|[1-9]\d+))?$/.exec(key);
  return match ? { documentId: match[1] as string, round: Number(match[2] ?? 1) } : undefined;
}
