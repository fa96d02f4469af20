import { inflateSync } from 'node:zlib';
import { entryOf, integerOf, type PdfValue, UnreadablePdf, UnsupportedPdf } from './pdf-objects';

export function unpacked(packed: Buffer, bytesMax: number): Buffer | 'too-much' {
  try {
    return inflateSync(packed, { maxOutputLength: bytesMax + 1 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE') return 'too-much';
    throw new UnreadablePdf('a stream that cannot be unpacked', { cause: error });
  }
}

/** Undoes the PNG filters (ISO 32000-2, 7.4.4.4) of one colour with eight bits, which is how sections are packed. */
export function withoutPredictor(bytes: Buffer, parameters: PdfValue | undefined): Buffer {
  const predictor = integerOf(entryOf(parameters, 'Predictor')) ?? 1;
  if (predictor === 1) return bytes;
  const columns = integerOf(entryOf(parameters, 'Columns')) ?? 1;
  const isPlain = ['Colors', 'BitsPerComponent', 'EarlyChange'].every(
    (key) => entryOf(parameters, key) === undefined,
  );
  if (predictor < 10 || columns < 1 || columns > 64 || !isPlain)
    throw new UnsupportedPdf('another predictor');
  if (bytes.length % (columns + 1) !== 0) throw new UnreadablePdf('rows of another length');
  const rows = bytes.length / (columns + 1);
  const plain = Buffer.alloc(rows * columns);
  for (let line = 0; line < rows; line++) {
    const filter = bytes[line * (columns + 1)];
    if (filter === undefined || filter > 4) throw new UnreadablePdf('another filter of rows');
    for (let column = 0; column < columns; column++) {
      const to = line * columns + column;
      const left = column > 0 ? (plain[to - 1] ?? 0) : 0;
      const above = line > 0 ? (plain[to - columns] ?? 0) : 0;
      const corner = line > 0 && column > 0 ? (plain[to - columns - 1] ?? 0) : 0;
      plain[to] = (bytes[to + line + 1] ?? 0) + foretold(filter, left, above, corner);
    }
  }
  return plain;
}

/** What each PNG filter expects of a byte: nothing, left, above, the mean of both, or the nearest of three (Paeth). */
function foretold(filter: number, left: number, above: number, corner: number): number {
  if (filter < 3) return [0, left, above][filter] ?? 0;
  if (filter === 3) return (left + above) >> 1;
  const [toLeft, toAbove] = [Math.abs(above - corner), Math.abs(left - corner)];
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
