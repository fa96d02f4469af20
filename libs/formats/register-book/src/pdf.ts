import {
  bytesOf,
  fits,
  footOf,
  margin,
  pacedBy,
  type Paper,
  paperOf,
  rowOf,
  type Typeface,
} from '@formats/paper';
import { type Book, type BookHead, writtenOf } from './book';

export type { Typeface } from '@formats/paper';

/**
 * The book as PDF, A4 landscape, heading on every page, page numbers at the foot. Bytes come as they are made: the
 * memory does not grow with the book.
 */
export function printPdf<E>(book: Book<E>, typeface: Typeface): AsyncIterable<Buffer> {
  const { title, period, agency: author, printedAt } = book.head;
  const said = { layout: 'landscape', title: `${title} ${period}`, author, printedAt } as const;
  const paper = paperOf(said, typeface);
  return bytesOf(paper, () => print(book, paper));
}

async function print<E>({ head, columns, entries }: Book<E>, paper: Paper): Promise<void> {
  const room = pacedBy(paper);
  const widths = columns.map(({ width }) => width);
  const headings = columns.map(({ heading }) => heading);
  let page = 0;
  const turn = (): void => {
    paper.addPage();
    page += 1;
    footOf(paper, head.printedAt, page);
    if (page === 1) titleOf(paper, head);
    rowOf(paper, widths, headings, 'bold');
  };
  turn();
  for await (const entry of entries) {
    const cells = columns.map(({ cell }) => writtenOf(cell(entry)));
    if (!fits(paper, widths, [cells])) turn();
    rowOf(paper, widths, cells);
    await room();
  }
}

function titleOf(paper: Paper, { title, agency, period, form }: BookHead): void {
  if (form !== undefined) paper.font('regular').fontSize(8).text(form, margin, margin, { align: 'right' });
  paper.font('regular').fontSize(10).text(agency.toUpperCase(), margin, margin);
  // Marks above capitals reach into the line before.
  paper.moveDown(0.5);
  paper.font('bold').fontSize(14).text(`${title} ${period}`.toUpperCase(), { align: 'center' });
  paper.moveDown(0.5);
}
