/** What the API page says of one field, references followed. */
export interface Described {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
}

/** One field of a body: its JSON pointer and what the page says of it. */
export interface Field {
  readonly pointer: string;
  readonly described: Described;
  readonly required?: boolean;
}

/** Every field of a shape, the whole first, into objects and into the first item of lists. */
export function fieldsOf(described: Described, pointer = '', required = false): readonly Field[] {
  const inside = Object.entries(described.properties ?? {}).flatMap(([name, each]) =>
    fieldsOf(each, `${pointer}/${name}`, described.required?.includes(name)),
  );
  const items = described.items === undefined ? [] : fieldsOf(described.items, `${pointer}/0`);
  return [{ pointer, described, required }, ...inside, ...items];
}

const segments = (pointer: string): readonly string[] => pointer.split('/').slice(1);

type Node = Record<string, unknown>;

/** The value at a pointer; undefined when there is none. */
export const valueAt = (body: unknown, pointer: string): unknown =>
  segments(pointer).reduce<unknown>((node, name) => (node as Node | undefined)?.[name], body);

/** A copy with another value at the pointer; undefined leaves the field out. */
export function withValue(body: unknown, pointer: string, value: unknown): unknown {
  if (pointer === '') return value;
  const copy = structuredClone(body);
  const names = [...segments(pointer)];
  const last = names.pop() as string;
  const parent = names.reduce<Node>((node, name) => node[name] as Node, copy as Node);
  if (value === undefined) delete parent[last];
  else Object.defineProperty(parent, last, { value, enumerable: true, configurable: true });
  return copy;
}

/** Values that somebody takes for something else. */
export const oddities: readonly unknown[] = [
  ...[null, [], [[]], [null], {}, true, 0, -1, 0.5, 1e-7, 1e308, -(2 ** 31), 2 ** 53],
  ...[
    '',
    ' ',
    '\u00a0',
    '\u200b',
    '\u3164',
    '0',
    'x\n=cmd',
    'a\r\nb',
    'a\u2028b',
    'a\u0000b',
    'a\u202eb',
    '\u2066a\u2069',
    'a\u{e0041}',
    '\u2060\u00ad',
    'a.pdf.exe',
    'a\ud800b',
  ],
  ...['0001-01-01', '1899-12-31', '1900-01-01', '2199-12-31', '9999-12-31', '10000-01-01', '2026-02-30'],
  ...['0001-01-01T00:00:00.000Z', '1899-12-31T23:59:59Z', '2199-12-31T23:59:59.999Z'],
  ...['9999-12-31T23:59:59.9999999Z', '10000-01-01T00:00:00Z', '2026-11-20T17:00:00+07:00'],
  ...['x'.repeat(100_000), '30C4DC9D-2A1E-4C11-9D0F-0A5C7E6A1D10'],
];

/** Names that are no field, though every object knows most of them. */
const strangers = ['mau', 'toString', '__proto__'];

export interface Mutant {
  readonly field: Field;
  readonly value: unknown;
}

/** To a field that takes any text, one text is as good as another; the longest is tried beside. */
const isOdd = ({ pointer, described }: Field, value: unknown): boolean =>
  ['', '0'].includes(value as string) ||
  typeof value !== 'string' ||
  (pointer !== '' && isTellingText(described, value));

const isTellingText = ({ format = '', ...described }: Described, value: string): boolean =>
  format in texts || format === '' ? !fits({ ...described, format }, value) || /[\r\n]/.test(value) : true;

/** What every field is tried with: what shows whether it is looked at in its form at all. */
const plainest: readonly unknown[] = [null, [], [[]], {}, true, 0, -1, '', ' ', '0', 'a\u0000b'];

/** Of what is tried with the first field of a form alone, each other field of that form gets one in so many. */
const oneIn = 8;

/**
 * Which oddities each field is tried with. One form is one check, kept by a lint rule: the first field of it that
 * comes takes all of them, the others the plainest and, in turn, a part of the rest.
 */
export class Oddities {
  private readonly fieldsOfForm = new Map<string, number>();

  of(field: Field): readonly unknown[] {
    const form = JSON.stringify(field.described);
    const before = this.fieldsOfForm.get(form) ?? 0;
    this.fieldsOfForm.set(form, before + 1);
    const odd = oddities.filter((value) => isOdd(field, value));
    if (before === 0) return odd;
    return odd.filter((value, index) => plainest.includes(value) || (index + before) % oneIn === 0);
  }
}

