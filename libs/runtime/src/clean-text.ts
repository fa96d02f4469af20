import { type FieldError, holdsHidden, nestingMax } from '@contracts';

/** Every object has a field of these names, so that one who looks for unknown fields finds them known. */
const forbiddenKeys = new Set(['prototype', ...Object.getOwnPropertyNames(Object.prototype)]);
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const loneSurrogate = /\p{Surrogate}/u;

/** One segment of a JSON pointer (RFC 6901), with the `/` before it. */
export const segment = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * A copy of parsed JSON with all text in NFC. An error of its field is what no field may be: null, text that holds
 * control characters but tab, LF and CR, what nobody sees, or lone surrogates, nesting deeper than `nestingMax`, and
 * the names that every object has.
 */
export function cleanText(value: unknown, pointer: string, errors: FieldError[], depth = 0): unknown {
  if (typeof value === 'string') return cleanString(value, pointer, errors);
  if (value === null) errors.push({ pointer, detail: 'must not be null: leave it out', code: 'null' });
  if (typeof value !== 'object' || value === null) return value;
  if (depth === nestingMax) {
    const params = { max: nestingMax };
    errors.push({ pointer, detail: `is nested deeper than ${nestingMax}`, code: 'too-deep', params });
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => cleanText(item, `${pointer}/${index}`, errors, depth + 1));
  }
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const at = pointer + segment(key);
    if (forbiddenKeys.has(key))
      errors.push({ pointer: at, detail: 'is not a known field', code: 'unknown-field' });
    else copy[key] = cleanText(field, at, errors, depth + 1);
  }
  return copy;
}

function cleanString(text: string, pointer: string, errors: FieldError[]): string {
  if (controls.test(text))
    errors.push({ pointer, detail: 'must not hold control characters', code: 'control-character' });
  if (holdsHidden(text))
    errors.push({
      pointer,
      detail: 'must not hold invisible or bidi characters',
      code: 'hidden-character',
    });
  if (loneSurrogate.test(text))
    errors.push({ pointer, detail: 'is not well-formed Unicode', code: 'no-unicode' });
  return text.normalize('NFC');
}
