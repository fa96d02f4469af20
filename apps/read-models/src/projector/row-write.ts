/** Of a jsonb column; anything else that is an object is no value of a row. */
export class Json {
  constructor(private readonly value: unknown) {}

  toJSON(): unknown {
    return this.value;
  }
}

export const json = (value: unknown): Json => new Json(value);

/** By column; what is undefined is null. */
export type Row = Readonly<Record<string, string | number | boolean | null | undefined | Json>>;

/**
 * Rows of a table that a write reads or changes: those with the values that its own row has in the columns `by`, all
 * rows of the table without one. What `adds` comes to the same rows in any order with what else adds.
 */
export interface Access {
  readonly how: 'reads' | 'writes' | 'adds';
  readonly table: string;
  readonly by: readonly string[];
}

/** One way to write: SQL that does for many rows at once what it does for each of them. */
export interface Shape {
  /** `$1` holds the rows as an array of objects. */
  readonly text: string;
  readonly accesses: readonly Access[];
}

/** What a fact does to one row, said as a row. */
export interface RowWrite {
  readonly shape: Shape;
  readonly row: Row;
}
