import { inflateSync } from 'node:zlib';
import { decodeQR } from 'qr/decode.js';

interface Square {
  readonly x: number;
  readonly y: number;
  readonly side: number;
}

/** What a reader of a PDF that pdfkit wrote sees: its words in the order they were written, and its QR code. */
export interface ReadPdf {
  readonly pages: number;
  /** Fragments as they were set, each in its typeface's own map to Unicode, with one blank between two. */
  readonly text: string;
  /** What its QR code says; nothing when there is none. */
  readonly qr?: string;
}

export function readPdf(bytes: Buffer): ReadPdf {
  const objects = objectsOf(bytes);
  const fonts = fontsOf(objects);
  const contents = [...objects.values()].flatMap(({ stream }) => (stream?.includes(' Tf') ? [stream] : []));
  const text = contents.flatMap((content) => fragmentsOf(content, fonts)).join(' ');
  const squares = contents.flatMap(filledSquaresOf);
  const pages = [...objects.values()].filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head)).length;
  return { pages, text, ...(squares.length === 0 ? {} : { qr: qrOf(squares) }) };
}

interface PdfObject {
  readonly head: string;
  /** Inflated; absent of an object without one. */
  readonly stream?: string;
}

function objectsOf(bytes: Buffer): ReadonlyMap<string, PdfObject> {
  const objects = new Map<string, PdfObject>();
  const raw = bytes.toString('latin1');
  for (const [whole, id = ''] of raw.matchAll(/(\d+) 0 obj\n[\s\S]*?\nendobj/g)) {
    const begin = whole.indexOf('stream\n');
    const head = begin === -1 ? whole : whole.slice(0, begin);
    if (begin === -1) objects.set(id, { head });
    else {
      const body = whole.slice(begin + 'stream\n'.length, whole.lastIndexOf('\nendstream'));
      const packed = Buffer.from(body, 'latin1');
      const stream = head.includes('/FlateDecode') ? inflateSync(packed).toString('latin1') : body;
      objects.set(id, { head, stream });
    }
  }
  return objects;
}

type Glyphs = readonly string[];

/** The glyphs of each typeface, by the name that contents call it by. */
function fontsOf(objects: ReadonlyMap<string, PdfObject>): ReadonlyMap<string, Glyphs> {
  const fonts = new Map<string, Glyphs>();
  for (const { head } of objects.values()) {
    for (const [, name = '', id = ''] of head.matchAll(/\/(F\d+) (\d+) 0 R/g)) {
      const [, map = ''] = /\/ToUnicode (\d+) 0 R/.exec(objects.get(id)?.head ?? '') ?? [];
      const ranges = objects.get(map)?.stream ?? '';
      const entries = [...ranges.matchAll(/\[([^\]]*)\]/g)].flatMap(
        ([, range = '']) => range.match(/<[^>]*>/g) ?? [],
      );
      if (entries.length > 0) fonts.set(name, entries.map(unicodeOf));
    }
  }
  return fonts;
}

const unicodeOf = (entry: string): string =>
  (entry.match(/[0-9a-f]{4}/gi) ?? []).map((unit) => String.fromCharCode(Number.parseInt(unit, 16))).join('');

function fragmentsOf(content: string, fonts: ReadonlyMap<string, Glyphs>): string[] {
  return [...content.matchAll(/\bBT\n([\s\S]*?)\nET\b/g)].map(([, block = '']) => {
    const [, name = ''] = /\/(F\d+) [\d.]+ Tf/.exec(block) ?? [];
    const glyphs = fonts.get(name) ?? [];
    const codes = [...block.matchAll(/<([0-9a-f]+)>/gi)].flatMap(([, hex = '']) => hex.match(/.{4}/g) ?? []);
    return codes
      .map((code) => glyphs[Number.parseInt(code, 16)] ?? '\uFFFD')
      .join('')
      .trim();
  });
}

/** What is filled, not stroked: on forms nothing but modules of the QR code is. */
function filledSquaresOf(content: string): Square[] {
  const squares: Square[] = [];
  let open: Square[] = [];
  for (const line of content.split('\n')) {
    const [, x, y, width] = /^(-?[\d.]+) (-?[\d.]+) (-?[\d.]+) (-?[\d.]+) re$/.exec(line) ?? [];
    if (x !== undefined) open.push({ x: Number(x), y: Number(y), side: Number(width) });
    else if (line === 'f') squares.push(...open);
    if (line === 'f' || line === 'S') open = [];
  }
  return squares;
}

const pixelsOfModule = 4;
const quietModules = 4;

function qrOf(squares: readonly Square[]): string {
  const side = squares[0]?.side ?? 1;
  const [left, top] = [Math.min(...squares.map(({ x }) => x)), Math.min(...squares.map(({ y }) => y))];
  const at = squares.map(
    ({ x, y }) => [Math.round((x - left) / side), Math.round((y - top) / side)] as const,
  );
  const modules = Math.max(...at.flat()) + 1 + 2 * quietModules;
  const width = modules * pixelsOfModule;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [column, row] of at) {
    for (let pixel = 0; pixel < pixelsOfModule ** 2; pixel += 1) {
      const x = (column + quietModules) * pixelsOfModule + (pixel % pixelsOfModule);
      const y = (row + quietModules) * pixelsOfModule + Math.floor(pixel / pixelsOfModule);
      data.fill(0, (y * width + x) * 4, (y * width + x) * 4 + 3);
    }
  }
  return decodeQR({ width, height: width, data });
}
