import { stringify } from 'csv-stringify/sync';
import { type Book, type CellValue, writtenOf } from './book';
import { rowsOf, wellFormed } from './spreadsheet-rows';

const byteOrderMark = '\uFEFF';

/**
 * The book as CSV (RFC 4180, UTF-8 with a byte order mark, without which spreadsheets garble Vietnamese). Every cell is
 * quoted. A text that a spreadsheet would run as a formula (OWASP, CSV injection), or read as a number or a date that
 * it is not, is written with an apostrophe before it.
 */
export async function* writeCsv<E>({ columns, entries }: Book<E>): AsyncGenerator<string> {
  yield byteOrderMark + line(columns.map(({ heading }) => heading));
  for await (const entry of entries)
    for (const cells of rowsOf(columns.map(({ cell }) => cell(entry)))) yield line(cells);
}

const line = (cells: readonly CellValue[]): string =>
  stringify([cells.map(harmless)], { record_delimiter: 'windows', quoted: true, quoted_empty: true });

/**
 * Signs a formula begins with, full-width ones too, where a cell begins for somebody: at its start, behind a line
 * break, and behind what other spreadsheets part cells by, since they look for no quotes in the middle of a line.
 */
const beginsFormula = /(?<=^|[\r\n\v\f\u0085\u2028\u2029\t;])(?=\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r])/g;

const month = [
  ...['jan(uary)?', 'feb(ruary)?', 'mar(ch)?', 'apr(il)?', 'may', 'june?', 'july?', 'aug(ust)?'],
  ...['sept?(ember)?', 'oct(ober)?', 'nov(ember)?', 'dec(ember)?', 'thg', 'tháng'],
].join('|');

/** Of a text without its blanks. */
const readOtherwise = [
  // Leading zeros, more digits than a number keeps, `1E5`, `1/2`, `12-2026`, `7:30PM`, `(5)`, `50%`, `$5`.
  /^[($€£¥₫]*[\d.,][\d.,:/\-+%$€£¥₫)]*(e[+-]?\d+[%)]?)?([ap]m?)?$/i,
  new RegExp(`^(\\d+[-/.,]*(${month})[-/.,]*\\d*|(${month})[-/.,]*\\d+([-/.,]\\d*)?)$`, 'iu'),
  /^(true|false|#[a-z\d/]+[!?]?)$/i,
];
/** A longer text is neither a number nor a date to anybody. */
const numberLengthMax = 400;

function isReadOtherwise(text: string): boolean {
  if (text.length > numberLengthMax) return false;
  const dense = text.replace(/\s+/g, '');
  return readOtherwise.some((reads) => reads.test(dense));
}

/** Amounts, days and labels may be read as what they are. */
function harmless(cell: CellValue): string | number {
  if (typeof cell === 'number') return cell;
  const text = wellFormed(writtenOf(cell));
  if (typeof cell === 'string' && isReadOtherwise(text)) return `'${text}`;
  return text.replace(beginsFormula, "'");
}
