import { NumberSet } from './number-index';
import { NumberList } from './number-list';
import type { Entries, Entry } from './pdf-entries';
import type { PdfFile, PdfRevision } from './pdf-file';
import { entryOf, type PdfObject, type PdfPlace, type PdfValue, textOf } from './pdf-objects';
import type { Referred } from './pdf-references';
import type { FindingCode } from './verdict';

/** Why an update may not stand behind a signature, or why it is not known whether it may. */
export type UpdateFinding = Extract<
  FindingCode,
  | 'update-unreadable'
  | 'update-unsupported'
  | 'file-encrypted'
  | 'revision-unreadable'
  | 'content-changed'
  | 'catalog-changed'
  | 'annotation-changed'
  | 'form-changed'
  | 'too-large'
>;

export class Forbidden extends Error {
  constructor(readonly finding: UpdateFinding) {
    super(finding);
  }
}

export function allow(condition: boolean, finding: UpdateFinding): asserts condition {
  if (!condition) throw new Forbidden(finding);
}

/** Two revisions of a file, and what the second one makes of the first. */
export class Comparison {
  /** Objects of the signed revision whose value or stream is another now, until that is found to be harmless. */
  readonly replaced = new Set<number>();
  /** Objects that the signed revision does not have, and that nothing in it waits for. */
  readonly added = new NumberSet();

  /** @param referred by the objects that are reached in the signed revision. */
  constructor(
    private readonly file: PdfFile,
    readonly old: PdfRevision,
    readonly now: PdfRevision,
    readonly referred: Referred,
  ) {}

  /**
   * Sorts what the update brings by what it means: an object written again as it was is no change, and a new one that
   * nothing signed refers to changes nothing signed. A reference that waits for its object would.
   */
  sort(brought: Entries): void {
    const containers = new Set<number>();
    const { entries } = this.old;
    entries.each((row) => {
      const stream = entries.rows.stream(row);
      if (stream !== undefined) containers.add(stream);
    });
    brought.each((_, number) => this.sortOne(number, containers.has(number)));
  }

  private sortOne(number: number, isContainer: boolean): void {
    // Nothing refers to a stream of objects, and yet all in it are others when it is another.
    allow(!isContainer || this.isSame(number), 'content-changed');
    const entry = this.now.entries.get(number) as Entry;
    const was = this.old.entries.get(number);
    if (sameEntry(entry, was)) return;
    if (entry.kind === 'in') allow(this.isBrought(entry.stream), 'content-changed');
    const isInUse = entry.kind !== 'free';
    if (!this.old.has(number)) {
      allow(!isInUse || !this.referred.has(number), 'content-changed');
      if (isInUse) this.added.add(number);
      return;
    }
    if (!isInUse && !this.referred.has(number)) return;
    // References of the signed revision name its generation, and would lead nowhere.
    allow(isInUse && generationOf(entry) === generationOf(was), 'content-changed');
    if (!this.isSame(number)) this.replaced.add(number);
  }

  private isBrought(number: number): boolean {
    const entry = this.now.entries.get(number);
    return entry?.kind === 'at' && entry.offset >= this.old.end;
  }

  private isSame(number: number): boolean {
    if (this.isRepeated(number)) return true;
    const [was, is] = [this.old.object(number), this.now.object(number)];
    if (was === undefined || is === undefined) return was === is;
    const [isStream, wasStream] = [is.stream, was.stream];
    if (isStream === undefined || wasStream === undefined) {
      return isStream === wasStream && textOf(was.value) === textOf(is.value);
    }
    const { bytes } = this.file;
    return (
      bytes.subarray(...wasStream).equals(bytes.subarray(...isStream)) &&
      // Where the bytes end is known of both: a length that stands elsewhere is the same length.
      textOf(withoutLength(was.value)) === textOf(withoutLength(is.value))
    );
  }

  /** The same bytes say the same; only what differs is read into memory. */
  private isRepeated(number: number): boolean {
    const [was, is] = [this.old, this.now].map((revision) => {
      const entry = revision.entries.get(number);
      return entry?.kind === 'at' ? revision.passAt(entry.offset, new NumberList()) : undefined;
    });
    if (was === undefined || is === undefined || was.number !== number) return false;
    const ends = ({ from, to, stream = [from, from] }: PdfPlace) =>
      [to, ...stream].map((at) => at - from).join(' ');
    const { bytes } = this.file;
    return ends(was) === ends(is) && bytes.subarray(was.from, was.to).equals(bytes.subarray(is.from, is.to));
  }

  /**
   * The values at one place before and after. An object that is replaced there must be referred to from this place
   * alone: one that is something else besides would change that too.
   */
  both(
    was: PdfValue | undefined,
    is: PdfValue | undefined,
    key: string,
    finding: UpdateFinding,
  ): [PdfValue | undefined, PdfValue | undefined] {
    const [old, now] = [entryOf(was, key), entryOf(is, key)];
    if (now?.kind === 'ref' && this.replaced.has(now.number)) {
      allow(old?.kind === 'ref' && old.number === now.number, finding);
      this.clear(now.number);
    }
    return [this.old.valueOf(old), this.now.valueOf(now)];
  }

  clear(number: number): void {
    allow(this.referred.isOnce(number), 'content-changed');
    this.replaced.delete(number);
  }

  sameBut(
    was: PdfValue | undefined,
    is: PdfValue | undefined,
    keys: readonly string[],
    finding: UpdateFinding,
  ): void {
    for (const key of new Set([...keysOf(was), ...keysOf(is)])) {
      allow(keys.includes(key) || textOf(entryOf(was, key)) === textOf(entryOf(is, key)), finding);
    }
  }
}

export const isDictionary = (object: PdfObject | undefined): object is PdfObject =>
  object?.value.kind === 'dictionary' && object.stream === undefined;

export const keysOf = (value: PdfValue | undefined): readonly string[] =>
  value?.kind === 'dictionary' ? [...value.entries.keys()] : [];

export const itemsOf = (value: PdfValue | undefined): readonly PdfValue[] =>
  value?.kind === 'array' ? value.items : [];

export const startsWith = (list: readonly PdfValue[], start: readonly PdfValue[]): boolean =>
  list.length >= start.length && start.every((item, index) => textOf(item) === textOf(list[index]));

function withoutLength(value: PdfValue): PdfValue {
  if (value.kind !== 'dictionary') return value;
  return { kind: 'dictionary', entries: new Map([...value.entries].filter(([key]) => key !== 'Length')) };
}

const generationOf = (entry: Entry | undefined): number => (entry?.kind === 'at' ? entry.generation : 0);

const placeOf = (entry: Entry): readonly unknown[] =>
  entry.kind === 'free'
    ? []
    : entry.kind === 'at'
      ? [entry.offset, entry.generation]
      : [entry.stream, entry.index];

function sameEntry(one: Entry, other: Entry | undefined): boolean {
  if (other?.kind !== one.kind) return false;
  const [place, second] = [placeOf(one), placeOf(other)];
  return place.every((each, index) => each === second[index]);
}
