/** Where a page ended: the sort key of its last row. */
export type Key = readonly (string | number)[];

/** Instants, ids, agency codes: printable ASCII, never more. */
const keyText = /^[\x20-\x7e]{0,128}$/;

/** Opaque to callers: base64url of the key as JSON. */
export const writeCursor = (key: Key): string => Buffer.from(JSON.stringify(key)).toString('base64url');

/**
 * The key to go on after: `start` without a cursor, nothing when the cursor is none of ours. `start` also says
 * what a key of this list looks like.
 */
export function readCursor<K extends Key>(cursor: string | undefined, start: K): K | undefined {
  if (cursor === undefined) return start;
  const key = parsed(cursor);
  const fits =
    Array.isArray(key) && key.length === start.length && key.every((part, i) => isLike(part, start[i]));
  return fits ? (key as unknown as K) : undefined;
}

const isLike = (part: unknown, model: string | number | undefined): boolean =>
  typeof model === 'number' ? Number.isSafeInteger(part) : typeof part === 'string' && keyText.test(part);

function parsed(cursor: string): unknown {
  if (!/^[A-Za-z0-9_-]{1,512}$/.test(cursor)) return undefined;
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
