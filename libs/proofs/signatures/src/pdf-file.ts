import type { Allowance } from './allowance';
import { unpacked, withoutPredictor } from './pdf-filters';
import {
  entryOf,
  integerOf,
  isName,
  type PdfObject,
  PdfReader,
  type PdfValue,
  spaces,
  TooMuchInPdf,
  UnreadablePdf,
  UnsupportedPdf,
} from './pdf-objects';

/** Where an object is, as a cross-reference section tells it (ISO 32000-2, 7.5.4 and 7.5.8). */
export type Entry =
  | { readonly kind: 'free' }
  | { readonly kind: 'at'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'in'; readonly stream: number; readonly index: number };

export interface Section {
  readonly offset: number;
  /** The offset behind it and its trailer. */
  readonly to: number;
  readonly entries: ReadonlyMap<number, Entry>;
  readonly trailer: PdfValue;
  /** Of an old reader's file: a second section that only newer readers see. */
  readonly hidden: number | undefined;
  readonly previous: number | undefined;
}

const sectionsMax = 64;
const objectsMax = 500_000;
const spacesMax = 32;
const revisionsKept = 3;
const keptBytesMin = 8 * 1024 * 1024;
/** Bytes of objects that are read for one file, the same ones as often as they are. */
const readBytesMax = 256 * 1024 * 1024;
const tail = /startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+%%EOF[\0\t\n\f\r ]*$/;
const tailBytes = 128;
/** Twenty bytes; some programs write nineteen, and nobody reads those in another way. */
const row = /^(\d{10}) (\d{5}) ([nf]) ?(?:\r\n|\r|\n)/;
const [rowBytesMin, rowBytesMax] = [19, 21];

/** The file did not end at that length: no marks of an end stand there. */
export class NoRevision extends UnreadablePdf {
  override readonly name = 'NoRevision';
}

interface Packed {
  readonly bytes: Buffer;
  readonly directory: readonly (readonly [number: number, offset: number])[];
}

/**
 * A PDF as its cross-reference sections tell it, revision by revision. Every method may throw UnreadablePdf, and
 * TooMuchInPdf where the allowance is spent.
 */
export class PdfFile {
  private readonly revisions = new Map<number, PdfRevision>();
  private readonly sections = new Map<number, Section>();
  private readonly unpacked = new Map<number, Buffer>();
  private readonly packed = new Map<number, Packed>();
  /** Streams that were unpacked, and those whose objects were counted, by their places. */
  private readonly counted = new Set<number>();
  private readonly inflated = new Set<number>();
  private keptBytes = 0;
  private read = 0;

  constructor(
    readonly bytes: Buffer,
    private readonly allowance: Allowance,
  ) {}

  /** The file as it was when it had `end` bytes. */
  revision(end: number): PdfRevision {
    const revision = this.revisions.get(end) ?? this.readRevision(end);
    this.revisions.delete(end);
    this.revisions.set(end, revision);
    // Signatures are looked at one after the other: of many, the others need not be kept in memory.
    if (this.revisions.size > revisionsKept) this.revisions.delete([...this.revisions.keys()][0] as number);
    return revision;
  }

  private readRevision(end: number): PdfRevision {
    const told = this.withoutSpaces(end);
    const text = this.bytes.toString('latin1', Math.max(0, told - tailBytes), told);
    const start = tail.exec(text)?.[1];
    if (start === undefined) throw new NoRevision(`no end of a revision at ${end}`);
    const chain: Section[] = [];
    for (let next: number | undefined = Number(start); next !== undefined;) {
      const section: Section = this.section(next, end);
      if (chain.includes(section) || chain.length === sectionsMax)
        throw new UnreadablePdf('sections in a ring');
      chain.push(section);
      next = section.previous;
    }
    return new PdfRevision(this, chain, end);
  }

  /** Where the bytes before some end are no longer white space, which many programs leave behind the last mark. */
  withoutSpaces(end: number): number {
    let at = end;
    while (at > 0 && isSpace(this.bytes[at - 1])) at -= 1;
    return at;
  }

