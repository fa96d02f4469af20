/**
 * The structure of stored data as plain JSON Schema (draft 07): keys, types, what is required. Never lengths or
 * characters: those are asked at the edge and may change, what is stored may not. Null has no schema, and no key that
 * is not named is let in.
 */
export type Schema =
  | typeof text
  | typeof whole
  | typeof flag
  | typeof record
  | { readonly type: 'string'; readonly enum: readonly string[] }
  | { readonly type: 'array'; readonly items: Schema }
  | {
      readonly type: 'object';
      readonly properties: Fields;
      readonly required: readonly string[];
      readonly additionalProperties: false;
    };

type Fields = Readonly<Record<string, Schema>>;

export const text = { type: 'string' } as const;
/** Whole numbers of any size. */
export const whole = { type: 'integer' } as const;
export const flag = { type: 'boolean' } as const;

/** Whatever JSON can say but null. */
export const plainJson = {
  $id: 'plain-json',
  type: ['string', 'number', 'boolean', 'array', 'object'],
  items: { $ref: 'plain-json' },
  additionalProperties: { $ref: 'plain-json' },
} as const;
/** Any keys with anything plain in them, for what another lib defines and nobody here reads. */
export const record = { type: 'object', additionalProperties: { $ref: plainJson.$id } } as const;

/** Stands in no value: it makes two schemas of one type only when neither says more than the other. */
declare const exactly: unique symbol;

interface OneOf<V extends string> {
  readonly type: 'string';
  readonly enum: readonly V[];
  readonly [exactly]: (value: V) => V;
}

interface ListOf<S> {
  readonly type: 'array';
  readonly items: S;
}

interface Shape<P, R> {
  readonly type: 'object';
  readonly properties: P;
  readonly required: readonly R[];
  readonly additionalProperties: false;
  readonly [exactly]: (properties: P, required: R) => readonly [P, R];
}

export const oneOf = <const V extends string>(...values: readonly V[]): OneOf<V> =>
  ({ type: 'string', enum: values }) as unknown as OneOf<V>;

export const listOf = <const S extends Schema>(items: S): ListOf<S> => ({ type: 'array', items });

/** An object with all of the first keys, any of the second ones, and no other. */
export function shape<const P extends Fields, const O extends Fields = Record<never, never>>(
  required: P,
  optional?: O,
): Shape<P & O, keyof P> {
  const properties = { ...required, ...optional };
  const parts = { type: 'object', properties, required: Object.keys(required), additionalProperties: false };
  return parts as unknown as Shape<P & O, keyof P>;
}

type RequiredKeys<T> = { [K in keyof T]-?: object extends Pick<T, K> ? never : K }[keyof T];
type IsUnion<T, All = T> = T extends unknown ? ([All] extends [T] ? false : true) : never;

/**
 * The one schema of a type: texts, whole numbers, flags, one of several texts, lists and objects of them. Whatever
 * else a type holds (null, undefined, unknown, records, unions of objects) has none, so that it cannot be stored.
 */
export type SchemaOf<T> = [T] extends [boolean]
  ? typeof flag
  : [T] extends [number]
    ? typeof whole
    : [T] extends [string]
      ? string extends T
        ? typeof text
        : OneOf<T>
      : [T] extends [readonly (infer Item)[]]
        ? ListOf<SchemaOf<Item>>
        : [T] extends [object]
          ? string extends keyof T
            ? unknown extends T[string & keyof T]
              ? typeof record
              : never
            : IsUnion<T> extends true
              ? never
              : Shape<{ readonly [K in keyof T]-?: SchemaOf<Required<T>[K]> }, RequiredKeys<T>>
          : never;

/**
 * Data without its optional keys that hold null, at any depth; the same object when there are none. What the schema
 * does not know stays as it is: reading judges nothing.
 */
export function withoutNulls(schema: Schema, data: unknown): unknown {
  if (schema.type === 'array') return Array.isArray(data) ? itemsWithoutNulls(schema.items, data) : data;
  if (!('properties' in schema) || typeof data !== 'object' || data === null) return data;
  const { properties, required } = schema;
  let read: Record<string, unknown> = data as Record<string, unknown>;
  for (const [key, part] of Object.entries(properties)) {
    const value = read[key];
    const kept = value === null && !required.includes(key) ? undefined : withoutNulls(part, value);
    if (kept === value) continue;
    read = { ...read, [key]: kept };
    if (kept === undefined) delete read[key];
  }
  return read;
}

function itemsWithoutNulls(schema: Schema, items: readonly unknown[]): readonly unknown[] {
  if (schema.type !== 'array' && schema.type !== 'object') return items;
  const read = items.map((item) => withoutNulls(schema, item));
  return read.some((item, index) => item !== items[index]) ? read : items;
}
