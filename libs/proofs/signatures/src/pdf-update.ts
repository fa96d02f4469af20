import { type Entry, type PdfFile, type PdfRevision, type Section } from './pdf-file';
import {
  entryOf,
  integerOf,
  isName,
  type PdfObject,
  PdfReader,
  type PdfValue,
  refsIn,
  textOf,
  TooMuchInPdf,
  UnreadablePdf,
} from './pdf-objects';
import type { FindingCode } from './verdict';

/** Why an update may not stand behind a signature. */
type UpdateFinding = Extract<
  FindingCode,
  | 'update-unreadable'
  | 'content-changed'
  | 'catalog-changed'
  | 'annotation-changed'
  | 'form-changed'
  | 'too-large'
>;

/** `draws`: a signature field it adds or fills shows something on a page, which only a good signature may do. */
export type Update = { readonly draws: boolean } | { readonly finding: UpdateFinding };

class Forbidden extends Error {
  constructor(readonly finding: UpdateFinding) {
    super(finding);
  }
}

function allow(condition: boolean, finding: UpdateFinding): asserts condition {
  if (!condition) throw new Forbidden(finding);
}

/**
 * What was added to a file between two of its lengths, where a signature covers the first. Everything is refused but
 * revocation data (DSS), signatures and document time-stamps with their fields, and the dates and XMP beside a document
 * (ETSI EN 319 142-1, 5.4.2 and 5.5; ISO 32000-2, 12.8.4 and 12.8.5).
 * @param holes of the signatures that the longer file has.
 */
export function updateBetween(
  file: PdfFile,
  [before, after]: readonly [number, number],
  holes: readonly (readonly [number, number])[],
): Update {
  try {
    return new UpdateCheck(file, file.revision(before), file.revision(after), holes).result();
  } catch (error) {
    if (error instanceof Forbidden) return { finding: error.finding };
    if (error instanceof TooMuchInPdf) return { finding: 'too-large' };
    if (error instanceof UnreadablePdf) return { finding: 'update-unreadable' };
    throw error;
  }
}

