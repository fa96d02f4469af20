import {
  bytesOf,
  footOf,
  legible,
  margin,
  pacedBy,
  type Paper,
  paperOf,
  rootOf,
  smallSize,
  type Structure,
  Table,
  tagged,
  type Typeface,
} from '@formats/paper';
import { type Book, type BookHead, type CellValue, type Column, writtenOf } from './book';

export type { Typeface } from '@formats/paper';

/** Room for what a page comes to, points. */
const totalHeight = 14;

/**
 * The book as PDF, A4 landscape: heading and totals on every page, page numbers at the foot. Bytes come as they are
 * made: the memory does not grow with the book. An entry longer than a page goes on on the next.
 */
export function printPdf<E>(book: Book<E>, typeface: Typeface): AsyncIterable<Buffer> {
  const { title, period, agency: author, printedAt } = book.head;
  const said = { layout: 'landscape', title: `${title} ${period}`, author, printedAt } as const;
  const paper = paperOf(said, typeface);
  return bytesOf(paper, () => print(book, paper));
}

async function print<E>({ head, columns, entries }: Book<E>, paper: Paper): Promise<void> {
  const room = pacedBy(paper);
  const root = rootOf(paper);
  const totals = new Totals(columns);
  let page = 0;
  const turn = (): void => {
    if (page > 0) totalOf(paper, root, totals.ofPage());
    paper.addPage();
    page += 1;
    footOf(paper, head.printedAt, page);
    if (page === 1) titleOf(paper, root, head);
  };
  const widths = columns.map(({ width }) => width);
  const headings = columns.map(({ heading }) => heading);
  const table = new Table(paper, root, { widths, headings, below: totalHeight, turn });
  turn();
  table.begin();
  for await (const entry of entries) {
    const cells = columns.map(({ cell }) => cell(entry));
    table.row(cells.map(writtenOf));
    totals.count(cells);
    await room();
  }
  table.end();
  totalOf(paper, root, `${totals.ofPage()}. ${totals.ofBook()}`);
}

function titleOf(paper: Paper, root: Structure, { title, agency, period, form }: BookHead): void {
  const line = (type: 'H1' | 'P', text: string, at: Partial<PDFKit.Mixins.TextOptions>, top?: number) =>
    tagged(paper, root, type, () => paper.text(legible(paper, text), margin, top, at));
  paper.font('regular').fontSize(8);
  if (form !== undefined) line('P', form, { align: 'right' }, margin);
  paper.font('regular').fontSize(10);
  line('P', agency.toUpperCase(), {}, margin);
  // Marks above capitals reach into the line before.
  paper.moveDown(0.5).font('bold').fontSize(14);
  line('H1', `${title} ${period}`.toUpperCase(), { align: 'center' });
  paper.moveDown(0.5);
}

function totalOf(paper: Paper, root: Structure, text: string): void {
  paper.font('bold').fontSize(smallSize);
  const bottom = paper.page.margins.bottom;
  // Text below the margin would turn the page.
  paper.page.margins.bottom = 0;
  tagged(paper, root, 'P', () => paper.text(text, margin, paper.y + 3, { lineBreak: false }));
  paper.page.margins.bottom = bottom;
}

/** Entries, and what their amounts come to, of a page and of the book so far. */
class Totals {
  private page = 0;
  private book = 0;
  private readonly sums = new Map<number, { page: number; book: number }>();

  constructor(private readonly columns: readonly Pick<Column<never>, 'heading'>[]) {}

  /** An entry belongs to the page it ends on. */
  count(cells: readonly CellValue[]): void {
    this.page += 1;
    this.book += 1;
    cells.forEach((cell, column) => {
      if (typeof cell !== 'number') return;
      const { page, book } = this.sums.get(column) ?? { page: 0, book: 0 };
      this.sums.set(column, { page: page + cell, book: book + cell });
    });
  }

  /** And begins the next page. */
  ofPage(): string {
    const text = this.said('Cộng trang', this.page, ({ page }) => page);
    this.page = 0;
    for (const [column, { book }] of this.sums) this.sums.set(column, { page: 0, book });
    return `${text}. ${this.said('Lũy kế', this.book, ({ book }) => book)}`;
  }

  ofBook(): string {
    return this.said('Tổng cộng cả sổ', this.book, ({ book }) => book);
  }

  private said(what: string, count: number, of: (sum: { page: number; book: number }) => number): string {
    const sums = [...this.sums].map(
      ([column, sum]) => `; ${this.columns[column]?.heading ?? ''}: ${inVietnamese(of(sum))}`,
    );
    return `${what}: ${inVietnamese(count)} mục${sums.join('')}`;
  }
}

const inVietnamese = (amount: number): string => amount.toLocaleString('vi-VN');
