import { readFileSync } from 'node:fs';
import { printPdf, writeCsv, writeXlsx, type Book, type Typeface } from '@formats/register-book';
import { Problem } from '../edge/problem';

/** Entries of a workbook: it is held in memory whole, about 2 KB each. */
const workbookEntriesMax = 20_000;

export interface Print {
  readonly mediaType: string;
  readonly bytes: AsyncIterable<Buffer | string>;
}

/** Makes files of books, with one typeface for all of them. */
export class Printer {
  private typeface: Typeface | undefined;

  /** @throws Problem `register:too-long-for-workbook` */
  async print<E>(book: Book<E>, format: 'pdf' | 'csv' | 'xlsx'): Promise<Print> {
    switch (format) {
      case 'pdf':
        this.typeface ??= readTypeface();
        return { mediaType: 'application/pdf', bytes: printPdf(book, this.typeface) };
      case 'csv':
        return { mediaType: 'text/csv; charset=utf-8; header=present', bytes: writeCsv(book) };
      case 'xlsx':
        return {
          mediaType: workbook,
          bytes: once(await writeXlsx({ ...book, entries: bounded(book.entries) })),
        };
    }
  }
}

const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

async function* bounded<E>(entries: AsyncIterable<E>): AsyncGenerator<E> {
  let count = 0;
  for await (const entry of entries) {
    if (++count > workbookEntriesMax) throw new Problem('register:too-long-for-workbook');
    yield entry;
  }
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield await Promise.resolve(value);
}

function readTypeface(): Typeface {
  const read = (name: string): Buffer => readFileSync(require.resolve(`dejavu-fonts-ttf/ttf/${name}.ttf`));
  return { regular: read('DejaVuSansCondensed'), bold: read('DejaVuSansCondensed-Bold') };
}
