import { footHeight, margin, type Paper, pointsPerMillimetre, smallSize } from './paper';

/** Widths of the cells of a row, millimetres. */
export type Widths = readonly number[];

const padding = 3;
/** A cell that is longer is cut with an ellipsis: a row must fit on one page. Points. */
const rowHeightMax = 330;

/** The row as bordered cells at the left margin; what is written next begins below it. */
export function rowOf(
  paper: Paper,
  widths: Widths,
  cells: readonly string[],
  font: 'regular' | 'bold' = 'regular',
): void {
  paper.font(font).fontSize(smallSize);
  const height = heightOf(paper, widths, cells);
  const top = paper.y;
  let left = margin;
  widths.forEach((width, index) => {
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

/** Is there room for `lead` points and the rows below each other, above the foot of the page? */
export function fits(paper: Paper, widths: Widths, rows: readonly (readonly string[])[], lead = 0): boolean {
  paper.font('regular').fontSize(smallSize);
  const height = rows.reduce((sum, cells) => sum + heightOf(paper, widths, cells), lead);
  return paper.y + height <= paper.page.height - margin - footHeight;
}

function heightOf(paper: Paper, widths: Widths, cells: readonly string[]): number {
  const heights = widths.map((width, index) => {
    const cell = cells[index] ?? '';
    return cell === '' ? 0 : paper.heightOfString(cell, { width: width * pointsPerMillimetre - 2 * padding });
  });
  return Math.min(rowHeightMax, Math.max(...heights, smallSize) + 2 * padding);
}
