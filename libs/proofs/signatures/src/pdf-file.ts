import type { Allowance } from './allowance';
import type { NumberList } from './number-list';
import { Entries, type Entry, Overlaid, Rows } from './pdf-entries';
import { unpacked, withoutPredictor } from './pdf-filters';
import {
  entryOf,
  integerOf,
  isName,
  type PdfObject,
  type PdfPlace,
  PdfReader,
  type PdfValue,
  spaces,
  TooMuchInPdf,
  UnreadablePdf,
  UnsupportedPdf,
  valuesMaxIn,
} from './pdf-objects';
import { entriesIn, numbersIn, offsetOf, type Section, tableAt } from './pdf-sections';

const sectionsMax = 64;
const objectsMax = 500_000;
const spacesMax = 32;
const revisionsKept = 3;
const keptBytesMin = 2 * 1024 * 1024;
/** Bytes of objects that are read for one file, the same ones as often as they are. */
const readBytesMax = 256 * 1024 * 1024;
const tail = /startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+%%EOF[\0\t\n\f\r ]*$/;
const tailBytes = 128;
/** Of an object in a stream of objects: its number, its offset and the spaces behind them. */
const objectBytesMin = 4;

/** The file did not end at that length: no marks of an end stand there. */
export class NoRevision extends UnreadablePdf {
  override readonly name = 'NoRevision';
}

interface Packed {
  readonly bytes: Buffer;
  /** Number and offset of each object, one after the other. */
  readonly directory: Float64Array;
}

/**
 * A PDF as its cross-reference sections tell it, revision by revision. Every method may throw UnreadablePdf, and
 * TooMuchInPdf where the allowance is spent.
 */
export class PdfFile {
  readonly rows = new Rows();
  private readonly revisions = new Map<number, PdfRevision>();
  private readonly sections = new Map<number, Section>();
  private readonly valuesMax: number;
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
  ) {
    this.valuesMax = valuesMaxIn(bytes.length);
  }

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

  objectAt(offset: number, lengthOf: (ref: PdfValue) => number): PdfObject {
    const object = this.reader(offset).object(lengthOf);
    this.spendOn(object);
    return object;
  }

  /** Where the object ends, and what it refers to: see `PdfReader.passObject`. */
  pass(
    offset: number,
    lengthOf: (ref: PdfValue) => number,
    found: NumberList,
    mayRepeatKeys = false,
  ): PdfPlace {
    const place = this.reader(offset).passObject(lengthOf, found, mayRepeatKeys);
    this.spendOn(place);
    return place;
  }

  passTrailer({ offset, trailerAt }: Section, found: NumberList): void {
    if (trailerAt === undefined) this.pass(offset, directLength, found);
    else this.reader(trailerAt).pass(found);
  }

  reader(offset: number, bytes = this.bytes): PdfReader {
    return new PdfReader(bytes, offset, this.valuesMax);
  }

  private spendOn({ from, to, stream = [0, 0] }: PdfPlace): void {
    this.spend(to - from - (stream[1] - stream[0]));
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
    this.count(bytes.length);
    this.unpacked.set(place, bytes);
  }

  private count(bytes: number): void {
    this.keptBytes += bytes;
    if (this.keptBytes <= Math.max(this.bytes.length, keptBytesMin)) return;
    this.unpacked.clear();
    this.packed.clear();
    this.keptBytes = bytes;
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
    if (count > bytes.length / objectBytesMin) throw new UnreadablePdf('more objects than bytes');
    if (!this.counted.has(from)) this.takeRows(count);
    this.counted.add(from);
    const head = this.reader(0, bytes);
    const directory = new Float64Array(2 * count);
    for (let index = 0; index < 2 * count; index += 2) {
      directory[index] = head.integer();
      directory[index + 1] = first + head.integer();
    }
    this.count(directory.byteLength);
    const packed = { bytes, directory };
    this.packed.set(from, packed);
    return packed;
  }

  /** @param told its offset, or that of white space before it, as PDFBox 1.8 and node-signpdf tell it. */
  section(told: number, end = this.bytes.length): Section {
    const offset = this.afterSpaces(told);
    const known = this.sections.get(offset);
    if (known !== undefined && known.to <= end) return known;
    const reader = this.reader(offset);
    const section =
      this.bytes.toString('latin1', offset, offset + 4) === 'xref'
        ? tableAt(reader, this.rows, (rows) => this.takeRows(rows))
        : this.streamSection(offset);
    if (section.to > end) throw new UnreadablePdf('a section beyond its revision');
    this.spend(section.to - offset);
    this.sections.set(offset, section);
    return section;
  }

  /** What the sections tell together, the first one first. */
  entriesOf(sections: readonly Section[]): Entries {
    const all = new Entries(this.rows);
    for (const { entries } of sections) entries.each((row) => all.add(row));
    return all;
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
    const entries = entriesIn(this.streamOf(object), widths, ranges, this.rows, (rows) =>
      this.takeRows(rows),
    );
    return { offset, to, entries, trailer: value, hidden: undefined, previous: offsetOf(value, 'Prev') };
  }
}

/** Every object as a reader of that revision sees it. */
export class PdfRevision {
  readonly entries: Overlaid;

  constructor(
    private readonly file: PdfFile,
    /** The newest first. */
    readonly chain: readonly Section[],
    readonly end: number,
  ) {
    this.entries = new Overlaid(file.rows, layersOf(file, chain, end));
    if (this.entries.isAbove(objectsMax)) throw new TooMuchInPdf('too many objects');
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

  private objectAt(offset: number): PdfObject {
    const object = this.file.objectAt(offset, (length) => this.lengthOf(length));
    if (object.to > this.end) throw new UnreadablePdf(`object ${object.number} is beyond its revision`);
    return object;
  }

  /** Where the object that stands there ends, and what it refers to: see `PdfReader.passObject`. */
  passAt(offset: number, found: NumberList, mayRepeatKeys = false): PdfPlace {
    const place = this.file.pass(offset, (length) => this.lengthOf(length), found, mayRepeatKeys);
    if (place.to > this.end) throw new UnreadablePdf(`object ${place.number} is beyond its revision`);
    return place;
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
    const [found, offset] = directory.subarray(2 * entry.index, 2 * entry.index + 2);
    if (offset === undefined || length.kind !== 'ref' || found !== length.number) return directLength(length);
    return directLength(this.file.reader(offset, bytes).value());
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
    const [found, offset] = directory.subarray(2 * index, 2 * index + 2);
    if (found === undefined || offset === undefined)
      throw new UnreadablePdf(`no object ${number} in ${stream}`);
    const reader = this.file.reader(offset, bytes);
    const value = reader.value();
    this.file.spend(reader.at - offset);
    return { number: found, generation: 0, value, stream: undefined, from: 0, to: 0 };
  }
}

/** The largest section as it is, and one copy of what is newer and of what is older: three places to look at. */
function layersOf(file: PdfFile, chain: readonly Section[], end: number): readonly Entries[] {
  const largest = chain.reduce((one, other) => (other.entries.size > one.entries.size ? other : one));
  const [newer, older] = [new Entries(file.rows), new Entries(file.rows)];
  let into = newer;
  for (const section of chain) {
    const { entries, hidden } = section;
    const behind = hidden === undefined ? undefined : file.section(hidden, end).entries;
    if (section === largest && behind === undefined) {
      into = older;
      continue;
    }
    entries.each((row, number) => {
      into.add((file.rows.isFree(row) ? behind?.row(number) : undefined) ?? row);
    });
    behind?.each((row) => into.add(row));
  }
  return into === newer ? [newer] : [newer, largest.entries, older];
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
