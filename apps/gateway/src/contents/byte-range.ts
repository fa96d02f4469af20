import type { ByteRange } from '@adapters/content-store';

/** Whether `If-Range` lets a range be answered: it is absent or names these very bytes (RFC 9110, 13.1.5). */
export const isCurrent = (ifRange: string | undefined, etag: string): boolean =>
  ifRange === undefined || ifRange.trim() === etag;

/**
 * The one range of bytes a `Range` header asks for, within a content of `size` bytes (RFC 9110, 14.1.2). What is no
 * single range of bytes is answered as a whole, as the RFC allows.
 */
export function rangeIn(header: string | undefined, size: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, start, end] = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/i.exec(header ?? '') ?? [];
  if (start === undefined || end === undefined || (start === '' && end === '')) return 'whole';
  if (start === '') {
    const count = Math.min(Number(end), size);
    return count === 0 ? 'unsatisfiable' : { first: size - count, last: size - 1 };
  }
  const first = Number(start);
  if (end !== '' && Number(end) < first) return 'whole';
  if (first >= size) return 'unsatisfiable';
  return { first, last: end === '' ? size - 1 : Math.min(Number(end), size - 1) };
}
