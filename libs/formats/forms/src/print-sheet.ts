import { encodeQR } from 'qr';
import {
  bytesOf,
  fits,
  footOf,
  margin,
  pacedBy,
  type Paper,
  paperOf,
  pointsPerMillimetre,
  rowOf,
  smallSize,
  type Typeface,
} from '@formats/paper';
import type { Sheet, SheetLine } from './sheet';
import type { SheetTable } from './sheet-tables';

/** Side of the QR code with its quiet zone, points. */
const qrSide = 30 * pointsPerMillimetre;
/** Modules around it that stay white (ISO/IEC 18004). */
const quietModules = 4;
const bodySize = 11;
/** Room for the caption of a table, points. */
const captionHeight = 20;
/** Room for a signature, points. */
const signatureHeight = 90;
const motto = ['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc'] as const;

/** The form as PDF, A4 portrait. Held in memory whole, some 30 KB and 2 KB for each line of its tables. */
export function printSheet(sheet: Sheet, typeface: Typeface): AsyncIterable<Buffer> {
  const { title, agency: author, printedAt } = sheet;
  const said = { layout: 'portrait', title, author, printedAt, keepsPages: true } as const;
  const paper = paperOf(said, typeface);
  return bytesOf(paper, () => print(sheet, paper));
}

async function print(sheet: Sheet, paper: Paper): Promise<void> {
  const room = pacedBy(paper);
  paper.addPage();
  headOf(paper, sheet);
  linesOf(paper, sheet.before);
  for (const table of sheet.tables) await tableOf(paper, table, room);
  linesOf(paper, [...sheet.after, { label: 'Căn cứ pháp lý', text: sheet.legalBasis }]);
  signaturesOf(paper, sheet.signers);
  const { start, count } = paper.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    paper.switchToPage(start + page);
    footOf(paper, sheet.printedAt, page + 1);
  }
}

const widthOf = ({ page }: Paper): number => page.width - 2 * margin;

function headOf(paper: Paper, { agency, code, form, lookUp, title, date }: Sheet): void {
  const half = widthOf(paper) / 2;
  const right = { width: half, align: 'center' } as const;
  paper
    .font('regular')
    .fontSize(8)
    .text(form ?? '', margin, margin, { align: 'right' });
  const top = margin + 14;
  paper.font('bold').fontSize(10).text(agency.toUpperCase(), margin, top, { width: half, align: 'center' });
  const left = paper.y;
  paper
    .font('bold')
    .fontSize(9)
    .text(motto[0], margin + half, top, right);
  paper
    .font('bold')
    .fontSize(10)
    .text(motto[1], margin + half, paper.y, right);
  paper
    .font('regular')
    .fontSize(10)
    .text(date, margin + half, paper.y + 4, right);
  paper.y = Math.max(left, paper.y) + 6;
  const qrTop = paper.y;
  if (lookUp !== undefined) qrOf(paper, lookUp, margin, qrTop);
  const inset = lookUp === undefined ? 0 : qrSide + 6;
  const centred = { width: widthOf(paper) - 2 * inset, align: 'center' } as const;
  paper.fillColor('black').font('bold').fontSize(14);
  paper.text(title.toUpperCase(), margin + inset, qrTop + 14, centred);
  if (code !== undefined)
    paper
      .font('regular')
      .fontSize(11)
      .text(`Mã hồ sơ: ${code}`, { ...centred });
  paper.x = margin;
  paper.y = Math.max(paper.y, lookUp === undefined ? 0 : qrTop + qrSide) + 8;
}

/** Dark modules as squares, so that it is sharp at any size. */
function qrOf(paper: Paper, text: string, left: number, top: number): void {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietModules });
  const side = qrSide / rows.length;
  rows.forEach((modules, row) =>
    modules.forEach((isDark, column) => {
      if (isDark) paper.rect(left + column * side, top + row * side, side, side);
    }),
  );
  paper.fill('black');
}

function linesOf(paper: Paper, lines: readonly SheetLine[]): void {
  paper.fontSize(bodySize);
  for (const { label, text } of lines) {
    if (label !== undefined) paper.font('bold').text(`${label}: `, { continued: true });
    paper.font('regular').text(text);
    paper.moveDown(0.3);
  }
}

async function tableOf(
  paper: Paper,
  { caption, columns, rows, note }: SheetTable,
  room: () => Promise<void>,
): Promise<void> {
  const widths = columns.map(({ width }) => width);
  const headings = columns.map(({ heading }) => heading);
  const turnFor = (together: SheetTable['rows'], lead = 0): boolean => {
    if (fits(paper, widths, together, lead)) return false;
    paper.addPage();
    return true;
  };
  // Neither caption nor headings stand alone at the end of a page.
  turnFor([headings, ...rows.slice(0, 1)], caption === undefined ? 0 : captionHeight);
  if (caption !== undefined) captionOf(paper, caption);
  rowOf(paper, widths, headings, 'bold');
  for (const cells of rows) {
    if (turnFor([cells])) rowOf(paper, widths, headings, 'bold');
    rowOf(paper, widths, cells);
    await room();
  }
  if (note !== undefined) paper.moveDown(0.3).font('regular').fontSize(smallSize).text(note);
  paper.moveDown(0.5);
}

function captionOf(paper: Paper, caption: string): void {
  paper.font('bold').fontSize(bodySize).text(caption);
  paper.moveDown(0.3);
}

function signaturesOf(paper: Paper, signers: Sheet['signers']): void {
  if (signers.length === 0) return;
  if (paper.y + signatureHeight > paper.page.height - 2 * margin) paper.addPage();
  const top = paper.y + 12;
  // One alone stands at the right.
  const width = widthOf(paper) / 2;
  signers.forEach(({ as, name }, index) => {
    const left = margin + (signers.length === 1 ? width : index * width);
    paper.font('bold').fontSize(bodySize).text(as, left, top, { width, align: 'center' });
    paper.font('regular').text(name, left, top + 60, { width, align: 'center' });
  });
  paper.x = margin;
}