const inCatalog = ['DSS', 'AcroForm', 'Extensions', 'Version', 'Metadata'];
const inForm = ['Fields', 'SigFlags'];
const inNewForm = [...inForm, 'DA', 'DR'];
const inInformation = ['ModDate', 'Producer'];
const inFilledField = ['V', 'AP', 'M', 'F', 'MK'];
const inNewField = [
  ...['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'Ff', 'V', 'Lock', 'SV', 'Kids', 'Parent', 'DA'],
  ...['F', 'Rect', 'P', 'AP', 'MK', 'AS', 'BS', 'Border', 'DR', 'H', 'NM', 'M', 'Q'],
];
const inStore = ['Type', 'Certs', 'CRLs', 'OCSPs', 'VRI'];
/** The one annotation flag with which nothing is shown and nothing is printed. */
const hidden = 2;

class UpdateCheck {
  /** Objects that the signed revision has and the update replaces, until their change is found to be harmless. */
  private readonly replaced = new Set<number>();
  private readonly added = new Set<number>();
  /** How often the signed revision refers to each object that the update brings, and who did last. */
  private readonly referred = new Map<number, { times: number; by: number }>();
  private readonly widgets = new Set<number>();
  private draws = false;

  constructor(
    private readonly file: PdfFile,
    private readonly old: PdfRevision,
    private readonly now: PdfRevision,
    private readonly holes: readonly (readonly [number, number])[],
  ) {}

  result(): Update {
    const sections = this.sections();
    this.account(sections);
    this.compareEntries(sections);
    this.countReferences();
    const root = this.checkTrailer();
    this.checkInformation();
    this.checkCatalog(root);
    this.checkPages();
    allow(this.replaced.size === 0, 'content-changed');
    return { draws: this.draws };
  }

  /** The sections of the update lead to the newest of the signed revision, and none of them reaches back. */
  private sections(): readonly Section[] {
    const count = this.now.chain.indexOf(this.old.newest);
    const sections = this.now.chain.slice(0, Math.max(0, count));
    const isBehind = sections.every(({ offset, hidden }) => offset >= this.old.end && hidden === undefined);
    if (sections.length === 0 || !isBehind) throw new UnreadablePdf('no update of the signed revision');
    return sections;
  }

  /** Every byte of the update belongs to an object, a section or an end, and each object is the one a section names. */
  private account(sections: readonly Section[]): void {
    const named = new Map<number, number>();
    for (const { entries } of sections) {
      for (const [number, entry] of entries) if (entry.kind === 'at') named.set(entry.offset, number);
    }
    const reader = new PdfReader(this.file.bytes, this.old.end);
    for (reader.skip(); reader.at < this.now.end; reader.skip()) {
      const section = sections.find(({ offset }) => offset === reader.at);
      if (section !== undefined) reader.at = section.to;
      else if (reader.takes('startxref')) reader.integer();
      else {
        const object = this.now.objectAt(reader.at);
        if (named.get(object.from) !== object.number)
          throw new UnreadablePdf('an object that no section names');
        named.delete(object.from);
        reader.at = object.to;
      }
    }
    const isSection = (offset: number) => sections.some((section) => section.offset === offset);
    for (const [offset, number] of named) {
      const old = this.old.entries.get(number);
      const isUnchanged = old?.kind === 'at' && old.offset === offset;
      // Whoever points back into signed bytes shows what was hidden there.
      allow(isUnchanged || isSection(offset), 'content-changed');
    }
  }

  private compareEntries(sections: readonly Section[]): void {
    for (const number of new Set(sections.flatMap(({ entries }) => [...entries.keys()]))) {
      const entry = this.now.entries.get(number) as Entry;
      if (sameEntry(entry, this.old.entries.get(number))) continue;
      allow(entry.kind !== 'free' || !this.old.has(number), 'content-changed');
      if (entry.kind === 'free') continue;
      if (entry.kind === 'in') allow(this.isBrought(entry.stream), 'content-changed');
      // References of the signed revision name its generation, and would lead nowhere.
      allow(
        !this.old.has(number) || generationOf(entry) === generationOf(this.old.entries.get(number)),
        'content-changed',
      );
      (this.old.has(number) ? this.replaced : this.added).add(number);
    }
  }

  private isBrought(number: number): boolean {
    const entry = this.now.entries.get(number);
    return entry?.kind === 'at' && entry.offset >= this.old.end;
  }

  /** An object that waits for a reference of the signed revision to be filled would change what that shows. */
  private countReferences(): void {
    const note = (value: PdfValue, by: number) => {
      for (const number of refsIn(value)) {
        if (!this.replaced.has(number) && !this.added.has(number)) continue;
        this.referred.set(number, { times: (this.referred.get(number)?.times ?? 0) + 1, by });
      }
    };
    note(this.old.trailer, 0);
    // A section that is an object says again what its trailer says.
    const sections = new Set(this.old.chain.flatMap(({ offset, hidden = offset }) => [offset, hidden]));
    for (const number of this.old.entries.keys()) {
      const object = this.old.object(number);
      if (object !== undefined && !sections.has(object.from)) note(object.value, number);
    }
    for (const number of this.added) allow(!this.referred.has(number), 'content-changed');
  }

  private checkTrailer(): number {
    const [old, now] = [this.old.trailer, this.now.trailer];
    const root = entryOf(old, 'Root');
    if (
      root?.kind !== 'ref' ||
      entryOf(now, 'Encrypt') !== undefined ||
      entryOf(old, 'Encrypt') !== undefined
    ) {
      throw new UnreadablePdf('no catalog, or encrypted');
    }
    allow(textOf(root) === textOf(entryOf(now, 'Root')), 'content-changed');
    // Objects from this number on do not exist for a viewer.
    const [oldSize, nowSize] = [integerOf(entryOf(old, 'Size')), integerOf(entryOf(now, 'Size'))];
    allow(oldSize !== undefined && nowSize !== undefined && nowSize >= oldSize, 'content-changed');
    return root.number;
  }

  private checkInformation(): void {
    const [old, now] = this.both(this.old.trailer, this.now.trailer, 'Info', 'catalog-changed');
    if (now !== undefined) this.sameBut(old, now, inInformation, 'catalog-changed');
  }

  private checkCatalog(root: number): void {
    const [old, now] = [this.old.object(root), this.now.object(root)];
    if (this.replaced.has(root)) this.clear(root);
    allow(isDictionary(old) && isDictionary(now), 'catalog-changed');
    this.sameBut(old.value, now.value, inCatalog, 'catalog-changed');
    const version = entryOf(now.value, 'Version');
    allow(
      version === undefined || (version.kind === 'name' && /^[12]\.\d$/.test(version.text)),
      'catalog-changed',
    );
    this.checkMetadata(old.value, now.value);
    this.checkStore(old.value, now.value);
    this.checkForm(old.value, now.value);
  }

  private checkMetadata(old: PdfValue, now: PdfValue): void {
    const [, value] = this.both(old, now, 'Metadata', 'catalog-changed');
    const isXmp = isName(entryOf(value, 'Type'), 'Metadata') && isName(entryOf(value, 'Subtype'), 'XML');
    allow(value === undefined || isXmp, 'catalog-changed');
  }

  /** Certificates, lists and answers prove themselves: what counts is that their places are nothing else besides. */
  private checkStore(old: PdfValue, now: PdfValue): void {
    const [was, is] = this.both(old, now, 'DSS', 'catalog-changed');
    if (is === undefined) return;
    allow(
      keysOf(is).every((key) => inStore.includes(key)),
      'catalog-changed',
    );
    for (const key of ['Certs', 'CRLs', 'OCSPs']) this.both(was, is, key, 'catalog-changed');
    const [wasVri, isVri] = this.both(was, is, 'VRI', 'catalog-changed');
    for (const name of keysOf(isVri)) {
      const [wasOne, isOne] = this.both(wasVri, isVri, name, 'catalog-changed');
      for (const key of keysOf(isOne)) this.both(wasOne, isOne, key, 'catalog-changed');
    }
  }

  private checkForm(old: PdfValue, now: PdfValue): void {
    const [was, is] = this.both(old, now, 'AcroForm', 'form-changed');
    if (was === undefined && is === undefined) return;
    allow(is?.kind === 'dictionary', 'form-changed');
    const [wasFields, isFields] = this.both(was, is, 'Fields', 'form-changed');
    const [before, after] = [itemsOf(wasFields), itemsOf(isFields)];
    if (was === undefined)
      allow(
        keysOf(is).every((key) => inNewForm.includes(key)),
        'form-changed',
      );
    else this.sameBut(was, is, before.length === 0 ? inNewForm : inForm, 'form-changed');
    allow(startsWith(after, before), 'form-changed');
    for (const field of before) this.checkFilled(field);
    for (const field of after.slice(before.length)) this.checkAdded(field);
  }

  private checkFilled(field: PdfValue): void {
    if (field.kind !== 'ref' || !this.replaced.has(field.number)) return;
    const [was, is] = [this.old.object(field.number), this.now.object(field.number)];
    allow(isDictionary(was) && isDictionary(is), 'form-changed');
    const wasEmpty = textOf(entryOf(was.value, 'V')) === 'null';
    allow(wasEmpty && isName(entryOf(was.value, 'FT'), 'Sig'), 'form-changed');
    this.sameBut(was.value, is.value, inFilledField, 'form-changed');
    this.checkSigned(is.value);
    this.noteDrawing(is.value);
    this.replaced.delete(field.number);
  }

  private checkAdded(field: PdfValue): void {
    const value = this.addedDictionary(field);
    allow(isName(entryOf(value, 'FT'), 'Sig'), 'form-changed');
    this.checkSigned(value);
    const kids = entryOf(value, 'Kids');
    if (kids === undefined) return this.noteWidget(field, value);
    allow(kids.kind === 'array', 'form-changed');
    for (const kid of kids.items) this.noteWidget(kid, this.addedDictionary(kid));
  }

  private addedDictionary(value: PdfValue): PdfValue {
    allow(value.kind === 'ref' && this.added.has(value.number), 'form-changed');
    const object = this.now.object(value.number);
    allow(
      isDictionary(object) && keysOf(object.value).every((key) => inNewField.includes(key)),
      'form-changed',
    );
    return object.value;
  }

  private noteWidget(widget: PdfValue, value: PdfValue): void {
    allow(widget.kind === 'ref' && isName(entryOf(value, 'Subtype'), 'Widget'), 'form-changed');
    this.widgets.add(widget.number);
    this.noteDrawing(value);
  }

  /** The value of the field is one of the signatures that are judged, and nothing that only looks like it. */
  private checkSigned(field: PdfValue): void {
    const ref = entryOf(field, 'V');
    allow(ref?.kind === 'ref' && this.added.has(ref.number), 'form-changed');
    const signature = this.now.object(ref.number);
    allow(
      isDictionary(signature) &&
        this.holes.some(([from, to]) => from >= signature.from && to <= signature.to),
      'form-changed',
    );
  }

  private noteDrawing(widget: PdfValue): void {
    const flags = entryOf(widget, 'F');
    const set = flags === undefined ? 0 : integerOf(flags);
    allow(set !== undefined, 'form-changed');
    const corners = itemsOf(this.now.valueOf(entryOf(widget, 'Rect'))).map((corner) => textOf(corner));
    const [left, low, right, high] = corners.map(Number);
    const isEmpty = corners.length === 0 || left === right || low === high;
    if ((set & hidden) === 0 && !isEmpty) this.draws = true;
  }

  /** Pages get the widgets of the new fields, and nothing else of them changes. */
  private checkPages(): void {
    for (const number of [...this.replaced]) {
      const was = this.old.object(number)?.value;
      const page = isName(entryOf(was, 'Type'), 'Page') ? number : this.pageOfList(number, was);
      if (page !== undefined) this.checkPage(page);
    }
  }

  /** The page whose list of annotations this is. */
  private pageOfList(number: number, value: PdfValue | undefined): number | undefined {
    const by = this.referred.get(number)?.by ?? 0;
    const page = by === 0 || value?.kind !== 'array' ? undefined : this.old.object(by)?.value;
    const list = entryOf(page, 'Annots');
    return isName(entryOf(page, 'Type'), 'Page') && list?.kind === 'ref' && list.number === number
      ? by
      : undefined;
  }

  private checkPage(number: number): void {
    const [was, is] = [this.old.object(number), this.now.object(number)];
    allow(isDictionary(was) && isDictionary(is), 'content-changed');
    this.sameBut(was.value, is.value, ['Annots'], 'content-changed');
    const [before, after] = this.both(was.value, is.value, 'Annots', 'annotation-changed').map(itemsOf);
    allow(before !== undefined && after !== undefined && startsWith(after, before), 'annotation-changed');
    const isOurs = (item: PdfValue) => item.kind === 'ref' && this.widgets.has(item.number);
    allow(after.slice(before.length).every(isOurs), 'annotation-changed');
    this.replaced.delete(number);
  }

  /**
   * The values at one place before and after. An object that is replaced there must be referred to from this place
   * alone: one that is something else besides would change that too.
   */
  private both(
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

  private clear(number: number): void {
    allow(this.referred.get(number)?.times === 1, 'content-changed');
    this.replaced.delete(number);
  }

  private sameBut(
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

const isDictionary = (object: PdfObject | undefined): object is PdfObject =>
  object?.value.kind === 'dictionary' && object.stream === undefined;

const keysOf = (value: PdfValue | undefined): readonly string[] =>
  value?.kind === 'dictionary' ? [...value.entries.keys()] : [];

const itemsOf = (value: PdfValue | undefined): readonly PdfValue[] =>
  value?.kind === 'array' ? value.items : [];

const startsWith = (list: readonly PdfValue[], start: readonly PdfValue[]): boolean =>
  list.length >= start.length && start.every((item, index) => textOf(item) === textOf(list[index]));

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
