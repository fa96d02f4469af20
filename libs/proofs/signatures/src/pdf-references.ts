import { NumberIndex } from './number-index';
import { NumberList } from './number-list';
import type { Entry } from './pdf-entries';
import type { PdfFile, PdfRevision } from './pdf-file';
import { numberMax, UnreadablePdf } from './pdf-objects';

/** The objects that are reached, and by which one each is referred to, if by one and once. */
export class Referred {
  /** In the order in which they were reached. */
  readonly numbers = new NumberList();
  private readonly index = new NumberIndex(this.numbers);
  private readonly by = new NumberList();

  clear(): void {
    for (const each of [this.numbers, this.index, this.by]) each.clear();
  }

  /** @param by 0 for the trailer. */
  note(number: number, by: number): void {
    const known = this.index.find(number);
    if (known !== undefined) return this.by.set(known, several);
    this.index.add(this.numbers.add(number));
    this.by.add(by);
  }

  has(number: number): boolean {
    return this.index.find(number) !== undefined;
  }

  isOnce(number: number): boolean {
    const known = this.index.find(number);
    return known !== undefined && this.by.at(known) !== several;
  }

  /** 0 for the trailer, and for what several refer to, or one several times. */
  onlyBy(number: number): number {
    const known = this.index.find(number);
    const by = known === undefined ? several : this.by.at(known);
    return by === several ? 0 : by;
  }
}
const several = numberMax;

type Inside = Extract<Entry, { kind: 'in' }>;

/** Places in the list of all references. */
type Range = readonly [from: number, to: number];
const none: Range = [0, 0];

/** A stream of objects: its number, and which of the objects in streams are its. */
interface Container {
  readonly number: number;
  readonly first: number;
  readonly count: number;
}

/**
 * What the objects of a file refer to. Each is read once, wherever its number leads in which revision: of a file with
 * many signatures every revision is walked, and nearly all objects are the same in all of them. What is kept of one is
 * four bytes for a reference and some thirty besides.
 */
export class PdfReferences {
  private readonly reached = new Referred();
  private readonly references = new NumberList();
  /** Objects that stand alone. */
  private readonly offsets = new NumberList();
  private readonly index = new NumberIndex(this.offsets);
  private readonly alone = new Ranges();
  /** Objects in streams; those of a stream one after the other. */
  private readonly containers = new Map<number, Container>();
  private readonly packedNumbers = new NumberList();
  private readonly packedRanges = new Ranges();

  constructor(private readonly file: PdfFile) {}

  /**
   * Everything that is reached from the trailer, numbers that are not in use included. What nothing refers to is not
   * read. @returns what holds until this is asked again. @throws UnreadablePdf for an object that is reached and cannot
   * be read.
   */
  from(revision: PdfRevision): Referred {
    const { reached } = this;
    reached.clear();
    const inTrailer = new NumberList();
    this.file.passTrailer(revision.newest, inTrailer);
    for (let at = 0; at < inTrailer.length; at++) reached.note(inTrailer.at(at), 0);
    for (let next = 0; next < reached.numbers.length; next++) {
      const number = reached.numbers.at(next);
      const [from, to] = this.of(revision, number);
      for (let at = from; at < to; at++) reached.note(this.references.at(at), number);
    }
    return reached;
  }

  private of(revision: PdfRevision, number: number): Range {
    const entry = revision.entries.get(number);
    if (entry === undefined || entry.kind === 'free') return none;
    if (entry.kind === 'in') return this.packed(revision, number, entry);
    const known = this.index.find(entry.offset);
    if (known !== undefined) return this.alone.at(known);
    const from = this.references.length;
    const place = revision.passAt(entry.offset, this.references);
    if (place.number !== number || place.generation !== entry.generation)
      throw new UnreadablePdf(`object ${number} is not where it is said to be`);
    const range = [from, this.references.length] as const;
    this.index.add(this.offsets.add(entry.offset));
    this.alone.add(range);
    return range;
  }

  /** All of a stream at once, so that its bytes need not be kept. */
  private packed(revision: PdfRevision, number: number, { stream, index }: Inside): Range {
    const place = revision.entries.get(stream);
    const at = place?.kind === 'at' ? place.offset : -1;
    let container = this.containers.get(at);
    if (container?.number !== stream) {
      container = this.read(revision, stream);
      this.containers.set(at, container);
    }
    const { first, count } = container;
    const range = index < count ? this.packedRanges.at(first + index) : undefined;
    if (range === undefined || range[0] > range[1] || this.packedNumbers.at(first + index) !== number)
      throw new UnreadablePdf(`object ${number} is not where it is said to be`);
    return range;
  }

  private read(revision: PdfRevision, stream: number): Container {
    const { bytes, directory } = this.file.packedIn(revision.container(stream));
    const [first, count] = [this.packedNumbers.length, directory.length / 2];
    for (let index = 0; index < count; index++) {
      const [number = NaN, offset = NaN] = directory.subarray(2 * index, 2 * index + 2);
      const reader = this.file.reader(offset, bytes);
      const from = this.references.length;
      const isRead = isReadable(() => reader.pass(this.references));
      this.file.spend(Math.max(0, reader.at - offset));
      this.packedNumbers.add(number);
      this.packedRanges.add(isRead ? [from, this.references.length] : unreadable);
    }
    return { number: stream, first, count };
  }
}

/** Of an object that nothing reaches it does not matter. */
const unreadable: Range = [1, 0];

class Ranges {
  private readonly froms = new NumberList();
  private readonly tos = new NumberList();

  at(index: number): Range {
    return [this.froms.at(index), this.tos.at(index)];
  }

  add([from, to]: Range): void {
    this.froms.add(from);
    this.tos.add(to);
  }
}

function isReadable(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof UnreadablePdf) return false;
    throw error;
  }
}
