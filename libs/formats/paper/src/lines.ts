import PDFDocument from 'pdfkit';
import type { Paper } from './paper';

interface Wrapper {
  on(event: 'line', heard: (line: string) => void): void;
  wrap(text: string, options: object): void;
}

/** Is exported, and not described. */
const { LineWrapper } = PDFDocument as unknown as {
  readonly LineWrapper: new (
    paper: Paper,
    room: { readonly width: number; readonly height: number },
  ) => Wrapper;
};

/** A text as the paper would break it in a width, points, in its font and size. */
export function linesOf(paper: Paper, text: string, width: number): readonly string[] {
  if (text === '') return [];
  const { x, y } = paper;
  const lines: string[] = [];
  const wrapper = new LineWrapper(paper, { width, height: Infinity });
  wrapper.on('line', (line) => void lines.push(line.trimEnd()));
  wrapper.wrap(text, {});
  paper.x = x;
  paper.y = y;
  return lines;
}
