import { codecOf, flag, listOf, oneOf, record, type SchemaOf, shape, text, whole, withoutNulls } from '.';

interface Data {
  readonly name: string;
  readonly size: number;
  readonly isOpen: boolean;
  readonly how: 'split' | 'merged';
  readonly parts: readonly { readonly sha256: string; readonly note?: string }[];
  readonly changes: { readonly subject?: string };
  readonly evidence: Readonly<Record<string, unknown>>;
  readonly dueAt?: string;
  readonly at: string;
}

const part = shape({ sha256: text }, { note: text });
const keys = {
  name: text,
  size: whole,
  isOpen: flag,
  how: oneOf('split', 'merged'),
  parts: listOf(part),
  changes: shape({}, { subject: text }),
  evidence: record,
  at: text,
};
const { at: _, ...withoutAt } = keys;
const schema: SchemaOf<Data> = shape(keys, { dueAt: text });

/** What the compiler refuses: each line below an expectation is an error, or `tsc` fails. */
const wrong = (): unknown[] => {
  // @ts-expect-error a required key is missing
  const missing: SchemaOf<Data> = shape(withoutAt, { dueAt: text });
  // @ts-expect-error an optional key is missing
  const missingOptional: SchemaOf<Data> = shape(keys);
  // @ts-expect-error there is one key too many, written out
  const added: SchemaOf<Data> = shape({ ...keys, more: text }, { dueAt: text });
  const spread = { ...keys, more: text };
  // @ts-expect-error there is one key too many, that came with a spread
  const addedBySpread: SchemaOf<Data> = shape({ ...spread }, { dueAt: text });
  // @ts-expect-error there is one optional key too many
  const addedOptional: SchemaOf<Data> = shape(keys, { dueAt: text, more: text });
  // @ts-expect-error an optional key is required
  const required: SchemaOf<Data> = shape({ ...keys, dueAt: text });
  // @ts-expect-error a required key is optional
  const optional: SchemaOf<Data> = shape(withoutAt, { dueAt: text, at: text });
  // @ts-expect-error a number is a text
  const text2: SchemaOf<Data> = shape({ ...keys, size: text }, { dueAt: text });
  // @ts-expect-error a text is a flag
  const flag2: SchemaOf<Data> = shape({ ...keys, name: flag }, { dueAt: text });
  // @ts-expect-error a list is its item
  const item: SchemaOf<Data> = shape({ ...keys, parts: part }, { dueAt: text });
  // @ts-expect-error one of the texts is missing
  const fewer: SchemaOf<Data> = shape({ ...keys, how: oneOf('split') }, { dueAt: text });
  // @ts-expect-error there is one text too many
  const more: SchemaOf<Data> = shape({ ...keys, how: oneOf('split', 'merged', 'x') }, { dueAt: text });
  // @ts-expect-error one of a few texts is any text
  const any: SchemaOf<Data> = shape({ ...keys, how: text }, { dueAt: text });
  // @ts-expect-error any text is one of a few
  const few: SchemaOf<Data> = shape({ ...keys, name: oneOf('a') }, { dueAt: text });
  // @ts-expect-error an object in a list lacks a key
  const deep: SchemaOf<Data> = shape({ ...keys, parts: listOf(shape({ sha256: text })) }, { dueAt: text });
  // @ts-expect-error an object with known keys is a record
  const open: SchemaOf<Data> = shape({ ...keys, changes: record }, { dueAt: text });
  const written = {
    type: 'object',
    properties: { at: text },
    required: [],
    additionalProperties: false,
  } as const;
  // @ts-expect-error a schema is made by `shape`, which alone knows that it is whole
  const byHand: SchemaOf<{ at: string }> = written;
  const first = [missing, missingOptional, added, addedBySpread, addedOptional, required, optional];
  return [...first, text2, flag2, item, fewer, more, any, few, deep, open, byHand];
};

/** Types that no schema stands for, so that they cannot be stored. */
const unstorable = (): unknown[] => {
  // @ts-expect-error null is no value
  const nullable: SchemaOf<{ a: string | null }> = shape({ a: text });
  // @ts-expect-error undefined is no value
  const vague: SchemaOf<{ a: string | undefined }> = shape({ a: text });
  // @ts-expect-error an object of two forms has none
  const either: SchemaOf<{ a: { b: string } | { c: string } }> = shape({ a: shape({ b: text }) });
  // @ts-expect-error what nobody knows is no value
  const unknown: SchemaOf<{ a: unknown }> = shape({ a: record });
  return [nullable, vague, either, unknown];
};

type Fact = { readonly type: 'Put' | 'Taken'; readonly data: { readonly at: string } };
const row = shape({ at: text });

const wrongTables = (): unknown[] => [
  // @ts-expect-error a fact has no row
  codecOf<Fact>({ Put: { name: 'Put.v1', schema: row } }),
  // @ts-expect-error a row has no fact
  codecOf<Fact>({ Put: { name: 'Put.v1', schema: row }, Taken: { name: 'Taken.v1', schema: row }, Sold: {} }),
  // @ts-expect-error a row bears the name of another fact
  codecOf<Fact>({ Put: { name: 'Taken.v1', schema: row }, Taken: { name: 'Taken.v2', schema: row } }),
  // @ts-expect-error a row has no schema
  codecOf<Fact>({ Put: { name: 'Put.v1' }, Taken: { name: 'Taken.v1', schema: row } }),
];

it('is refused by the compiler when it says anything but its type', () =>
  expect([wrong, unstorable, wrongTables].map((each) => each().length)).toEqual([17, 4, 4]));

it('is plain JSON Schema', () =>
  expect(JSON.parse(JSON.stringify(schema))).toEqual({
    type: 'object',
    properties: {
      name: { type: 'string' },
      size: { type: 'integer' },
      isOpen: { type: 'boolean' },
      how: { type: 'string', enum: ['split', 'merged'] },
      parts: {
        type: 'array',
        items: {
          type: 'object',
          properties: { sha256: { type: 'string' }, note: { type: 'string' } },
          required: ['sha256'],
          additionalProperties: false,
        },
      },
      changes: {
        type: 'object',
        properties: { subject: { type: 'string' } },
        required: [],
        additionalProperties: false,
      },
      evidence: { type: 'object', additionalProperties: { $ref: 'plain-json' } },
      at: { type: 'string' },
      dueAt: { type: 'string' },
    },
    required: ['name', 'size', 'isOpen', 'how', 'parts', 'changes', 'evidence', 'at'],
    additionalProperties: false,
  }));

describe('reading what a release without schemas stored', () => {
  const data: Data = {
    name: 'a',
    size: 1,
    isOpen: false,
    how: 'split',
    parts: [{ sha256: 'b' }, { sha256: 'c', note: 'd' }],
    changes: {},
    evidence: { issuer: null },
    at: 'e',
  };

  it('takes a null for absent where a key is optional, at any depth', () =>
    expect(
      withoutNulls(schema, {
        ...data,
        parts: [{ sha256: 'b', note: null }, data.parts[1]],
        changes: { subject: null },
        dueAt: null,
      }),
    ).toEqual(data));

  it('leaves the very same object where there is none', () => expect(withoutNulls(schema, data)).toBe(data));

  it.each([
    ['a null that is required', { ...data, name: null }],
    ['a null in a list', { ...data, parts: [null] }],
    ['a null nobody knows', { ...data, more: null }],
    ['another type', { ...data, parts: 'none', changes: [], size: {} }],
    ['a text', 'a'],
    ['nothing', undefined],
    ['a null', null],
  ])('does not touch %s', (_what, stored) => expect(withoutNulls(schema, stored)).toBe(stored));
});
