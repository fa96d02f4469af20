import { createHash } from 'node:crypto';
import canonicalizeJson from 'canonicalize';

/** RFC 8785 text of plain JSON; absent optional keys do not count. */
export function canonicalize(value: unknown): string {
  const text = canonicalizeJson(value);
  if (text === undefined) throw new TypeError('only JSON has a canonical form; undefined was given');
  return text;
}

/** Lower-case hex SHA-256 of the canonical JSON, UTF-8. */
export const canonicalHash = (value: unknown): string =>
  createHash('sha256').update(canonicalize(value), 'utf8').digest('hex');
