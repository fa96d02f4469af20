/** JSON schema as OpenAPI 3.0 writes it. */
export interface Schema {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'object' | 'array';
  readonly description?: string;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

interface Maybe {
  readonly maybe: Schema;
}
/** Exactly the fields of an answer; those that may be absent say so. The compiler compares both with its type. */
type FieldsOf<T> = {
  readonly [Key in keyof T]-?: Record<never, never> extends Pick<T, Key> ? Maybe : Schema;
};

export const text: Schema = { type: 'string' };
export const whole: Schema = { type: 'integer' };
export const uuid: Schema = { type: 'string', format: 'uuid' };
export const at: Schema = { type: 'string', format: 'date-time' };
export const agency: Schema = { type: 'string', description: 'agency code' };
export const anything: Schema = { type: 'object', additionalProperties: true };
export const oneOf = (...values: string[]): Schema => ({ type: 'string', enum: values });
export const list = (items: Schema): Schema => ({ type: 'array', items });
export const each = (value: Schema): Schema => ({ type: 'object', additionalProperties: value });
export const maybe = (schema: Schema): Maybe => ({ maybe: schema });

export function shape<T>(fields: FieldsOf<T>): Schema {
  const entries = Object.entries(fields as Readonly<Record<string, Schema | Maybe>>);
  const properties = entries.map(([name, field]) => [name, 'maybe' in field ? field.maybe : field] as const);
  return {
    type: 'object',
    required: entries.filter(([, field]) => !('maybe' in field)).map(([name]) => name),
    properties: Object.fromEntries(properties),
    additionalProperties: false,
  };
}

export const position: Schema = { type: 'string', description: 'for `?after=`; opaque' };
export const cursor = maybe({ type: 'string', description: '`cursor` of the next page' });
export const page = (row: Schema): Schema =>
  shape<{ rows: unknown; next?: string }>({ rows: list(row), next: cursor });
export const recorded = (answer: Schema = shape<object>({})): Schema => ({
  ...answer,
  required: [...(answer.required ?? []), 'position'],
  properties: { ...answer.properties, position },
});
