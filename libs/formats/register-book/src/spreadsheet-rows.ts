import type { CellValue } from './book';

/** Of a cell: Excel takes 32,767 and cuts or calls damaged what is longer; an apostrophe may come to them. */
const cellCharactersMax = 32_000;

/**
 * An entry as rows of a spreadsheet: one, unless a text is longer than a cell may be; then it goes on in the rows
 * below, which have nothing else.
 */
export function rowsOf(cells: readonly CellValue[]): readonly (readonly CellValue[])[] {
  const pieces = cells.map(piecesOf);
  const count = Math.max(1, ...pieces.map(({ length }) => length));
  return Array.from({ length: count }, (_, row) => pieces.map((of) => of[row] ?? ''));
}

function piecesOf(cell: CellValue): readonly CellValue[] {
  if (typeof cell !== 'string' || cell.length <= cellCharactersMax) return [cell];
  const pieces: string[] = [];
  for (let at = 0; at < cell.length;) {
    const end = endOfPiece(cell, at);
    pieces.push(cell.slice(at, end));
    at = end;
  }
  return pieces;
}

/** Behind the last blank, so that no word is parted; never between the halves of one character. */
function endOfPiece(cell: string, at: number): number {
  const most = at + cellCharactersMax;
  if (most >= cell.length) return cell.length;
  const blank = cell.lastIndexOf(' ', most - 1);
  if (blank > at) return blank + 1;
  return /[\uD800-\uDBFF]/.test(cell.charAt(most - 1)) ? most - 1 : most;
}

/** No UTF-8 has half a character, and no spreadsheet a NUL. */
export const wellFormed = (text: string): string => text.replace(/\p{Surrogate}|\0/gu, '\uFFFD');
