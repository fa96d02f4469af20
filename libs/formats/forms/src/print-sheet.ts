import { encodeQR } from 'qr';
import {
  bytesOf,
  footOf,
  legible,
  margin,
  pacedBy,
  type Paper,
  paperOf,
  pointsPerMillimetre,
  rootOf,
  smallSize,
  type Structure,
  Table,
  tagged,
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
  const root = rootOf(paper);
  headOf(paper, root, sheet);
  linesOf(paper, root, sheet.before);
  for (const table of sheet.tables) await tableOf(paper, root, table, room);
  linesOf(paper, root, [...sheet.after, { label: 'Căn cứ pháp lý', text: sheet.legalBasis }]);
  signaturesOf(paper, root, sheet.signers);
  const { start, count } = paper.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    paper.switchToPage(start + page);
    footOf(paper, sheet.printedAt, page + 1);
  }
}

const widthOf = ({ page }: Paper): number => page.width - 2 * margin;

type Options = PDFKit.Mixins.TextOptions;

/** A paragraph of its own, in the font that was chosen. */
function textOf(paper: Paper, root: Structure, text: string, left: number, top: number, said: Options): void {
  if (text !== '') tagged(paper, root, 'P', () => paper.text(legible(paper, text), left, top, said));
}

function headOf(paper: Paper, root: Structure, { agency, code, form, lookUp, title, date }: Sheet): void {
  const half = widthOf(paper) / 2;
  const right = { width: half, align: 'center' } as const;
  paper.font('regular').fontSize(8);
  textOf(paper, root, form ?? '', margin, margin, { align: 'right' });
  const top = margin + 14;
  paper.font('bold').fontSize(10);
  textOf(paper, root, agency.toUpperCase(), margin, top, { width: half, align: 'center' });
  const left = paper.y;
  paper.font('bold').fontSize(9);
  textOf(paper, root, motto[0], margin + half, top, right);
  paper.font('bold').fontSize(10);
  textOf(paper, root, motto[1], margin + half, paper.y, right);
  paper.font('regular').fontSize(10);
  textOf(paper, root, date, margin + half, paper.y + 4, right);
  paper.y = Math.max(left, paper.y) + 6;
  const qrTop = paper.y;
  if (lookUp !== undefined) qrOf(paper, root, lookUp, qrTop);
  const inset = lookUp === undefined ? 0 : qrSide + 6;
  const centred = { width: widthOf(paper) - 2 * inset, align: 'center' } as const;
  paper.fillColor('black').font('bold').fontSize(14);
  const heading = legible(paper, title.toUpperCase());
  tagged(paper, root, 'H1', () => paper.text(heading, margin + inset, qrTop + 14, centred));
  paper.font('regular').fontSize(11);
  if (code !== undefined) textOf(paper, root, `Mã hồ sơ: ${code}`, margin + inset, paper.y, centred);
  paper.x = margin;
  paper.y = Math.max(paper.y, lookUp === undefined ? 0 : qrTop + qrSide) + 8;
}

/** Dark modules as squares, so that it is sharp at any size. */
function qrOf(paper: Paper, root: Structure, text: string, top: number): void {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: quietModules });
  const side = qrSide / rows.length;
  const draw = (): void => {
    rows.forEach((modules, row) =>
      modules.forEach((isDark, column) => {
        if (isDark) paper.rect(margin + column * side, top + row * side, side, side);
      }),
    );
    paper.fill('black');
  };
  tagged(paper, root, 'Figure', draw, { alt: `Mã QR tra cứu hồ sơ: ${text}` });
}

function linesOf(paper: Paper, root: Structure, lines: readonly SheetLine[]): void {
  for (const { label, text } of lines) {
    paper.font('regular').fontSize(bodySize);
    tagged(paper, root, 'P', () => {
      if (label !== undefined)
        paper
          .font('bold')
          .text(legible(paper, `${label}: `), { continued: true })
          .font('regular');
      paper.text(legible(paper, text));
    });
    paper.moveDown(0.3);
  }
}

async function tableOf(
  paper: Paper,
  root: Structure,
  { caption, columns, rows, note }: SheetTable,
  room: () => Promise<void>,
): Promise<void> {
  const widths = columns.map(({ width }) => width);
  const headings = columns.map(({ heading }) => heading);
  const turn = (): void => void paper.addPage();
  const table = new Table(paper, root, { widths, headings, turn });
  // Neither caption nor headings stand alone at the end of a page.
  if (!table.hasRoomFor(rows[0] ?? [], caption === undefined ? 0 : captionHeight)) turn();
  if (caption !== undefined) captionOf(paper, root, caption);
  table.begin();
  for (const cells of rows) {
    table.row(cells);
    await room();
  }
  table.end();
  paper.moveDown(0.3).font('regular').fontSize(smallSize);
  if (note !== undefined) textOf(paper, root, note, margin, paper.y, {});
  paper.moveDown(0.5);
}

function captionOf(paper: Paper, root: Structure, caption: string): void {
  paper.font('bold').fontSize(bodySize);
  tagged(paper, root, 'H2', () => paper.text(caption));
  paper.moveDown(0.3);
}

function signaturesOf(paper: Paper, root: Structure, signers: Sheet['signers']): void {
  if (signers.length === 0) return;
  if (paper.y + signatureHeight > paper.page.height - 2 * margin) paper.addPage();
  const top = paper.y + 12;
  // One alone stands at the right.
  const width = widthOf(paper) / 2;
  signers.forEach(({ as, name }, index) => {
    const left = margin + (signers.length === 1 ? width : index * width);
    paper.font('bold').fontSize(bodySize);
    textOf(paper, root, as, left, top, { width, align: 'center' });
    paper.font('regular');
    textOf(paper, root, name, left, top + 60, { width, align: 'center' });
  });
  paper.x = margin;
}
