import PDFDocument from 'pdfkit';
import { localDate } from '@domain/codes';
import type { Book, BookHead, Column } from './book';

/** A typeface with Vietnamese diacritics, as the bytes of a TrueType file. */
export interface Typeface {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

const pointsPerMillimetre = 72 / 25.4;
const margin = 10 * pointsPerMillimetre;
const padding = 3;
const fontSize = 8;
const footHeight = 14;
/** A cell that is longer is cut with an ellipsis: an entry must fit on one page. Points. */
const rowHeightMax = 330;

/**
 * The book as PDF, A4 landscape, heading on every page, page numbers at the foot. Bytes come as they are made: the
 * memory does not grow with the book.
 */
export function printPdf<E>(book: Book<E>, typeface: Typeface): AsyncIterable<Buffer> {
  const paper = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margin,
    autoFirstPage: false,
    font: typeface.regular as unknown as string,
    lang: 'vi',
    info: {
      Title: `${book.head.title} năm ${book.head.year}`,
      Author: book.head.agency,
      CreationDate: new Date(book.head.printedAt),
    },
  });
  paper.registerFont('regular', typeface.regular).registerFont('bold', typeface.bold);
  // It is printed before it is read: whoever reads it finds it failed, and an error nobody hears ends the process.
  paper.on('error', () => undefined);
  void print(book, paper).then(
    () => paper.end(),
    (error: unknown) => paper.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return paper as AsyncIterable<Buffer>;
}

async function print<E>({ head, columns, entries }: Book<E>, paper: PDFKit.PDFDocument): Promise<void> {
  const room = pacedBy(paper);
  let page = 0;
  const turn = (): void => {
    paper.addPage();
    page += 1;
    footOf(paper, head, page);
    if (page === 1) titleOf(paper, head);
    rowOf(
      paper,
      columns,
      columns.map(({ heading }) => heading),
      'bold',
    );
  };
  turn();
  for await (const entry of entries) {
    const cells = columns.map(({ cell }) => String(cell(entry)));
    const bottom = paper.page.height - margin - footHeight;
    if (paper.y + heightOf(paper, columns, cells) > bottom) turn();
    rowOf(paper, columns, cells, 'regular');
    await room();
  }
}

function titleOf(paper: PDFKit.PDFDocument, { title, agency, year }: BookHead): void {
  paper.font('regular').fontSize(10).text(agency.toUpperCase(), margin, margin);
  paper.font('bold').fontSize(14).text(`${title.toUpperCase()} NĂM ${year}`, { align: 'center' });
  paper.moveDown(0.5);
}

function footOf(paper: PDFKit.PDFDocument, { printedAt }: BookHead, page: number): void {
  const bottom = paper.page.margins.bottom;
  // Text below the margin would turn the page.
  paper.page.margins.bottom = 0;
  const [year, month, day] = localDate(printedAt).split('-');
  paper
    .font('regular')
    .fontSize(fontSize)
    .text(`In ngày ${day}/${month}/${year}. Trang ${page}`, margin, paper.page.height - margin - fontSize, {
      align: 'right',
    });
  paper.page.margins.bottom = bottom;
  paper.x = margin;
  paper.y = margin;
}

function rowOf<E>(
  paper: PDFKit.PDFDocument,
  columns: readonly Column<E>[],
  cells: readonly string[],
  font: 'regular' | 'bold',
): void {
  paper.font(font).fontSize(fontSize);
  const height = heightOf(paper, columns, cells);
  const top = paper.y;
  let left = margin;
  columns.forEach(({ width }, index) => {
    const points = width * pointsPerMillimetre;
    const cell = cells[index] ?? '';
    paper.lineWidth(0.5).rect(left, top, points, height).stroke();
    if (cell !== '')
      paper.text(cell, left + padding, top + padding, {
        width: points - 2 * padding,
        height: height - 2 * padding,
        ellipsis: true,
      });
    left += points;
  });
  paper.x = margin;
  paper.y = top + height;
}

function heightOf<E>(
  paper: PDFKit.PDFDocument,
  columns: readonly Column<E>[],
  cells: readonly string[],
): number {
  const heights = columns.map(({ width }, index) => {
    const cell = cells[index] ?? '';
    return cell === '' ? 0 : paper.heightOfString(cell, { width: width * pointsPerMillimetre - 2 * padding });
  });
  return Math.min(rowHeightMax, Math.max(...heights, fontSize) + 2 * padding);
}

/** What a readable stream tells of its reader. */
interface Paced {
  readonly readableLength: number;
  readonly readableHighWaterMark: number;
  /** Called when the reader has room. */
  _read: () => void;
}

/**
 * A document writes as fast as it can; this one goes on when its reader has room, and lets others have their turn
 * between two entries, because laying out a line takes milliseconds.
 */
function pacedBy(paper: PDFKit.PDFDocument): () => Promise<void> {
  const readable = paper as unknown as Paced;
  let wake = (): void => undefined;
  readable._read = () => wake();
  return () =>
    new Promise((resolve) => {
      if (readable.readableLength < readable.readableHighWaterMark) setImmediate(resolve);
      else wake = resolve;
    });
}