  /** Past white space that belongs to a place, some bytes at most. */
  afterSpaces(offset: number): number {
    let at = offset;
    while (at < offset + spacesMax && isSpace(this.bytes[at])) at += 1;
    return at;
  }

  isSpaces(from: number, to: number): boolean {
    return this.withoutSpaces(to) <= from;
  }

  /** @param mayRepeatKeys where only the object's end is asked for. */
  objectAt(offset: number, lengthOf: (ref: PdfValue) => number, mayRepeatKeys = false): PdfObject {
    const object = new PdfReader(this.bytes, offset, mayRepeatKeys).object(lengthOf);
    const [from, to] = object.stream ?? [0, 0];
    this.spend(object.to - object.from - (to - from));
    return object;
  }

  /** Bytes of a stream, unpacked. Only what every writer of updates uses is read: nothing, or Flate. */
  streamOf({ value, stream }: PdfObject): Buffer {
    if (stream === undefined) throw new UnreadablePdf('no stream');
    const known = this.unpacked.get(stream[0]);
    if (known !== undefined) return known;
    const packed = this.bytes.subarray(...stream);
    const filter = only(entryOf(value, 'Filter'));
    const parameters = only(entryOf(value, 'DecodeParms'));
    if (filter !== undefined && !isName(filter, 'FlateDecode'))
      throw new UnsupportedPdf('packed in another way');
    if (filter === undefined) return packed;
    const bytes = withoutPredictor(this.inflate(packed, stream[0]), parameters);
    this.keep(stream[0], bytes);
    return bytes;
  }

  /** Never more unpacked bytes than the file has, or some megabytes: what is asked for again is unpacked again. */
  private keep(place: number, bytes: Buffer): void {
    this.keptBytes += bytes.length;
    if (this.keptBytes > Math.max(this.bytes.length, keptBytesMin)) {
      this.unpacked.clear();
      this.packed.clear();
      this.keptBytes = bytes.length;
    }
    this.unpacked.set(place, bytes);
  }

  /** A stream of objects: their numbers and offsets in its bytes. */
  packedIn(container: PdfObject): Packed {
    const from = container.stream?.[0] ?? -1;
    const known = this.packed.get(from);
    if (known !== undefined) return known;
    const { value } = container;
    const [first, count] = [integerOf(entryOf(value, 'First')), integerOf(entryOf(value, 'N'))];
    if (!isName(entryOf(value, 'Type'), 'ObjStm') || first === undefined || count === undefined) {
      throw new UnreadablePdf('no stream of objects');
    }
    const bytes = this.streamOf(container);
    if (count > bytes.length) throw new UnreadablePdf('more objects than bytes');
    if (!this.counted.has(from)) this.takeRows(count);
    this.counted.add(from);
    const head = new PdfReader(bytes, 0);
    const directory = Array.from({ length: count }, () => [head.integer(), first + head.integer()] as const);
    const packed = { bytes, directory };
    this.packed.set(from, packed);
    return packed;
  }

  /** @param told its offset, or that of white space before it, as PDFBox 1.8 and node-signpdf tell it. */
  section(told: number, end = this.bytes.length): Section {
    const offset = this.afterSpaces(told);
    const known = this.sections.get(offset);
    if (known !== undefined && known.to <= end) return known;
    const reader = new PdfReader(this.bytes, offset);
    const section =
      this.bytes.toString('latin1', offset, offset + 4) === 'xref'
        ? tableAt(reader, (rows) => this.takeRows(rows))
        : this.streamSection(offset);
    if (section.to > end) throw new UnreadablePdf('a section beyond its revision');
    this.spend(section.to - offset);
    this.sections.set(offset, section);
    return section;
  }

  spend(bytes: number): void {
    this.read += bytes;
    if (this.read > readBytesMax) throw new TooMuchInPdf('too much to read');
  }

  private takeRows(count: number): void {
    if (!this.allowance.takes('rows', count)) throw new TooMuchInPdf('too many objects');
  }

