import { type Schema, type SchemaOf, withoutNulls } from './schema';

/** A fact as it is stored: a durable name `Fact.vN` and its data, plain JSON with `at`, the instant it occurred. */
export interface Stored<N extends string = string> {
  readonly type: N;
  readonly data: Readonly<Record<string, unknown>> & { readonly at: string };
  /** What the data is held to when it is appended; never stored itself. */
  readonly schema: Schema;
}

/** One fact of a stream. `data.at` is when it occurred: an ISO 8601 UTC instant with milliseconds. */
export interface Fact {
  readonly type: string;
  readonly data: { readonly at: string };
}

/**
 * The stored names of one stream. `decode` reads every version ever written; `'unknown-fact'` lets a projection skip
 * a name it has never heard of, `'unknown-version'` makes every reader stop: it must not guess at half a history.
 * Reading does not judge: data is only held to its schema when it is appended.
 */
export interface Codec<E> {
  /** Facts and the newest version each is written in. */
  readonly versions: Readonly<Record<string, number>>;
  encode(event: E): Stored;
  decode(stored: { readonly type: string; readonly data: unknown }): E | 'unknown-fact' | 'unknown-version';
}

type DataOf<E extends Fact, T extends string> = E extends { readonly type: infer N; readonly data: infer D }
  ? T extends N
    ? D
    : never
  : never;

/** One row for every fact of the union: the newest stored name and the schema of what is written under it. */
type Rows<E extends Fact> = {
  readonly [T in E['type']]: { readonly name: `${T}.v${number}`; readonly schema: SchemaOf<DataOf<E, T>> };
};

interface Row {
  readonly name: string;
  readonly schema: Schema;
}

/** By the stored name of each older version, what its data means today. */
type Upcasts<E> = Readonly<Record<string, (data: never) => E>>;

/**
 * A codec from the hand-written table of rows, and of upcasts by stored name for the versions before. Data is written
 * as it stands. An optional key that holds null is read as absent, for that is what a release without schemas stored.
 */
export function codecOf<E extends Fact>(rows: Rows<E>, upcasts: Upcasts<E> = {}): Codec<E> {
  const rowOf = new Map<string, Row>(Object.entries(rows));
  const newest = new Map([...rowOf].map(([fact, { name }]) => [name, fact]));
  const older = new Map<string, (data: never) => E>(Object.entries(upcasts));
  return {
    versions: Object.fromEntries([...rowOf].map(([fact, { name }]) => [fact, splitStoredName(name)[1]])),
    encode: ({ type, data }) => {
      const { name, schema } = rowOf.get(type) ?? unheardOf(type);
      return { type: name, data, schema };
    },
    decode: ({ type, data }) => {
      const upcast = older.get(type);
      const fact = newest.get(type);
      if (fact === undefined && upcast === undefined)
        return rowOf.has(splitStoredName(type)[0]) ? 'unknown-version' : 'unknown-fact';
      const read = upcast === undefined ? { type: fact, data } : upcast(data as never);
      const { schema } = rowOf.get(read.type as string) as Row;
      return { ...read, data: withoutNulls(schema, read.data) } as E;
    },
  };
}

function unheardOf(type: string): never {
  throw new Error(`no row for the fact ${JSON.stringify(type)}: add one to the table of its codec`);
}

function splitStoredName(name: string): [fact: string, version: number] {
  // An earlier release stored facts that had no row in its table as `Fact.vundefined`.
  const match = /^(.+)\.v(\w*)$/.exec(name);
  return match ? [match[1] as string, Number(match[2])] : [name, 0];
}
