import { NumberIndex } from './number-index';
import { NumberList } from './number-list';
import {
  allow,
  Comparison,
  Forbidden,
  isDictionary,
  itemsOf,
  keysOf,
  startsWith,
  type UpdateFinding,
} from './pdf-comparison';
import { NoRevision, type PdfFile, type PdfRevision } from './pdf-file';
import { FormCheck, type SignatureThere, type TouchedField } from './pdf-form';
import {
  entryOf,
  integerOf,
  isName,
  PdfReader,
  type PdfValue,
  textOf,
  TooMuchInPdf,
  UnreadablePdf,
  UnsupportedPdf,
} from './pdf-objects';
import type { PdfReferences } from './pdf-references';
import type { Section } from './pdf-sections';
import { StructureCheck } from './pdf-structure';

/** What an update that may stand behind a signature does. */
export interface Update {
  /** Something it adds or fills shows on a page, which only a good signature may do. */
  readonly draws: boolean;
  readonly signs: boolean;
  readonly describes: boolean;
  readonly touched: readonly TouchedField[];
}

export interface Between {
  readonly file: PdfFile;
  readonly references: PdfReferences;
  /** Signatures that the longer file has. */
  readonly signatures: readonly SignatureThere[];
  /** Somebody who signed before certified the file for being filled in. */
  readonly mayFill: boolean;
}

/**
 * What was added to a file between two of its lengths, where a signature covers the first. It is judged by what it
 * means: an object written again as it was, or one that nothing refers to, is no change. Everything else is refused but
 * revocation data (DSS), signatures and document time-stamps with their fields, and the dates and XMP beside a document
 * (ETSI EN 319 142-1, 5.4.2 and 5.5; ISO 32000-2, 12.8.4 and 12.8.5).
 */
export function updateBetween(
  told: Between,
  [before, after]: readonly [number, number],
): Update | { readonly finding: UpdateFinding } {
  if (told.file.isSpaces(before, after)) return { draws: false, signs: false, describes: false, touched: [] };
  try {
    const old = inSigned(() => told.file.revision(before));
    return new UpdateCheck(told, old, told.file.revision(after)).result();
  } catch (error) {
    if (error instanceof Forbidden) return { finding: error.finding };
    if (error instanceof TooMuchInPdf) return { finding: 'too-large' };
    if (error instanceof UnsupportedPdf) return { finding: 'update-unsupported' };
    if (error instanceof UnreadablePdf) return { finding: 'update-unreadable' };
    throw error;
  }
}

/** What was signed and cannot be read says nothing about the update. */
function inSigned<Read>(read: () => Read): Read {
  try {
    return read();
  } catch (error) {
    const isOurs = error instanceof UnreadablePdf && !(error instanceof TooMuchInPdf);
    // A signature that ends where no revision does covers a part of a file.
    if (!isOurs || error instanceof NoRevision) throw error;
    throw new Forbidden('revision-unreadable');
  }
}

const inCatalog = ['DSS', 'AcroForm', 'Extensions', 'Version', 'Metadata', 'Perms'];
const inInformation = ['ModDate', 'Producer'];
const inPage = ['Annots', 'LastModified', 'Tabs'];
const inStore = ['Type', 'Certs', 'CRLs', 'OCSPs', 'VRI'];

class UpdateCheck {
  private readonly compared: Comparison;
  private readonly form: FormCheck;
  private isDescribed = false;
  private hasStore = false;

  constructor(
    private readonly told: Between,
    private readonly old: PdfRevision,
    private readonly now: PdfRevision,
  ) {
    const referred = inSigned(() => told.references.from(old));
    this.compared = new Comparison(told.file, old, now, referred);
    this.form = new FormCheck(this.compared, told.signatures, told.mayFill);
  }

  result(): Update {
    const sections = this.sections();
    const root = this.checkTrailer();
    this.account(sections);
    this.compared.sort(this.told.file.entriesOf(sections));
    this.checkInformation();
    this.checkCatalog(root);
    this.checkPages();
    new StructureCheck(this.compared, this.form.widgets).check(this.old.object(root)?.value);
    allow(this.compared.replaced.size === 0, 'content-changed');
    const { draws, touched, signatures } = this.form;
    const signs = signatures.some(({ isStamp }) => !isStamp);
    const isForLater = this.hasStore || signatures.length > 0;
    return {
      draws,
      touched: touched.filter(({ isNew }) => signs || !isNew),
      signs,
      describes: this.isDescribed && !isForLater,
    };
  }