  private inflate(packed: Buffer, place: number): Buffer {
    const isAgain = this.inflated.has(place);
    const bytes = unpacked(packed, isAgain ? readBytesMax : this.allowance.leftOf('unpackedBytes'));
    if (bytes === 'too-much' || !(isAgain || this.allowance.takes('unpackedBytes', bytes.length)))
      throw new TooMuchInPdf('too much to unpack');
    if (isAgain) this.spend(bytes.length);
    this.inflated.add(place);
    return bytes;
  }

  private streamSection(offset: number): Section {
    const object = this.objectAt(offset, directLength);
    const { value, to } = object;
    const widths = numbersIn(entryOf(value, 'W'));
    const size = integerOf(entryOf(value, 'Size'));
    if (!isName(entryOf(value, 'Type'), 'XRef') || widths?.length !== 3 || size === undefined) {
      throw new UnreadablePdf(`no cross-reference section at ${offset}`);
    }
    const ranges = numbersIn(entryOf(value, 'Index')) ?? [0, size];
    const entries = entriesIn(this.streamOf(object), widths, ranges, (rows) => this.takeRows(rows));
    return { offset, to, entries, trailer: value, hidden: undefined, previous: offsetOf(value, 'Prev') };
  }
}

/** Every object as a reader of that revision sees it. */
export class PdfRevision {
  readonly entries: ReadonlyMap<number, Entry>;

  constructor(
    private readonly file: PdfFile,
    /** The newest first. */
    readonly chain: readonly Section[],
    readonly end: number,
  ) {
    const entries = new Map<number, Entry>();
    for (const section of chain) {
      const hidden = section.hidden === undefined ? undefined : file.section(section.hidden, end).entries;
      for (const [number, entry] of section.entries) {
        const seen = (entry.kind === 'free' ? hidden?.get(number) : undefined) ?? entry;
        if (!entries.has(number)) entries.set(number, seen);
      }
      for (const [number, entry] of hidden ?? []) if (!entries.has(number)) entries.set(number, entry);
    }
    if (entries.size > objectsMax) throw new TooMuchInPdf('too many objects');
    this.entries = entries;
  }

  get newest(): Section {
    return this.chain[0] as Section;
  }

  get trailer(): PdfValue {
    return this.newest.trailer;
  }

  has(number: number): boolean {
    const entry = this.entries.get(number);
    return entry !== undefined && entry.kind !== 'free';
  }

  /** Nothing for a number that is not in use, as for a reference to it (7.3.10). */
  object(number: number): PdfObject | undefined {
    const entry = this.entries.get(number);
    if (entry === undefined || entry.kind === 'free') return undefined;
    const object = entry.kind === 'at' ? this.objectAt(entry.offset) : this.packed(entry, number);
    if (object.number !== number || (entry.kind === 'at' && object.generation !== entry.generation)) {
      throw new UnreadablePdf(`object ${number} is not where it is said to be`);
    }
    return object;
  }

  /** @param mayRepeatKeys where only the object's end is asked for. */
  objectAt(offset: number, mayRepeatKeys = false): PdfObject {
    const object = this.file.objectAt(offset, (length) => this.lengthOf(length), mayRepeatKeys);
    if (object.to > this.end) throw new UnreadablePdf(`object ${object.number} is beyond its revision`);
    return object;
  }

  /** What a reference leads to, or the value itself. */
  valueOf(value: PdfValue | undefined): PdfValue | undefined {
    if (value?.kind !== 'ref') return value;
    const found = this.object(value.number)?.value;
    if (found?.kind === 'ref') throw new UnreadablePdf('a reference to a reference');
    return found;
  }

  private lengthOf(length: PdfValue): number {
    const entry = length.kind === 'ref' ? this.entries.get(length.number) : undefined;
    if (entry === undefined || entry.kind === 'free') return directLength(length);
    if (entry.kind === 'at') return directLength(this.file.objectAt(entry.offset, directLength).value);
    // The length of a stream of objects does not stand in one.
    const { bytes, directory } = this.file.packedIn(this.container(entry.stream, directLength));
    const place = directory[entry.index];
    if (place === undefined || length.kind !== 'ref' || place[0] !== length.number)
      return directLength(length);
    return directLength(new PdfReader(bytes, place[1]).value());
  }

