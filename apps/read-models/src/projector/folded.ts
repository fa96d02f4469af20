import type { SqlStatement } from '@adapters/read-store';
import type { Access, Row, RowWrite, Shape } from './row-write';

interface Group {
  readonly shape: Shape;
  readonly rows: Row[];
}

/**
 * Few statements that come to the same rows as the writes one after the other: a write joins the first statement of its
 * shape that stands behind all it depends on, and begins another where there is none.
 */
export function folded(writes: readonly RowWrite[]): readonly SqlStatement[] {
  const groups: Group[] = [];
  const ofShape = new Map<Shape, number[]>();
  const tables = new Rows();
  for (const { shape, row } of writes) {
    const touched = shape.accesses.map((access) => new Touched(tables, access, row));
    const after = Math.max(...touched.map((each) => each.lastBefore()));
    let same = ofShape.get(shape);
    if (same === undefined) ofShape.set(shape, (same = []));
    let index = same.find((each) => each > after);
    if (index === undefined) {
      index = groups.push({ shape, rows: [] }) - 1;
      same.push(index);
    }
    groups[index]?.rows.push(row);
    for (const each of touched) each.note(index);
  }
  return groups.map(({ shape, rows }) => ({ text: shape.text, values: [JSON.stringify(rows)] }));
}

type How = Access['how'];

/** What must not change places with what. */
const against: Readonly<Record<How, readonly How[]>> = {
  reads: ['writes', 'adds'],
  writes: ['reads', 'writes', 'adds'],
  adds: ['reads', 'writes'],
};

/** The last statement that read, wrote or added something; -1 for none. */
class Last {
  reads = -1;
  writes = -1;
  adds = -1;

  /** The last one that must not change places with such an access. */
  against(how: How): number {
    let last = -1;
    for (const each of against[how]) if (this[each] > last) last = this[each];
    return last;
  }

  note(how: How, statement: number): void {
    if (this[how] < statement) this[how] = statement;
  }
}

/** All rows of a table, or those with one value more of its key. */
class Rows {
  /** Of accesses to all of them. */
  readonly whole = new Last();
  /** Of accesses to some of them. */
  readonly some = new Last();
  private parts: Map<string, Rows> | undefined;

  part(value: string): Rows {
    this.parts ??= new Map<string, Rows>();
    let part = this.parts.get(value);
    if (part === undefined) this.parts.set(value, (part = new Rows()));
    return part;
  }
}

/** The rows that one write reads or changes, the widest of those they are part of first. */
class Touched {
  private readonly path: readonly Rows[];
  private readonly how: How;

  constructor(tables: Rows, { how, table, by }: Access, row: Row) {
    this.how = how;
    let rows = tables.part(table);
    const path = [rows];
    // As the database compares them: 5 is the key that '5' is.
    for (const column of by) path.push((rows = rows.part(String(row[column] ?? null))));
    this.path = path;
  }

  /** The number of the last statement that this has to stand behind; -1 when it may stand first. */
  lastBefore(): number {
    const { how, path } = this;
    const last = path.map(({ whole }) => whole.against(how));
    return Math.max(...last, path.at(-1)?.some.against(how) ?? -1);
  }

  note(statement: number): void {
    const { how, path } = this;
    for (const { some } of path.slice(0, -1)) some.note(how, statement);
    path.at(-1)?.whole.note(how, statement);
  }
}
