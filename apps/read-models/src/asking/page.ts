import { messageBytesMax, type Page, type Refused, refusedBy } from '@contracts';
import { type Key, writeCursor } from './cursor';

export const rowsByDefault = 50;

/** Leaves room for the envelope and for what stands around the rows. */
const pageBytesMax = messageBytesMax - 128 * 1024;

/**
 * The first rows that fit into the limit and into one message, at least one, and the cursor of what follows.
 * `found` holds one row more than the limit when there is more.
 */
export function pageOf<Row extends object>(
  found: readonly Row[],
  limit: number,
  keyOf: (row: Row) => Key,
): Page<Row> {
  const rows: Row[] = [];
  let bytes = 0;
  for (const row of found.slice(0, limit)) {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (rows.length > 0 && bytes > pageBytesMax) break;
    rows.push(row);
  }
  const last = rows.at(-1);
  if (last === undefined || rows.length === found.length) return { rows };
  return { rows, next: writeCursor(keyOf(last)) };
}

export const malformedCursor = (): Refused =>
  refusedBy('request', 'malformed', [
    { pointer: '/body/cursor', detail: 'is no cursor of this list; send `next` of the page before as it is' },
  ]);

/** SQL says null where an answer leaves a field out. */
export const withoutNulls = <Row extends object>(row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as Row;