  /** The stream of objects of that number. */
  container(number: number, lengthOf = (length: PdfValue) => this.lengthOf(length)): PdfObject {
    const entry = this.entries.get(number);
    const container = entry?.kind === 'at' ? this.file.objectAt(entry.offset, lengthOf) : undefined;
    if (container !== undefined && container.to > this.end) throw new UnreadablePdf('beyond its revision');
    if (container === undefined || container.number !== number)
      throw new UnreadablePdf(`no object ${number}`);
    return container;
  }

  private packed({ stream, index }: Extract<Entry, { kind: 'in' }>, number: number): PdfObject {
    const { bytes, directory } = this.file.packedIn(this.container(stream));
    const [found, offset] = directory[index] ?? [];
    if (found === undefined || offset === undefined)
      throw new UnreadablePdf(`no object ${number} in ${stream}`);
    const reader = new PdfReader(bytes, offset);
    const value = reader.value();
    this.file.spend(reader.at - offset);
    return { number: found, generation: 0, value, stream: undefined, from: 0, to: 0 };
  }
}

function tableAt(reader: PdfReader, take: (rows: number) => void): Section {
  const offset = reader.at;
  const { bytes } = reader;
  const entries = new Map<number, Entry>();
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
      if (entries.has(first + each)) throw new UnreadablePdf('an object that is listed twice');
      if (use === undefined) throw new UnreadablePdf(`no cross-reference at ${reader.at}`);
      const entry = { kind: 'at', offset: Number(at), generation: Number(generation) } as const;
      // No object stands at the head of the file: Quartz and Skia mark what is not in use like this.
      reader.at += whole.length;
      entries.set(first + each, use === 'f' || entry.offset === 0 ? { kind: 'free' } : entry);
    }
  }
  const trailer = reader.value();
  const [hidden, previous] = [offsetOf(trailer, 'XRefStm'), offsetOf(trailer, 'Prev')];
  return { offset, to: reader.at, entries, trailer, hidden, previous };
}

function entriesIn(
  bytes: Buffer,
  widths: readonly number[],
  ranges: readonly number[],
  take: (rows: number) => void,
): Map<number, Entry> {
  const [kindBytes = 0, secondBytes = 0, thirdBytes = 0] = widths;
  const entries = new Map<number, Entry>();
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
      if (entries.has(number) || kind > 2) throw new UnreadablePdf('an object that is listed twice');
      if (kind === 0 || (kind === 1 && second === 0)) entries.set(number, { kind: 'free' });
      else if (kind === 1) entries.set(number, { kind: 'at', offset: second, generation: third });
      else entries.set(number, { kind: 'in', stream: second, index: third });
    }
  }
  return entries;
}

const isSpace = (code: number | undefined): boolean => code !== undefined && spaces.has(code);

/** A list of one stands for its item. */
function only(value: PdfValue | undefined): PdfValue | undefined {
  const items = value?.kind === 'array' ? value.items : [value];
  if (items.length > 1 || items[0]?.kind === 'ref') throw new UnsupportedPdf('packed in another way');
  return items[0];
}

function directLength(value: PdfValue): number {
  const length = integerOf(value);
  if (length === undefined) throw new UnreadablePdf('a length that is none');
  return length;
}

function offsetOf(trailer: PdfValue, key: string): number | undefined {
  const value = entryOf(trailer, key);
  const offset = integerOf(value);
  if (value !== undefined && (offset === undefined || offset < 0))
    throw new UnreadablePdf(`${key} is no offset`);
  return offset;
}

function numbersIn(value: PdfValue | undefined): number[] | undefined {
  if (value?.kind !== 'array') return undefined;
  return value.items.map((item) => {
    const number = integerOf(item);
    if (number === undefined || number < 0) throw new UnreadablePdf('no number');
    return number;
  });
}