/** Each field with its oddities, left out where it must stand, and each object with fields it has not. */
export const mutantsOf = (fields: readonly Field[], odd: Oddities): readonly Mutant[] => [
  ...fields.flatMap((field) => odd.of(field).map((value) => ({ field, value }))),
  ...fields
    .filter(
      ({ described: { type, format = 'line', maxLength } }) =>
        type === 'string' && maxLength && format in texts,
    )
    .map((field) => ({ field, value: 'x'.repeat(field.described.maxLength as number) })),
  ...fields.filter(({ required }) => required).map((field) => ({ field, value: undefined })),
  ...fields
    .filter(({ described: { type } }) => type === 'object')
    .flatMap(({ pointer }) =>
      strangers.map((value) => ({
        field: { pointer: `${pointer}/${value}`, described: { enum: [] } },
        value,
      })),
    ),
];

export const shown = ({ field, value }: Mutant): string =>
  `${field.pointer || 'the whole'} = ${JSON.stringify(value)?.slice(0, 60) ?? 'left out'}`;

/** What is read: something to see, nothing hidden, and breaks only where several lines may be. */
const unseen = [
  '\\u00ad\\u034f\\u061c\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2069',
  '\\u3164\\ufe00-\\ufe0f\\ufeff\\u{e0000}-\\u{e0fff}',
].join('');
const said = '(?=[^]*[\\p{L}\\p{N}\\p{P}\\p{S}])';
const line = `^${said}[^\\p{Cc}\\p{Cs}\\u2028\\u2029${unseen}]*$`;
const texts: Readonly<Record<string, RegExp>> = {
  line: new RegExp(line, 'u'),
  prose: new RegExp(`^${said}(?:[^\\p{Cc}\\p{Cs}${unseen}]|[\\t\\r\\n])*$`, 'u'),
  'file-name': new RegExp(`^(?![^]*\\.exe$)${line.slice(1)}`, 'u'),
};

const formats: Readonly<Record<string, RegExp>> = {
  ...texts,
  date: /^\d{4}-\d{2}-\d{2}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/i,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  byte: /^[A-Za-z0-9+/]*=*$/,
};

const typeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  if (Number.isInteger(value)) return 'integer';
  return value === null ? 'null' : typeof value;
};

/** Does the page say that such a value may be sent? */
export function fits(described: Described, value: unknown): boolean {
  const { type = 'object', enum: values, pattern, format } = described;
  if (typeOf(value) !== type || (values !== undefined && !values.includes(value))) return false;
  const size = (least = 0, most = Infinity, found = 0): boolean => found >= least && found <= most;
  if (typeof value === 'number') return size(described.minimum ?? -Infinity, described.maximum, value);
  if (typeof value === 'string') {
    const isFormed = format === undefined || (formats[format]?.test(value) ?? false);
    const matches = pattern === undefined || new RegExp(pattern, 'u').test(value);
    return isFormed && matches && size(described.minLength, described.maxLength, [...value].length);
  }
  if (Array.isArray(value)) {
    const { items } = described;
    return (
      size(described.minItems, described.maxItems, value.length) &&
      value.every((item) => items !== undefined && fits(items, item))
    );
  }
  return type !== 'object' || fitsFields(described, value as Node);
}

function fitsFields({ properties = {}, required = [] }: Described, value: Node): boolean {
  return (
    required.every((name) => Object.hasOwn(value, name)) &&
    Object.entries(value).every(([name, each]) => {
      const field = Object.hasOwn(properties, name) ? properties[name] : undefined;
      return field !== undefined && fits(field, each);
    })
  );
}

type Schemas = Readonly<Record<string, unknown>>;

/** A schema with its references followed. */
export function resolved(schema: unknown, schemas: Schemas): Described {
  const { $ref, allOf, ...own } = schema as Node & { $ref?: string; allOf?: readonly unknown[] };
  const referred = $ref === undefined ? [] : [schemas[$ref.slice($ref.lastIndexOf('/') + 1)]];
  const merged = [...referred, ...(allOf ?? [])].map((each) => resolved(each, schemas));
  const { properties, items, ...rest } = Object.assign({}, ...merged, own) as Node;
  return {
    ...rest,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties as Node).map(([name, each]) => [name, resolved(each, schemas)]),
          ),
        }),
    ...(items === undefined ? {} : { items: resolved(items, schemas) }),
  };
}
