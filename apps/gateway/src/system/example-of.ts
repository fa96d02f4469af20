interface Described {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly example?: unknown;
  readonly minimum?: number;
  readonly maxLength?: number;
  readonly allOf?: readonly Described[];
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly additionalProperties?: boolean | Described;
}

const byFormat: Readonly<Record<string, string>> = {
  uuid: '6fa459ea-ee8a-5ca4-894e-db77e160355e',
  'date-time': '2026-11-20T02:30:00.000Z',
  date: '2026-11-20',
  byte: 'QUFBQQ==',
  'file-name': 'van-ban.pdf',
};

/** By the name of the field, where every field of that name says the same. */
const byName: Readonly<Record<string, unknown>> = {
  agency: 'H26.1',
  code: 'H26.1',
  officer: 'vt.stc.01',
  actor: 'vt.stc.01',
  sha256: 'a'.repeat(64),
  name: 'Sở Tài chính',
  subject: 'V/v lập dự toán ngân sách năm 2027',
  symbol: '12/STC-VP',
  position: '6fa459ea-ee8a-5ca4-894e-db77e160355e.1.4711',
  next: 'MjAyNi0xMS0yMFQwMjozMDowMC4wMDBa',
  number: 12,
  bookYear: 2026,
  year: 2026,
  order: 1,
  mediaType: 'application/pdf',
};

/**
 * A value of the form a schema describes, the same at each start: every field there may be, one item in each list.
 * `found` gives the schema a reference leads to.
 */
export function exampleOf(
  schema: Described,
  found: (ref: string) => Described,
  name = '',
  depth = 0,
): unknown {
  if (schema.$ref !== undefined)
    return depth > 8 ? {} : exampleOf(found(schema.$ref), found, name, depth + 1);
  const [whole] = schema.allOf ?? [];
  if (whole !== undefined) return exampleOf(whole, found, name, depth);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'array')
    return schema.items === undefined ? [] : [exampleOf(schema.items, found, name, depth + 1)];
  if (schema.type === 'object') return objectOf(schema, found, depth);
  if (schema.type === 'boolean') return true;
  const told = byName[name];
  if (schema.type === 'integer' || schema.type === 'number')
    return typeof told === 'number' ? told : (schema.minimum ?? 1);
  const format = byFormat[schema.format ?? ''];
  return format ?? (typeof told === 'string' ? told : 'văn bản').slice(0, schema.maxLength);
}

function objectOf(schema: Described, found: (ref: string) => Described, depth: number): unknown {
  const { properties = {}, additionalProperties } = schema;
  const fields = Object.entries(properties).map(([field, part]) => [
    field,
    exampleOf(part, found, field, depth + 1),
  ]);
  const others =
    typeof additionalProperties === 'object'
      ? { 'H26.1': exampleOf(additionalProperties, found, '', depth + 1) }
      : {};
  return { ...Object.fromEntries(fields), ...others };
}
