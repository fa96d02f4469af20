import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { Book, BookHead, CellValue } from './book';
import { rowsOf, wellFormed } from './spreadsheet-rows';
import {
  cellOf,
  columnName,
  contentTypes,
  packageRelations,
  sheetBegins,
  sheetEnds,
  styles,
  workbook,
  workbookRelations,
} from './xlsx-parts';

/** Of one sheet (ECMA-376 as Excel reads it), its heading included. */
const sheetRowsMax = 1_048_576;
/** XML that is packed at a time. */
const packedAtOnce = 64 * 1024;
/** Of the name of a sheet with a number behind it, and what may not stand in one. */
const sheetNameMax = 31;
const forbidden = /[\\/?*[\]:']/g;

/**
 * The book as a workbook (ECMA-376). Bytes come as they are made: the memory does not grow with the book. A text is a
 * text, whatever stands in it; a day is a date. What does not fit one sheet goes on in the next.
 */
export async function* writeXlsx<E>(
  { head, columns, entries }: Book<E>,
  { rowsMax = sheetRowsMax }: { readonly rowsMax?: number } = {},
): AsyncGenerator<Buffer> {
  const parts = new PackedParts(head.printedAt);
  const widths = columns.map(({ width }) => width);
  const begin = (): number => {
    parts.begin(`xl/worksheets/sheet${(sheets += 1)}.xml`);
    parts.write(
      sheetBegins(widths) +
        rowXml(
          1,
          columns.map(({ heading }) => heading),
          true,
        ),
    );
    return 1;
  };
  let sheets = 0;
  let row = begin();
  for await (const entry of entries) {
    for (const cells of rowsOf(columns.map(({ cell }) => cell(entry)))) {
      if (row === rowsMax) {
        parts.write(sheetEnds(columns.length, row));
        row = begin();
      }
      row += 1;
      parts.write(rowXml(row, cells));
    }
    yield* parts.packed();
  }
  parts.write(sheetEnds(columns.length, row));
  const names = Array.from({ length: sheets }, (_, index) => sheetName(head, index + 1));
  parts.whole('xl/styles.xml', styles);
  parts.whole('xl/workbook.xml', workbook(names));
  parts.whole('xl/_rels/workbook.xml.rels', workbookRelations(sheets));
  parts.whole('_rels/.rels', packageRelations);
  parts.whole('[Content_Types].xml', contentTypes(sheets));
  parts.end();
  yield* parts.packed();
}

function sheetName({ title, period }: BookHead, sheet: number): string {
  const behind = sheet === 1 ? '' : ` (${sheet})`;
  const name = wellFormed(
    `${title} ${period}`.replace(forbidden, '.').slice(0, sheetNameMax - behind.length),
  );
  return name.trim() + behind;
}

function rowXml(row: number, cells: readonly CellValue[], isHeading = false): string {
  const written = cells.map((cell, column) => cellOf(`${columnName(column)}${row}`, cell, isHeading));
  return `<row r="${row}">${written.join('')}</row>`;
}

/** Parts of a zip file, one after the other; nothing of them is kept once it is packed and taken. */
class PackedParts {
  private readonly zip: Zip;
  private bytes: Uint8Array[] = [];
  private part: ZipDeflate | undefined;
  private waiting = '';

  constructor(private readonly at: string) {
    this.zip = new Zip((error, bytes) => {
      if (error !== null) throw error;
      this.bytes.push(bytes);
    });
  }

  begin(name: string): void {
    this.finish();
    this.part = new ZipDeflate(name);
    this.part.mtime = this.at;
    this.zip.add(this.part);
  }

  write(xml: string): void {
    this.waiting += xml;
    if (this.waiting.length >= packedAtOnce) this.pack(false);
  }

  whole(name: string, xml: string): void {
    this.begin(name);
    this.write(xml);
  }

  end(): void {
    this.finish();
    this.zip.end();
  }

  *packed(): Generator<Buffer> {
    const { bytes } = this;
    this.bytes = [];
    for (const each of bytes) yield Buffer.from(each.buffer, each.byteOffset, each.byteLength);
  }

  private finish(): void {
    if (this.part !== undefined) this.pack(true);
    this.part = undefined;
  }

  private pack(isLast: boolean): void {
    this.part?.push(strToU8(this.waiting), isLast);
    this.waiting = '';
  }
}
