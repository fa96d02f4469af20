import { Entries, type Rows } from './pdf-entries';
import { entryOf, integerOf, type PdfReader, type PdfValue, UnreadablePdf } from './pdf-objects';

export interface Section {
  readonly offset: number;
  /** The offset behind it and its trailer. */
  readonly to: number;
  readonly entries: Entries;
  readonly trailer: PdfValue;
  /** Its offset, where the section is no stream. */
  readonly trailerAt?: number;
  /** Of an old reader's file: a second section that only newer readers see. */
  readonly hidden: number | undefined;
  readonly previous: number | undefined;
}

/** Twenty bytes; some programs write nineteen, and nobody reads those in another way. */
const row = /^(\d{10}) (\d{5}) ([nf]) ?(?:\r\n|\r|\n)/;
const [rowBytesMin, rowBytesMax] = [19, 21];

export function tableAt(reader: PdfReader, rows: Rows, take: (rows: number) => void): Section {
  const offset = reader.at;
  const { bytes } = reader;
  const entries = new Entries(rows);
  reader.expect('xref');
  while (!reader.takes('trailer')) {
    const first = reader.integer();
    const count = reader.integer();
    reader.skip();
    if (count * rowBytesMin > bytes.length) throw new UnreadablePdf('more rows than bytes');
    take(count);
    for (let each = 0; each < count; each++) {
      const [whole = '', at, generation, use] =
        row.exec(bytes.toString('latin1', reader.at, reader.at + rowBytesMax)) ?? [];
      if (use === undefined) throw new UnreadablePdf(`no cross-reference at ${reader.at}`);
      reader.at += whole.length;
      // No object stands at the head of the file: Quartz and Skia mark what is not in use like this.
      const kind = use === 'f' || Number(at) === 0 ? 'free' : 'at';
      if (!entries.add(rows.add(first + each, kind, Number(at), Number(generation))))
        throw new UnreadablePdf('an object that is listed twice');
    }
  }
  const trailerAt = reader.at;
  const trailer = reader.value();
  const [hidden, previous] = [offsetOf(trailer, 'XRefStm'), offsetOf(trailer, 'Prev')];
  return { offset, to: reader.at, entries, trailer, trailerAt, hidden, previous };
}

export function entriesIn(
  bytes: Buffer,
  widths: readonly number[],
  ranges: readonly number[],
  rows: Rows,
  take: (rows: number) => void,
): Entries {
  const [kindBytes = 0, secondBytes = 0, thirdBytes = 0] = widths;
  const entries = new Entries(rows);
  const bytesOfRow = kindBytes + secondBytes + thirdBytes;
  if (widths.some((width) => width > 16) || bytesOfRow === 0) throw new UnreadablePdf('no width of rows');
  let at = 0;
  const field = (width: number, otherwise: number): number => {
    // pyHanko writes offsets of eight bytes; no file that is read here needs more than six of them.
    for (const top = at + width - 6; at < top; at++) {
      if (bytes[at] !== 0) throw new UnreadablePdf('an offset beyond every file');
    }
    const read = Math.min(width, 6);
    at += read;
    return width === 0 ? otherwise : bytes.readUIntBE(at - read, read);
  };
  for (let range = 0; range + 1 < ranges.length; range += 2) {
    const [first = 0, count = 0] = [ranges[range], ranges[range + 1]];
    if (at + count * bytesOfRow > bytes.length) throw new UnreadablePdf('a section that is cut');
    take(count);
    for (let number = first; number < first + count; number++) {
      const [kind, second, third] = [field(kindBytes, 1), field(secondBytes, 0), field(thirdBytes, 0)];
      const isFree = kind === 0 || (kind === 1 && second === 0);
      const row = rows.add(number, isFree ? 'free' : kind === 1 ? 'at' : 'in', second, third);
      if (!entries.add(row) || kind > 2) throw new UnreadablePdf('an object that is listed twice');
    }
  }
  return entries;
}

export function offsetOf(trailer: PdfValue, key: string): number | undefined {
  const value = entryOf(trailer, key);
  const offset = integerOf(value);
  if (value !== undefined && (offset === undefined || offset < 0))
    throw new UnreadablePdf(`${key} is no offset`);
  return offset;
}

export function numbersIn(value: PdfValue | undefined): number[] | undefined {
  if (value?.kind !== 'array') return undefined;
  return value.items.map((item) => {
    const number = integerOf(item);
    if (number === undefined || number < 0) throw new UnreadablePdf('no number');
    return number;
  });
}
