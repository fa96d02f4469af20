import { allow, type Comparison, isDictionary, itemsOf, keysOf, type UpdateFinding } from './pdf-comparison';
import type { PdfRevision } from './pdf-file';
import { entryOf, isName, type PdfValue, textOf } from './pdf-objects';

const changed = 'catalog-changed' satisfies UpdateFinding;
const inRoot = ['K', 'ParentTree', 'ParentTreeNextKey'];
const inElement = ['Type', 'S', 'P', 'K', 'Pg', 'T', 'ID', 'Lang'];
const inObject = ['Type', 'Obj', 'Pg'];
const levelsMax = 32;

/**
 * The structure of a tagged file (ISO 32000-2, 14.7) may gain elements for the widgets of new signatures, which iText 7
 * adds, and nothing else: what is read aloud is what was signed. An element may say no text in place of another.
 */
export class StructureCheck {
  constructor(
    private readonly compared: Comparison,
    private readonly widgets: ReadonlySet<number>,
  ) {}

  /** @param old the catalog that was signed. */
  check(old: PdfValue | undefined): void {
    const { compared } = this;
    const root = entryOf(old, 'StructTreeRoot');
    if (root?.kind !== 'ref' || compared.replaced.size === 0) return;
    const [was, is] = [compared.old.object(root.number), compared.now.object(root.number)];
    if (!isDictionary(was) || !isDictionary(is)) return;
    if (compared.replaced.has(root.number)) {
      compared.sameBut(was.value, is.value, inRoot, changed);
      this.checkKids(was.value, is.value);
      compared.replaced.delete(root.number);
    }
    this.checkParents(was.value, is.value);
    for (const number of [...compared.replaced]) this.checkElement(number);
  }

  private checkElement(number: number): void {
    const { compared } = this;
    const [was, is] = [compared.old.object(number), compared.now.object(number)];
    if (!isDictionary(was) || !isName(entryOf(was.value, 'Type'), 'StructElem')) return;
    allow(isDictionary(is), changed);
    compared.sameBut(was.value, is.value, ['K'], changed);
    this.checkKids(was.value, is.value);
    compared.replaced.delete(number);
  }

  /** Those that were there stay in their order; new ones may stand among them. */
  private checkKids(was: PdfValue, is: PdfValue): void {
    const [old, now] = [entryOf(was, 'K'), entryOf(is, 'K')];
    const [before, after] = [kidsIn(this.compared.old, old), kidsIn(this.compared.now, now)];
    const isOwnList = now?.kind === 'ref' && this.compared.now.valueOf(now)?.kind === 'array';
    if (isOwnList && this.compared.replaced.has(now.number)) this.compared.clear(now.number);
    let kept = 0;
    for (const kid of after) {
      if (kept < before.length && textOf(kid) === textOf(before[kept])) kept += 1;
      else this.checkAdded(kid);
    }
    allow(kept === before.length, changed);
  }

  private checkAdded(kid: PdfValue): void {
    const value = this.addedDictionary(kid);
    allow(
      keysOf(value).every((key) => inElement.includes(key)),
      changed,
    );
    for (const each of kidsIn(this.compared.now, entryOf(value, 'K'))) {
      const object = this.compared.now.valueOf(each);
      const widget = entryOf(object, 'Obj');
      allow(
        isName(entryOf(object, 'Type'), 'OBJR') && keysOf(object).every((key) => inObject.includes(key)),
        changed,
      );
      allow(widget?.kind === 'ref' && this.widgets.has(widget.number), changed);
    }
  }

  private addedDictionary(value: PdfValue): PdfValue {
    allow(value.kind === 'ref' && this.compared.added.has(value.number), changed);
    const object = this.compared.now.object(value.number);
    allow(isDictionary(object), changed);
    return object.value;
  }

  /** The tree by which the parents of what a page holds are found: new keys lead to new elements. */
  private checkParents(was: PdfValue, is: PdfValue): void {
    const nodes = new Set<number>();
    const before = this.pairsOf(this.compared.old, entryOf(was, 'ParentTree'), nodes);
    const after = this.pairsOf(this.compared.now, entryOf(is, 'ParentTree'), nodes);
    const changedNodes = [...nodes].filter((number) => this.compared.replaced.has(number));
    const isElsewhere = textOf(entryOf(was, 'ParentTree')) !== textOf(entryOf(is, 'ParentTree'));
    if (changedNodes.length === 0 && !isElsewhere) return;
    for (const [key, value] of before) allow(textOf(value) === textOf(after.get(key)), changed);
    for (const [key, value] of after) if (!before.has(key)) this.checkAdded(value);
    for (const number of changedNodes) this.compared.replaced.delete(number);
  }

  /** Keys and values of a number tree, and the objects that it is made of. */
  private pairsOf(
    revision: PdfRevision,
    top: PdfValue | undefined,
    nodes: Set<number>,
  ): Map<string, PdfValue> {
    const pairs = new Map<string, PdfValue>();
    const walk = (node: PdfValue | undefined, level: number): void => {
      allow(level < levelsMax, changed);
      if (node?.kind === 'ref') nodes.add(node.number);
      const value = revision.valueOf(node);
      const list = entryOf(value, 'Nums');
      if (list?.kind === 'ref') nodes.add(list.number);
      const numbers = itemsOf(revision.valueOf(list));
      for (let index = 0; index + 1 < numbers.length; index += 2) {
        const key = textOf(numbers[index]);
        allow(!pairs.has(key), changed);
        pairs.set(key, numbers[index + 1] as PdfValue);
      }
      for (const kid of itemsOf(revision.valueOf(entryOf(value, 'Kids')))) walk(kid, level + 1);
    };
    walk(top, 0);
    return pairs;
  }
}

/** One kid may stand without a list around it. */
function kidsIn(revision: PdfRevision, value: PdfValue | undefined): readonly PdfValue[] {
  const list = revision.valueOf(value);
  if (value === undefined || textOf(list) === 'null') return [];
  return list?.kind === 'array' ? list.items : [value];
}
