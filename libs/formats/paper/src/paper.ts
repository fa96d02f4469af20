import PDFDocument from 'pdfkit';
import { localDate } from '@domain/codes';
import { type Archived, archived } from './archived';

export type Paper = PDFKit.PDFDocument;
/** A place in the structure that readers for the blind follow (PDF 1.7, 14.8). */
export type Structure = PDFKit.PDFStructureElement;

/** A typeface with Vietnamese diacritics, as the bytes of a TrueType file. */
export interface Typeface {
  readonly regular: Buffer;
  readonly bold: Buffer;
}

export interface PaperSaid {
  readonly layout: 'portrait' | 'landscape';
  readonly title: string;
  /** Name of the agency it is of. */
  readonly author: string;
  /** Instant of the print; nothing else in a print depends on the clock. */
  readonly printedAt: string;
  /** Pages stay until the end, so that feet are written last; of what fits into memory. */
  readonly keepsPages?: true;
}

export const pointsPerMillimetre = 72 / 25.4;
/** Of every page, points. */
export const margin = 10 * pointsPerMillimetre;
/** Of rows and feet, points. */
export const smallSize = 8;
/** What a foot takes above the margin, points. */
export const footHeight = 14;

/**
 * A4 in Vietnamese, with no page yet; its typefaces are `regular` and `bold`. Tagged, and kept for good as PDF/A-2b
 * (ISO 19005-2), so everything on it is written within `tagged` or `furniture`, and every text goes through `legible`.
 */
export function paperOf(said: PaperSaid, typeface: Typeface): Paper {
  const paper = new PDFDocument({
    size: 'A4',
    layout: said.layout,
    margin,
    autoFirstPage: false,
    bufferPages: said.keepsPages ?? false,
    // One that came first under a name of its own would be read again each time it is chosen by this one.
    font: null as unknown as string,
    lang: 'vi-VN',
    pdfVersion: '1.7',
    subset: 'PDF/A-2b',
    tagged: true,
    displayTitle: true,
    info: { Title: said.title, Author: said.author, CreationDate: new Date(said.printedAt) },
  });
  archived(paper as unknown as Archived, said.keepsPages ?? false);
  paper.registerFont('regular', typeface.regular).registerFont('bold', typeface.bold);
  return paper.font('regular');
}

/** The bytes of a paper while `print` writes on it. */
export function bytesOf(paper: Paper, print: () => Promise<void>): AsyncIterable<Buffer> {
  // It is printed before it is read: whoever reads it finds it failed, and an error nobody hears ends the process.
  paper.on('error', () => undefined);
  void print().then(
    () => paper.end(),
    (error: unknown) => paper.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return paper as AsyncIterable<Buffer>;
}

/** The root of its structure: one, below which everything is that is tagged. */
export function rootOf(paper: Paper): Structure {
  const root = paper.struct('Document');
  paper.addStructure(root);
  return root;
}

/** What `write` writes, as one element of that type below another. */
export function tagged(
  paper: Paper,
  parent: Structure,
  type: string,
  write: () => void,
  said: Readonly<Record<string, string>> = {},
): void {
  parent.add(paper.struct(type, said, [write]));
}

/** What `write` writes and nobody reads out: lines, feet. */
export function furniture(paper: Paper, type: 'Layout' | 'Pagination', write: () => void): void {
  paper.markContent('Artifact', { type });
  write();
  paper.endMarkedContent();
}

interface Fonted {
  readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } };
}

/**
 * The text as its typeface can write it: composed, without what has no width, a sign that stands for what it has not.
 * PDF/A knows no missing glyphs.
 */
export function legible(paper: Paper, text: string): string {
  const { font } = (paper as unknown as Fonted)._font;
  const composed = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/(?!\n)\p{Control}/gu, ' ');
  return composed.replace(/[^\n\u0020-\u007E]/gu, (sign) =>
    font.hasGlyphForCodePoint(sign.codePointAt(0) ?? 0) ? sign : '\uFFFD',
  );
}

/** `22/11/2026` for `2026-11-22`. */
const printedDate = (date: string): string => date.split('-').reverse().join('/');

/** The foot of the page at hand; what is written next begins at its top. */
export function footOf(paper: Paper, printedAt: string, page: number): void {
  const bottom = paper.page.margins.bottom;
  // Text below the margin would turn the page.
  paper.page.margins.bottom = 0;
  paper.font('regular').fontSize(smallSize);
  furniture(paper, 'Pagination', () =>
    paper.text(
      `In ngày ${printedDate(localDate(printedAt))}. Trang ${page}`,
      margin,
      paper.page.height - margin - smallSize,
      { align: 'right' },
    ),
  );
  paper.page.margins.bottom = bottom;
  paper.x = margin;
  paper.y = margin;
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
export function pacedBy(paper: Paper): () => Promise<void> {
  const readable = paper as unknown as Paced;
  let wake = (): void => undefined;
  readable._read = () => wake();
  return () =>
    new Promise((resolve) => {
      if (readable.readableLength < readable.readableHighWaterMark) setImmediate(resolve);
      else wake = resolve;
    });
}
