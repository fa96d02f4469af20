import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { type MessagePort, parentPort } from 'node:worker_threads';
import type { Sheet } from '@formats/forms';
import { printSheet } from '@formats/forms/printing';
import type { Book, BookHead, CellValue, Column } from '@formats/register-book';
import { printPdf, type Typeface, writeCsv, writeXlsx } from '@formats/register-book/printing';
import type { Numbered, Started } from '@runtime';

export type PrintFormat = 'pdf' | 'csv' | 'xlsx';
/** One line of a book, a cell for each column. */
export type Cells = readonly CellValue[];

export interface BookToPrint {
  readonly format: PrintFormat;
  readonly head: BookHead;
  readonly columns: readonly Pick<Column<never>, 'heading' | 'width'>[];
  /** Is made by the thread. */
  readonly file: string;
  /** Takes `Asks` to the other side, and from there lines: some, or none when that was all. */
  readonly lines: MessagePort;
}

export interface SheetToPrint {
  readonly sheet: Sheet;
}

/** More lines are wanted; or so many bytes are in the file. */
export type Asks = 'more' | number;

let typeface: Typeface | undefined;

/** Writes a book into a file, line by line as they come, and answers how many bytes it has in the end. */
export async function print({ id, format, file, lines, ...book }: Numbered<BookToPrint>): Promise<number> {
  parentPort?.postMessage({ started: id } satisfies Started);
  const columns = book.columns.map((column, index) => ({
    ...column,
    cell: (cells: Cells) => cells[index] ?? '',
  }));
  const target = await open(file, 'wx', 0o600);
  let size = 0;
  try {
    for await (const bytes of printed({ head: book.head, columns, entries: received(lines) }, format)) {
      await target.appendFile(bytes);
      size += Buffer.byteLength(bytes);
      lines.postMessage(size satisfies Asks);
    }
  } finally {
    await target.close();
    lines.close();
  }
  // The channel of the lines and the one of the answer keep no order between them.
  return size;
}

/** A form, which is a page or a few, is answered as it is. */
export async function printForm({ id, sheet }: Numbered<SheetToPrint>): Promise<Uint8Array> {
  parentPort?.postMessage({ started: id } satisfies Started);
  const parts: Buffer[] = [];
  for await (const part of printSheet(sheet, (typeface ??= readTypeface()))) parts.push(part);
  return Uint8Array.from(Buffer.concat(parts));
}

async function* printed(book: Book<Cells>, format: PrintFormat): AsyncGenerator<Buffer | string> {
  if (format === 'csv') yield* writeCsv(book);
  else if (format === 'xlsx') yield* writeXlsx(book);
  else yield* printPdf(book, (typeface ??= readTypeface()));
}

async function* received(port: MessagePort): AsyncGenerator<Cells> {
  for (;;) {
    const answer = once(port, 'message') as Promise<[readonly Cells[]]>;
    port.postMessage('more' satisfies Asks);
    const [lines] = await answer;
    if (lines.length === 0) return;
    yield* lines;
  }
}

function readTypeface(): Typeface {
  const read = (name: string): Buffer => readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  return { regular: read('DejaVuSansCondensed'), bold: read('DejaVuSansCondensed-Bold') };
}
