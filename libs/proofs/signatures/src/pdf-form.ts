import {
  allow,
  type Comparison,
  isDictionary,
  itemsOf,
  keysOf,
  startsWith,
  type UpdateFinding,
} from './pdf-comparison';
import { couldUseDefaults } from './pdf-form-defaults';
import { entryOf, integerOf, isName, type PdfObject, type PdfValue, textOf, wordsOf } from './pdf-objects';

/** A signature of the longer file: where its hole is, and whether it is a time-stamp. */
export interface SignatureThere {
  readonly hole: readonly [number, number];
  readonly isStamp: boolean;
}

/** A field that an update fills or adds, by its full name. */
export interface TouchedField {
  readonly name: string;
  readonly isNew: boolean;
}

const changed = 'form-changed' satisfies UpdateFinding;
const inForm = ['Fields', 'SigFlags', 'DA', 'DR', 'NeedAppearances'];
const inFilledField = ['V', 'AP', 'M', 'F', 'MK', 'DA', 'DR', 'Ff', 'StructParent'];
const inFilledText = ['V', 'AP', 'AS', 'M', 'I', 'RV', 'Ff'];
const inNewField = [
  ...['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'Ff', 'V', 'Lock', 'SV', 'Kids', 'Parent', 'DA'],
  ...['F', 'Rect', 'P', 'AP', 'MK', 'AS', 'BS', 'Border', 'DR', 'H', 'NM', 'M', 'Q'],
  ...['Contents', 'StructParent'],
];
const fillable = ['Tx', 'Btn', 'Ch'];
/** The one annotation flag with which nothing is shown and nothing is printed. */
const hidden = 2;
const readOnly = 1;
const levelsMax = 32;

/** What the fields above one say of it. */
interface Above {
  readonly name: string;
  readonly type: PdfValue | undefined;
  /** The field is filled by this update, and so its widgets may be drawn. */
  readonly isFilled: boolean;
  readonly level: number;
}
const top: Above = { name: '', type: undefined, isFilled: false, level: 0 };

/** The fields of a form before and after an update: which are filled, which are new, what they draw. */
export class FormCheck {
  readonly widgets = new Set<number>();
  readonly touched: TouchedField[] = [];
  readonly signatures: SignatureThere[] = [];
  /** Something on a page looks different. */
  draws = false;
  /** A field other than one for a signature has another value. */
  fills = false;
  private readonly walked = new Set<number>();

  /** @param mayFill somebody who signed before certified the file for being filled in. */
  constructor(
    private readonly compared: Comparison,
    private readonly there: readonly SignatureThere[],
    private readonly mayFill: boolean,
  ) {}

  check(old: PdfValue, now: PdfValue): void {
    const [was, is] = this.compared.both(old, now, 'AcroForm', changed);
    if (was === undefined && is === undefined) return;
    allow(is?.kind === 'dictionary', changed);
    const [before = [], after = []] = this.compared.both(was, is, 'Fields', changed).map(itemsOf);
    if (was === undefined)
      allow(
        keysOf(is).every((key) => inForm.includes(key)),
        changed,
      );
    else this.compared.sameBut(was, is, inForm, changed);
    this.checkDefaults(was, is, before);
    allow(startsWith(after, before), changed);
    for (const field of before) this.checkKnown(field, top);
    for (const field of after.slice(before.length)) this.checkAdded(field, top);
  }

  /** Text and fonts by default may be gained, and never be others, while no field is drawn with them. */
  private checkDefaults(was: PdfValue | undefined, is: PdfValue, fields: readonly PdfValue[]): void {
    const { compared } = this;
    const anew = (form: PdfValue | undefined) => textOf(entryOf(form, 'NeedAppearances'));
    allow(anew(was) === anew(is) || (anew(was) === 'null' && anew(is) === 'false'), changed);
    if (fields.length === 0) return;
    const text = compared.both(was, is, 'DA', changed).map(textOf);
    const resources = compared.both(was, is, 'DR', changed);
    const gained = [text[0] !== text[1], this.gains(resources)];
    allow(text[0] === text[1] || text[0] === 'null', changed);
    if (gained.includes(true)) {
      allow(anew(is) !== 'true' && !couldUseDefaults(compared.old, fields), changed);
    }
  }

  private gains([was, is]: readonly [PdfValue | undefined, PdfValue | undefined]): boolean {
    let isMore = false;
    allow(was === undefined || is !== undefined, changed);
    for (const key of new Set([...keysOf(was), ...keysOf(is)])) {
      const [before, after] = this.compared.both(was, is, key, changed);
      if (textOf(before) === textOf(after)) continue;
      isMore = true;
      if (before === undefined) continue;
      allow(before.kind === 'dictionary' && after?.kind === 'dictionary', changed);
      const kept = keysOf(before).every(
        (each) => textOf(entryOf(before, each)) === textOf(entryOf(after, each)),
      );
      allow(kept, changed);
    }
    return isMore;
  }

  /** A field that the signed revision has, with those below it. */
  private checkKnown(field: PdfValue, above: Above): void {
    if (field.kind !== 'ref' || this.walked.has(field.number)) return;
    allow(above.level < levelsMax, changed);
    this.walked.add(field.number);
    const { old, now, replaced } = this.compared;
    const [was, is] = [old.object(field.number), now.object(field.number)];
    const type = old.valueOf(entryOf(was?.value, 'FT')) ?? above.type;
    const name = nameBelow(above.name, old.valueOf(entryOf(was?.value, 'T')));
    const here = { name, type, isFilled: above.isFilled, level: above.level + 1 };
    const isFilled = replaced.has(field.number) && this.checkReplaced(was, is, here);
    replaced.delete(field.number);
    const kids = itemsOf(old.valueOf(entryOf(was?.value, 'Kids')));
    for (const kid of kids) this.checkKnown(kid, { ...here, isFilled: isFilled || above.isFilled });
  }

  /** @returns whether the field has a value now that it did not have. */
  private checkReplaced(was: PdfObject | undefined, is: PdfObject | undefined, here: Above): boolean {
    allow(isDictionary(was) && isDictionary(is) && isField(was.value), changed);
    this.checkFlags(was.value, is.value);
    this.checkKids(was.value, is.value, here);
    const isSignature = isName(here.type, 'Sig');
    const isSigned =
      isSignature && textOf(entryOf(was.value, 'V')) === 'null' && entryOf(is.value, 'V') !== undefined;
    const isText = this.mayFill && !isSignature && fillable.some((each) => isName(here.type, each));
    const isWidgetOfFilled = here.isFilled && entryOf(was.value, 'T') === undefined;
    const keys =
      isSigned || (isWidgetOfFilled && isSignature) ? inFilledField : isText ? inFilledText : ['Ff'];
    const may = isSigned || isText ? keys : keys.filter((key) => key !== 'V');
    this.compared.sameBut(was.value, is.value, [...may, 'Kids'], changed);
    const isDrawn = textOf(entryOf(was.value, 'AP')) !== textOf(entryOf(is.value, 'AP'));
    if (isSigned || isText || isWidgetOfFilled) this.clearLooks(was.value, is.value);
    if (isSigned) this.checkSigned(is.value);
    else if (isText) this.fills = this.draws = true;
    if (isSigned || isText) this.touched.push({ name: here.name, isNew: false });
    if (isSigned || isDrawn || isWidgetOfFilled) this.noteDrawing(is.value);
    return isSigned || isText;
  }

  private clearLooks(was: PdfValue, is: PdfValue): void {
    const looks = this.compared.both(was, is, 'AP', changed);
    for (const key of ['N', 'R', 'D']) this.compared.both(...looks, key, changed);
  }

  /** Whoever locks a field may set that it is only read. */
  private checkFlags(was: PdfValue, is: PdfValue): void {
    const [before, after] = [was, is].map((field) => {
      const flags = entryOf(field, 'Ff');
      return flags === undefined ? 0 : integerOf(flags);
    });
    allow(before !== undefined && after !== undefined, changed);
    allow(before === after || (before | readOnly) === after, changed);
  }

  private checkKids(was: PdfValue, is: PdfValue, here: Above): void {
    const [before = [], after = []] = this.compared.both(was, is, 'Kids', changed).map(itemsOf);
    allow(startsWith(after, before), changed);
    for (const kid of after.slice(before.length)) this.checkAdded(kid, here);
  }

  private checkAdded(field: PdfValue, above: Above): void {
    allow(above.level < levelsMax, changed);
    const value = this.addedDictionary(field);
    const name = nameBelow(above.name, this.compared.now.valueOf(entryOf(value, 'T')));
    const list = entryOf(value, 'Kids');
    const kids = list === undefined ? undefined : itemsOf(list);
    const type = this.compared.now.valueOf(entryOf(value, 'FT')) ?? above.type;
    const here = { name, type, isFilled: false, level: above.level + 1 };
    allow(list === undefined || list.kind === 'array', changed);
    if (kids !== undefined && entryOf(value, 'V') === undefined) {
      // A name above names of fields.
      allow(entryOf(value, 'Subtype') === undefined && kids.length > 0, changed);
      for (const kid of kids) this.checkAdded(kid, here);
      return;
    }
    allow(isName(type, 'Sig'), changed);
    this.checkSigned(value);
    this.touched.push({ name, isNew: true });
    if (kids === undefined) return this.noteWidget(field, value);
    for (const kid of kids) this.noteWidget(kid, this.addedDictionary(kid));
  }

  private addedDictionary(value: PdfValue): PdfValue {
    allow(value.kind === 'ref' && this.compared.added.has(value.number), changed);
    const object = this.compared.now.object(value.number);
    allow(isDictionary(object) && isField(object.value), changed);
    allow(
      keysOf(object.value).every((key) => inNewField.includes(key)),
      changed,
    );
    return object.value;
  }

  private noteWidget(widget: PdfValue, value: PdfValue): void {
    allow(widget.kind === 'ref' && isName(entryOf(value, 'Subtype'), 'Widget'), changed);
    this.widgets.add(widget.number);
    this.noteDrawing(value);
  }

  /** The value of the field is one of the signatures that are judged, and nothing that only looks like it. */
  private checkSigned(field: PdfValue): void {
    const ref = entryOf(field, 'V');
    allow(ref?.kind === 'ref' && this.compared.added.has(ref.number), changed);
    const signature = this.signatureAt(ref.number);
    allow(signature !== undefined, changed);
    this.signatures.push(signature);
  }

  /** The signature that an object holds. */
  signatureAt(number: number): SignatureThere | undefined {
    const object = this.compared.now.object(number);
    if (!isDictionary(object)) return undefined;
    return this.there.find(({ hole: [from, to] }) => from >= object.from && to <= object.to);
  }

  private noteDrawing(widget: PdfValue): void {
    const flags = entryOf(widget, 'F');
    const set = flags === undefined ? 0 : integerOf(flags);
    allow(set !== undefined, changed);
    const corners = itemsOf(this.compared.now.valueOf(entryOf(widget, 'Rect'))).map((corner) =>
      textOf(corner),
    );
    const [left, low, right, high] = corners.map(Number);
    const isEmpty = corners.length === 0 || left === right || low === high;
    if ((set & hidden) === 0 && !isEmpty) this.draws = true;
  }
}

/** A page or a list of pages that stands among the fields would be drawn as what it is. */
function isField(value: PdfValue): boolean {
  const [type, contents] = [entryOf(value, 'Type'), entryOf(value, 'Contents')];
  const isAnnotation = type === undefined || isName(type, 'Annot');
  return isAnnotation && (contents === undefined || contents.kind === 'string');
}

function nameBelow(above: string, part: PdfValue | undefined): string {
  const words = wordsOf(part);
  return words === undefined || above === '' ? (words ?? above) : `${above}.${words}`;
}
