import { NumberIndex } from './number-index';
import { NumberList } from './number-list';
import { numberMax, UnreadablePdf } from './pdf-objects';

/** Where an object is, as a cross-reference section tells it (ISO 32000-2, 7.5.4 and 7.5.8). */
export type Entry =
  | { readonly kind: 'free' }
  | { readonly kind: 'at'; readonly offset: number; readonly generation: number }
  | { readonly kind: 'in'; readonly stream: number; readonly index: number };

/** The rows of every section of a file, 20 bytes each; sections and revisions say which of them are theirs. */
export class Rows {
  readonly numbers = new NumberList();
  private readonly firsts = new NumberList(8);
  /** A generation; below zero for the others: `free`, or an index in a stream counted downwards from the next. */
  private readonly seconds = new NumberList(8);

  /** @throws UnreadablePdf */
  add(number: number, kind: Entry['kind'], first: number, second: number): number {
    if (number > numberMax) throw new UnreadablePdf('a number beyond every file');
    this.firsts.add(first);
    this.seconds.add(kind === 'free' ? free : kind === 'at' ? second : free - 1 - second);
    return this.numbers.add(number);
  }

  entry(row: number): Entry {
    const [first, second] = [this.firsts.at(row), this.seconds.at(row)];
    if (second >= 0) return { kind: 'at', offset: first, generation: second };
    return second === free ? { kind: 'free' } : { kind: 'in', stream: first, index: free - 1 - second };
  }

  isFree(row: number): boolean {
    return this.seconds.at(row) === free;
  }

  /** Nothing for one that does not stand alone. */
  offset(row: number): number | undefined {
    return this.seconds.at(row) >= 0 ? this.firsts.at(row) : undefined;
  }

  /** The number of the stream of objects that it is in. */
  stream(row: number): number | undefined {
    return this.seconds.at(row) < free ? this.firsts.at(row) : undefined;
  }
}
const free = -1;

/** Some of the rows, one for each number. */
export class Entries {
  private readonly index: NumberIndex;

  constructor(readonly rows: Rows) {
    this.index = new NumberIndex(rows.numbers);
  }

  get size(): number {
    return this.index.size;
  }

  /** @returns whether there was none of its number. @throws TooMuchInPdf */
  add(row: number): boolean {
    return this.index.add(row);
  }

  row(number: number): number | undefined {
    return this.index.find(number);
  }

  get(number: number): Entry | undefined {
    const row = this.row(number);
    return row === undefined ? undefined : this.rows.entry(row);
  }

  /** In no order. */
  each(visit: (row: number, number: number) => void): void {
    this.index.each((row) => visit(row, this.rows.numbers.at(row)));
  }
}

/** Rows of several sections, of which the first that has a number counts. */
export class Overlaid {
  constructor(
    readonly rows: Rows,
    /** The newest first. */
    private readonly layers: readonly Entries[],
  ) {}

  /** Numbers in use or not; of those that stand in several layers each counts, unless that would be too many. */
  isAbove(max: number): boolean {
    const all = this.layers.reduce((sum, { size }) => sum + size, 0);
    if (all <= max) return false;
    let count = 0;
    this.each(() => (count += 1));
    return count > max;
  }

  row(number: number): number | undefined {
    for (const layer of this.layers) {
      const row = layer.row(number);
      if (row !== undefined) return row;
    }
    return undefined;
  }

  get(number: number): Entry | undefined {
    const row = this.row(number);
    return row === undefined ? undefined : this.rows.entry(row);
  }

  /** In no order, each number once. */
  each(visit: (row: number, number: number) => void): void {
    this.layers.forEach((layer, depth) =>
      layer.each((row, number) => {
        for (let above = 0; above < depth; above++) if (this.layers[above]?.row(number) !== undefined) return;
        visit(row, number);
      }),
    );
  }
}
