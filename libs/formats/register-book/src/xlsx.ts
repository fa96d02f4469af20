import writeExcelFile, { type Cell } from 'write-excel-file/node';
import type { Book } from './book';

const millimetresPerCharacter = 2;
/** Of the name of a sheet, and what may not stand in one. */
const sheetCharactersMax = 31;
const forbidden = /[\\/?*[\]:]/g;

/** The book as a workbook of one sheet (ECMA-376). Held in memory whole: about 2 KB for each entry. */
export async function writeXlsx<E>({ head, columns, entries }: Book<E>): Promise<Buffer> {
  const heading: Cell[] = columns.map((column) => ({
    value: column.heading,
    fontWeight: 'bold',
    wrap: true,
  }));
  const rows: Cell[][] = [heading];
  for await (const entry of entries) rows.push(columns.map(({ cell }) => cellOf(cell(entry))));
  return writeExcelFile(rows, {
    sheet: `${head.title} ${head.period}`.replace(forbidden, '.').slice(0, sheetCharactersMax),
    columns: columns.map(({ width }) => ({ width: Math.round(width / millimetresPerCharacter) })),
    orientation: 'landscape',
    stickyRowsCount: 1,
  }).toBuffer();
}

/** Texts are written as texts, so that `=…` or `007` stays what it is. */
const cellOf = (value: string | number): Cell =>
  typeof value === 'number' ? { value } : value === '' ? null : { value, type: String, wrap: true };
