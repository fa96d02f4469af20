import { linesOf } from './lines';
import {
  footHeight,
  furniture,
  legible,
  margin,
  type Paper,
  pointsPerMillimetre,
  smallSize,
  type Structure,
  tagged,
} from './paper';

export interface TableSaid {
  /** Of its columns, millimetres. */
  readonly widths: readonly number[];
  /** Stand above its rows on every page. */
  readonly headings: readonly string[];
  /** Kept free below the rows of a page, above its foot, points. */
  readonly below?: number;
  /** Ends a page and begins the next one; the table goes on below what it writes there. */
  turn(): void;
}

/** Cells as the lines they are set in. */
interface Laid {
  readonly font: Font;
  readonly cells: readonly (readonly string[])[];
  /** Of the cell that has the most, at least one. */
  readonly lines: number;
}
type Font = 'regular' | 'bold';

const padding = 3;
/** A row is not begun on a page for fewer lines. */
const linesMin = 3;

/** A table of bordered cells that goes on over pages: one table of its structure for each of them. */
export class Table {
  private readonly headings: Laid;
  private onPage: Structure | undefined;

  constructor(
    private readonly paper: Paper,
    private readonly root: Structure,
    private readonly said: TableSaid,
  ) {
    this.headings = layOut(paper, said.widths, said.headings, 'bold');
  }

  /** Is there room for `lead` points, the headings and this row on the page at hand? */
  hasRoomFor(cells: readonly string[], lead = 0): boolean {
    const { lines } = this.laid(cells);
    const height = lead + this.heightOf(this.headings.lines) + this.heightOf(lines);
    return this.paper.y + height <= this.bottom;
  }

  /** Headings; every page has them. */
  begin(): void {
    this.onPage = this.paper.struct('Table');
    this.root.add(this.onPage);
    this.print(this.headings, 0, this.headings.lines, 'TH');
  }

  /** A row that does not fit goes to the next page; one that fits no page is parted between lines. */
  row(cells: readonly string[]): void {
    const laid = this.laid(cells);
    const fitsSome = laid.lines <= this.linesOfWholePage;
    if (laid.lines > this.linesLeft && (fitsSome || this.linesLeft < linesMin)) this.turn();
    for (let from = 0; from < laid.lines;) {
      if (from > 0) this.turn();
      const to = Math.min(laid.lines, from + Math.max(1, this.linesLeft));
      this.print(laid, from, to, 'TD');
      from = to;
    }
  }

  /** Nothing of it comes on this page any more. */
  end(): void {
    this.onPage?.end();
    this.onPage = undefined;
  }

  private turn(): void {
    this.end();
    this.said.turn();
    this.begin();
  }

  private laid(cells: readonly string[]): Laid {
    return layOut(this.paper, this.said.widths, cells, 'regular');
  }

  private get bottom(): number {
    return this.paper.page.height - margin - footHeight - (this.said.below ?? 0);
  }

  private get linesLeft(): number {
    return this.linesIn(this.bottom - this.paper.y);
  }

  private get linesOfWholePage(): number {
    return this.linesIn(this.bottom - margin - this.heightOf(this.headings.lines));
  }

  private linesIn(height: number): number {
    return Math.floor((height - 2 * padding) / lineHeightOf(this.paper));
  }

  private heightOf(lines: number): number {
    return lines * lineHeightOf(this.paper) + 2 * padding;
  }

  private print({ font, cells }: Laid, from: number, to: number, as: 'TH' | 'TD'): void {
    const { paper } = this;
    const row = paper.struct('TR');
    this.onPage?.add(row);
    const top = paper.y;
    const height = this.heightOf(to - from);
    const widths = this.said.widths.map((width) => width * pointsPerMillimetre);
    const lefts = widths.map((_, at) => margin + widths.slice(0, at).reduce((sum, width) => sum + width, 0));
    furniture(paper, 'Layout', () => {
      paper.lineWidth(0.5);
      widths.forEach((width, at) => paper.rect(lefts[at] ?? margin, top, width, height));
      paper.stroke();
    });
    paper.font(font).fontSize(smallSize);
    cells.forEach((lines, at) =>
      tagged(
        paper,
        row,
        as,
        () => linesAt(paper, lines.slice(from, to), (lefts[at] ?? margin) + padding, top + padding),
        as === 'TH' ? { scope: 'Column' } : {},
      ),
    );
    row.end();
    paper.x = margin;
    paper.y = top + height;
  }
}

function linesAt(paper: Paper, lines: readonly string[], left: number, top: number): void {
  const height = paper.currentLineHeight(true);
  lines.forEach((line, at) => {
    if (line !== '') paper.text(line, left, top + at * height, { lineBreak: false });
  });
}

/** Both typefaces have lines of one height. */
function lineHeightOf(paper: Paper): number {
  return paper.font('regular').fontSize(smallSize).currentLineHeight(true);
}

function layOut(paper: Paper, widths: readonly number[], cells: readonly string[], font: Font): Laid {
  paper.font(font).fontSize(smallSize);
  const set = widths.map((width, at) =>
    linesOf(paper, legible(paper, cells[at] ?? ''), width * pointsPerMillimetre - 2 * padding),
  );
  return { font, cells: set, lines: Math.max(1, ...set.map(({ length }) => length)) };
}