  /** The sections of the update lead to the newest of the signed revision, and none of them reaches back. */
  private sections(): readonly Section[] {
    const count = this.now.chain.indexOf(this.old.newest);
    const sections = this.now.chain.slice(0, Math.max(0, count));
    const isBehind = sections.every(
      ({ offset, hidden = offset }) => offset >= this.old.end && hidden >= this.old.end,
    );
    if (sections.length === 0 || !isBehind) throw new UnreadablePdf('no update of the signed revision');
    return sections.flatMap((section) => [section, ...this.hiddenOf(section)]);
  }

  /** Readers look into one of the two first: what both tell, they must tell alike. */
  private hiddenOf({ hidden, entries }: Section): readonly Section[] {
    if (hidden === undefined) return [];
    const section = this.told.file.section(hidden, this.now.end);
    const leadsBack = section.previous === undefined ? undefined : this.told.file.section(section.previous);
    if (leadsBack !== undefined && !this.now.chain.includes(leadsBack))
      throw new UnreadablePdf('a hidden section that leads to another one');
    const root = entryOf(section.trailer, 'Root');
    if (root !== undefined && textOf(root) !== textOf(entryOf(this.now.trailer, 'Root')))
      throw new UnreadablePdf('a hidden section with another catalog');
    section.entries.each((row, number) => {
      const [entry, other] = [section.entries.rows.entry(row), entries.get(number)];
      const isSame =
        other === undefined || other.kind === 'free' || JSON.stringify(other) === JSON.stringify(entry);
      if (!isSame) throw new UnreadablePdf(`two places of object ${number} in one section`);
    });
    return [section];
  }

  /** Every byte of the update belongs to an object, a section or an end, and each object is the one a section names. */
  private account(sections: readonly Section[]): void {
    const named = new Named();
    for (const { entries } of sections) {
      // White space before an object is part of its place for some programs.
      entries.each((row, number) => {
        const offset = entries.rows.offset(row);
        if (offset !== undefined) named.set(this.told.file.afterSpaces(offset), number);
      });
    }
    const met = new Set<Section>();
    const reader = new PdfReader(this.told.file.bytes, this.old.end);
    for (reader.skip(); reader.at < this.now.end; reader.skip()) {
      const section = sections.find(({ offset }) => offset === reader.at);
      if (section !== undefined) {
        met.add(section);
        reader.at = section.to;
      } else if (reader.takes('startxref')) reader.integer();
      else {
        const object = this.now.passAt(reader.at, new NumberList(), true);
        if (!named.take(object.from, object.number))
          throw new UnreadablePdf('an object that no section names');
        reader.at = object.to;
      }
    }
    // A section within something else would be read by those alone who are led there.
    if (met.size !== new Set(sections).size) throw new UnreadablePdf('a section within an object');
    const isSection = (offset: number) => sections.some((section) => section.offset === offset);
    for (const [offset, number] of named.left()) {
      const old = this.old.entries.get(number);
      const isUnchanged = old?.kind === 'at' && this.told.file.afterSpaces(old.offset) === offset;
      // Whoever points back into signed bytes shows what was hidden there.
      allow(isUnchanged || isSection(offset), 'content-changed');
    }
  }

  private checkTrailer(): number {
    const [old, now] = [this.old.trailer, this.now.trailer];
    const root = entryOf(old, 'Root');
    allow(entryOf(now, 'Encrypt') === undefined && entryOf(old, 'Encrypt') === undefined, 'file-encrypted');
    if (root?.kind !== 'ref') throw new Forbidden('revision-unreadable');
    allow(textOf(root) === textOf(entryOf(now, 'Root')), 'content-changed');
    // Objects from this number on do not exist for a viewer.
    const [oldSize, nowSize] = [integerOf(entryOf(old, 'Size')), integerOf(entryOf(now, 'Size'))];
    allow(oldSize !== undefined && nowSize !== undefined && nowSize >= oldSize, 'content-changed');
    return root.number;
  }

  private checkInformation(): void {
    const [old, now] = this.compared.both(this.old.trailer, this.now.trailer, 'Info', 'catalog-changed');
    if (now === undefined) return;
    this.compared.sameBut(old, now, inInformation, 'catalog-changed');
    if (textOf(old) !== textOf(now)) this.isDescribed = true;
  }

  private checkCatalog(root: number): void {
    const [old, now] = [this.old.object(root), this.now.object(root)];
    if (this.compared.replaced.has(root)) this.compared.clear(root);
    allow(isDictionary(old) && isDictionary(now), 'catalog-changed');
    this.compared.sameBut(old.value, now.value, inCatalog, 'catalog-changed');
    const version = entryOf(now.value, 'Version');
    allow(
      version === undefined || (version.kind === 'name' && /^[12]\.\d$/.test(version.text)),
      'catalog-changed',
    );
    this.checkMetadata(old.value, now.value);
    this.checkStore(old.value, now.value);
    this.form.check(old.value, now.value);
    this.checkPermissions(old.value, now.value);
  }

