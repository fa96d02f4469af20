import { stringify } from 'csv-stringify/sync';
import type { Book } from './book';

const byteOrderMark = '\uFEFF';

/**
 * The book as CSV (RFC 4180, UTF-8 with a byte order mark, without which spreadsheets garble Vietnamese). A cell that a
 * spreadsheet would run as a formula is written with a leading apostrophe.
 */
export async function* writeCsv<E>({ columns, entries }: Book<E>): AsyncGenerator<string> {
  yield byteOrderMark + line(columns.map(({ heading }) => heading));
  for await (const entry of entries) yield line(columns.map(({ cell }) => cell(entry)));
}

const line = (cells: readonly (string | number)[]): string =>
  stringify([[...cells]], { record_delimiter: 'windows', escape_formulas: true });
