import type { Access, Row, RowWrite, Shape } from './row-write';

/** SQL of what a column becomes, from the row as it stands, by the table's name, and as it is `given`. A constant. */
interface Formula {
  readonly set: Readonly<Record<string, string>>;
  readonly where?: string;
}

const asGiven: Formula = { set: {} };

/** A statement of one's own over the rows `given`; of the columns that say which rows it changes just one is named. */
interface ShapeOptions {
  /** Columns of `given` where they are not those of the table. */
  readonly given?: string;
  /** It changes rows with these values; all rows of the table for none. */
  readonly writes?: readonly string[];
  /** The same, where any order of such writes comes to the same rows. */
  readonly adds?: readonly string[];
  readonly reads?: readonly Access[];
  readonly sql: string;
}

/** A table by its key. The wider parts of the key stand first: who writes by one of them alone writes all below it. */
export class Table {
  private readonly shapes = new Map<Formula, Map<string, Shape>>();

  constructor(
    readonly name: string,
    readonly key: readonly string[],
  ) {}

  /** A row; one that is there already stays, unless told what is `done` then. */
  insert(row: Row, done = 'do nothing'): RowWrite {
    const columns = Object.keys(row).join(', ');
    return this.write(`insert ${columns} ${done}`, row, asGiven, () => ({
      writes: this.key,
      sql: `insert into ${this.name} (${columns}) select ${columns} from given
        on conflict (${this.key.join(', ')}) ${done}`,
    }));
  }

  /** Sets columns of the rows with this key, or with the first parts of it. */
  update(key: Row, columns: Row, formula: Formula = asGiven): RowWrite {
    const row = { ...key, ...columns };
    return this.write(`update ${Object.keys(key).length} ${Object.keys(row).join()}`, row, formula, () => {
      const { set, where = 'true' } = formula;
      const changed = [...new Set([...Object.keys(columns), ...Object.keys(set)])];
      const values = changed.map((name) => `${name} = ${set[name] ?? `given.${name}`}`);
      return {
        writes: this.partOfKey(key),
        sql: `update ${this.name} set ${values.join(', ')} from given where ${this.matches(key, 'given')} and ${where}`,
      };
    });
  }

  delete(key: Row): RowWrite {
    return this.write(`delete ${Object.keys(key).join()}`, key, asGiven, () => ({
      writes: this.partOfKey(key),
      sql: `delete from ${this.name} using given where ${this.matches(key, 'given')}`,
    }));
  }

  /** Adds to numbers of a row, which begins with them when it is not there. */
  count(key: Row, by: Row): RowWrite {
    const [keys, numbers] = [this.key.join(', '), Object.keys(by)];
    const added = numbers.map((name) => `${name} = ${this.name}.${name} + excluded.${name}`);
    return this.write(`count ${numbers.join()}`, { ...key, ...by }, asGiven, () => ({
      adds: this.partOfKey(key),
      sql: `insert into ${this.name} (${keys}, ${numbers.join(', ')})
        select ${keys}, ${sumsOf(numbers)} from given group by ${keys}
        on conflict (${keys}) do update set ${added.join(', ')}`,
    }));
  }

  /** Adds to numbers of a row that is there. */
  increase(key: Row, by: Row): RowWrite {
    const [keys, numbers] = [this.key.join(', '), Object.keys(by)];
    const added = numbers.map((name) => `${name} = ${this.name}.${name} + more.${name}`);
    return this.write(`increase ${numbers.join()}`, { ...key, ...by }, asGiven, () => ({
      adds: this.partOfKey(key),
      sql: `update ${this.name} set ${added.join(', ')}
        from (select ${keys}, ${sumsOf(numbers)} from given group by ${keys}) as more
        where ${this.matches(key, 'more')}`,
    }));
  }

  /** What rows and formulas do not say. */
  shape(options: ShapeOptions): (row: Row) => RowWrite {
    const shape = this.shapeOf(options);
    return (row) => ({ shape, row });
  }

  /** What a shape of another table reads here: the rows with the values that its own row has in these columns. */
  by(...columns: readonly string[]): Access {
    return { how: 'reads', table: this.name, by: columns };
  }

  private write(name: string, row: Row, formula: Formula, options: () => ShapeOptions): RowWrite {
    let shapes = this.shapes.get(formula);
    if (shapes === undefined) this.shapes.set(formula, (shapes = new Map<string, Shape>()));
    let shape = shapes.get(name);
    if (shape === undefined) shapes.set(name, (shape = this.shapeOf(options())));
    return { shape, row };
  }

  private shapeOf({ given, writes, adds, reads = [], sql }: ShapeOptions): Shape {
    const rows =
      given === undefined
        ? `jsonb_populate_recordset(null::${this.name}, $1::jsonb)`
        : `jsonb_to_recordset($1::jsonb) as given (${given})`;
    const how = adds === undefined ? 'writes' : 'adds';
    const own: Access = { how, table: this.name, by: adds ?? writes ?? [] };
    return { text: `with given as (select * from ${rows}) ${sql}`, accesses: [own, ...reads] };
  }

  private matches(key: Row, rows: string): string {
    const equal = Object.keys(key).map((name) => `${this.name}.${name} = ${rows}.${name}`);
    return equal.join(' and ');
  }

  private partOfKey(key: Row): readonly string[] {
    const part = this.key.slice(0, Object.keys(key).length);
    if (!part.every((name) => name in key))
      throw new Error(`rows of ${this.name} are known by ${this.key.join(', ')}, the first of them first`);
    return part;
  }
}

const sumsOf = (numbers: readonly string[]): string =>
  numbers.map((name) => `sum(${name}) as ${name}`).join(', ');

export const table = (name: string, ...key: readonly string[]): Table => new Table(name, key);
