import { stringify } from 'csv-stringify/sync';
import type { Book } from './book';

const byteOrderMark = '\uFEFF';

/**
 * The book as CSV (RFC 4180, UTF-8 with a byte order mark, without which spreadsheets garble Vietnamese). Every cell is
 * quoted. What a spreadsheet would run as a formula is written with an apostrophe before it (OWASP, CSV injection).
 */
export async function* writeCsv<E>({ columns, entries }: Book<E>): AsyncGenerator<string> {
  yield byteOrderMark + line(columns.map(({ heading }) => heading));
  for await (const entry of entries) yield line(columns.map(({ cell }) => cell(entry)));
}

const line = (cells: readonly (string | number)[]): string =>
  stringify([cells.map(harmless)], { record_delimiter: 'windows', quoted: true, quoted_empty: true });

/**
 * Signs a formula begins with, full-width ones too, where a cell begins for somebody: at its start, behind a line
 * break, and behind what other spreadsheets part cells by, since they look for no quotes in the middle of a line.
 */
const beginsFormula = /(?<=^|[\r\n\v\f\u0085\u2028\u2029\t;])(?=\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r])/g;

const harmless = (cell: string | number): string | number =>
  typeof cell === 'number' ? cell : cell.replace(beginsFormula, "'");
