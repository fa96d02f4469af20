import type { Schema } from '@contracts';

const jsonTypeOf = (value: unknown): string => {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  return Number.isInteger(value) ? 'integer' : typeof value;
};

/** Everything in which a value differs from its schema, by JSON pointer; nothing when it conforms. */
export function differences(schema: Schema, value: unknown, at = ''): string[] {
  const found = jsonTypeOf(value);
  const fits = found === schema.type || (found === 'integer' && schema.type === 'number');
  if (!fits) return [`${at} is ${found}, not ${schema.type}`];
  if (schema.enum !== undefined && !schema.enum.includes(value as string)) {
    return [`${at} is ${String(value)}, none of ${schema.enum.join(', ')}`];
  }
  if (schema.type === 'array') {
    const { items } = schema;
    return items === undefined
      ? []
      : (value as unknown[]).flatMap((item, index) => differences(items, item, `${at}/${index}`));
  }
  return schema.type === 'object' ? differencesOfFields(schema, value as Record<string, unknown>, at) : [];
}

function differencesOfFields(schema: Schema, value: Record<string, unknown>, at: string): string[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => `${at}/${name} is missing`);
  const wrong = Object.entries(value).flatMap(([name, field]) => {
    const known = properties[name];
    if (known !== undefined) return differences(known, field, `${at}/${name}`);
    if (typeof additionalProperties === 'object')
      return differences(additionalProperties, field, `${at}/${name}`);
    return additionalProperties === true ? [] : [`${at}/${name} is not described`];
  });
  return [...missing, ...wrong];
}