  private checkMetadata(old: PdfValue, now: PdfValue): void {
    const isKept = this.compared.replaced.size;
    const [, value] = this.compared.both(old, now, 'Metadata', 'catalog-changed');
    const isXmp = isName(entryOf(value, 'Type'), 'Metadata') && isName(entryOf(value, 'Subtype'), 'XML');
    const isOther = textOf(entryOf(old, 'Metadata')) !== textOf(entryOf(now, 'Metadata'));
    if (isOther || this.compared.replaced.size !== isKept) {
      allow(value === undefined || isXmp, 'catalog-changed');
      this.isDescribed = true;
    }
  }

  /** Certificates, lists and answers prove themselves: what counts is that their places are nothing else besides. */
  private checkStore(old: PdfValue, now: PdfValue): void {
    const { compared } = this;
    const [was, is] = compared.both(old, now, 'DSS', 'catalog-changed');
    if (is === undefined) return;
    this.hasStore = textOf(was) !== textOf(is);
    allow(
      keysOf(is).every((key) => inStore.includes(key)),
      'catalog-changed',
    );
    for (const key of ['Certs', 'CRLs', 'OCSPs']) compared.both(was, is, key, 'catalog-changed');
    const [wasVri, isVri] = compared.both(was, is, 'VRI', 'catalog-changed');
    for (const name of keysOf(isVri)) {
      const [wasOne, isOne] = compared.both(wasVri, isVri, name, 'catalog-changed');
      for (const key of keysOf(isOne)) compared.both(wasOne, isOne, key, 'catalog-changed');
    }
  }

  /** Whoever certifies is named there; who has usage rights already stays. */
  private checkPermissions(old: PdfValue, now: PdfValue): void {
    const [was, is] = this.compared.both(old, now, 'Perms', 'catalog-changed');
    if (textOf(was) === textOf(is)) return;
    this.compared.sameBut(was, is, ['DocMDP'], 'catalog-changed');
    const certified = entryOf(is, 'DocMDP');
    const isNew = entryOf(was, 'DocMDP') === undefined && certified?.kind === 'ref';
    allow(isNew && this.form.signatureAt(certified.number) !== undefined, 'catalog-changed');
  }

  /** Pages get the widgets of the new fields, and nothing else of them changes. */
  private checkPages(): void {
    for (const number of [...this.compared.replaced]) {
      const was = this.old.object(number)?.value;
      const page = isName(entryOf(was, 'Type'), 'Page') ? number : this.pageOfList(number, was);
      if (page !== undefined) this.checkPage(page);
    }
  }

  /** The page whose list of annotations this is. */
  private pageOfList(number: number, value: PdfValue | undefined): number | undefined {
    const by = this.compared.referred.onlyBy(number);
    const page = by === 0 || value?.kind !== 'array' ? undefined : this.old.object(by)?.value;
    const list = entryOf(page, 'Annots');
    return isName(entryOf(page, 'Type'), 'Page') && list?.kind === 'ref' && list.number === number
      ? by
      : undefined;
  }

  private checkPage(number: number): void {
    const [was, is] = [this.old.object(number), this.now.object(number)];
    allow(isDictionary(was) && isDictionary(is), 'content-changed');
    this.compared.sameBut(was.value, is.value, inPage, 'content-changed');
    const lists = this.compared.both(was.value, is.value, 'Annots', 'annotation-changed').map(itemsOf);
    const [before, after] = lists;
    allow(before !== undefined && after !== undefined && startsWith(after, before), 'annotation-changed');
    const isOurs = (item: PdfValue) => item.kind === 'ref' && this.form.widgets.has(item.number);
    allow(after.slice(before.length).every(isOurs), 'annotation-changed');
    this.compared.replaced.delete(number);
  }
}

/** Which number is at which place, until the object there is met. */
class Named {
  private readonly offsets = new NumberList(8);
  private readonly index = new NumberIndex(this.offsets);
  private readonly numbers = new NumberList(8);

  set(offset: number, number: number): void {
    const known = this.index.find(offset);
    if (known !== undefined) return this.numbers.set(known, number);
    this.index.add(this.offsets.add(offset));
    this.numbers.add(number);
  }

  take(offset: number, number: number): boolean {
    const known = this.index.find(offset);
    if (known === undefined || this.numbers.at(known) !== number) return false;
    this.numbers.set(known, met);
    return true;
  }

  *left(): Generator<readonly [offset: number, number: number]> {
    for (let at = 0; at < this.numbers.length; at++)
      if (this.numbers.at(at) !== met) yield [this.offsets.at(at), this.numbers.at(at)];
  }
}
const met = -1;
