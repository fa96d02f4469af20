declare const told: unique symbol;

// What only the house knows of a schema: symbols, which no JSON has.

/** Whose code or id a text is; who reads it finds the name beside it. */
export const holder = Symbol('holder');
/** Fields of an object, the first of them that is there: on its local day the names in the object are as they were. */
export const dayIn = Symbol('dayIn');

/** JSON schema as OpenAPI 3.0 writes it, of which the type of an answer follows. */
export interface Schema<T = unknown> {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  /** What it means, its unit and limit, and what it says when it is absent: whatever its name does not. */
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly [holder]?: 'agency' | 'officer';
  readonly [dayIn]?: readonly string[];
  /** For the compiler only. */
  readonly [told]?: T;
}

/** A field that may be absent. */
export interface Maybe<T = unknown> {
  readonly maybe: Schema<T>;
}

type Fields = Readonly<Record<string, Schema | Maybe>>;
type MaybeKeys<F> = { [K in keyof F]: F[K] extends Maybe ? K : never }[keyof F];
type Plain<T> = { readonly [K in keyof T]: T[K] };
type ShapeOf<F> = Plain<
  { readonly [K in Exclude<keyof F, MaybeKeys<F>>]: F[K] extends Schema<infer T> ? T : never } & {
    readonly [K in MaybeKeys<F>]?: F[K] extends Maybe<infer T> ? T : never;
  }
>;

/** What is answered in the shape of a schema. */
export type Answer<S> = S extends Schema<infer T> ? T : never;

export const text: Schema<string> = { type: 'string' };
export const whole: Schema<number> = { type: 'integer' };
export const yes: Schema<boolean> = { type: 'boolean' };
export const uuid: Schema<string> = { type: 'string', format: 'uuid' };
export const at: Schema<string> = {
  type: 'string',
  format: 'date-time',
  description: 'ISO 8601, UTC with milliseconds',
};
export const date: Schema<string> = {
  type: 'string',
  format: 'date',
  description: 'local date, Asia/Ho_Chi_Minh',
};
export const agency: Schema<string> = { type: 'string', description: 'agency code', [holder]: 'agency' };
export const officer: Schema<string> = {
  type: 'string',
  description: 'id of the officer',
  [holder]: 'officer',
};
export const sha256: Schema<string> = { type: 'string', description: 'SHA-256, lower-case hex' };
export const anything: Schema<Readonly<Record<string, unknown>>> = {
  type: 'object',
  additionalProperties: true,
};

export const oneOf = <const V extends string>(...values: readonly V[]): Schema<V> => ({
  type: 'string',
  enum: values,
});
export const list = <T>(items: Schema<T>): Schema<readonly T[]> => ({ type: 'array', items });
export const each = <T>(value: Schema<T>): Schema<Readonly<Record<string, T>>> => ({
  type: 'object',
  additionalProperties: value,
});
export const maybe = <T>(schema: Schema<T>): Maybe<T> => ({ maybe: schema });

/** The same value in these words; its format and its values stay. */
export function described<T>(schema: Schema<T>, description: string): Schema<T>;
export function described<T>(field: Maybe<T>, description: string): Maybe<T>;
export function described<T>(field: Schema<T> | Maybe<T>, description: string): Schema<T> | Maybe<T> {
  return 'maybe' in field ? maybe(described(field.maybe, description)) : { ...field, description };
}

/** A code or an id whose name is of the day of other fields than the rest of its object, or of the day asked about. */
export const namedOn = (schema: Schema<string>, ...fields: readonly string[]): Schema<string> => ({
  ...schema,
  [dayIn]: fields,
});
/** What says nothing of its own day, or is of now: its names are those of the day asked about, else today. */
export const ofAskedDay = <T>(schema: Schema<T>): Schema<T> => ({ ...schema, [dayIn]: [] });
/** A code or an id that has its name beside it as it is. */
export const unnamed = ({ [holder]: _, ...schema }: Schema<string>): Schema<string> => schema;

/**
 * Exactly these fields; those that may be absent say so.
 * @param days fields that say on which local day names in it hold, the first that is there; else that of what it is in
 */
export function shape<const F extends Fields>(
  fields: F,
  ...days: readonly (keyof F & string)[]
): Schema<ShapeOf<F>> {
  const entries = Object.entries<Schema | Maybe>(fields);
  const properties = entries.map(([name, field]) => [name, 'maybe' in field ? field.maybe : field] as const);
  const required = entries.filter(([, field]) => !('maybe' in field)).map(([name]) => name);
  return {
    type: 'object',
    // OpenAPI 3.0 takes no empty list.
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(properties),
    additionalProperties: false,
    ...(days.length === 0 ? {} : { [dayIn]: days }),
  };
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
}

export const cursor: Maybe<string> = described(
  maybe(text),
  '`cursor` of the next page; absent on the last one',
);
export const page = <Row>(row: Schema<Row>): Schema<Page<Row>> => shape({ rows: list(row), next: cursor });

export type Nothing = Readonly<Record<string, never>>;
export const nothing = shape({}) as Schema<Nothing>;

const position = described(text, 'for `?after=`; opaque');
/** The answer of a command as the edge gives it: with the position of what was recorded. */
export const recorded = (answer: Schema): Schema => ({
  ...answer,
  required: [...(answer.required ?? []), 'position'],
  properties: { ...answer.properties, position },
});
