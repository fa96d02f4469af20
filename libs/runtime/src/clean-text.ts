import type { FieldError } from '@contracts';

const depthMax = 16;
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);
const controls = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const loneSurrogate = /\p{Surrogate}/u;

/** One segment of a JSON pointer (RFC 6901), with the `/` before it. */
export const segment = (key: string): string => `/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * A copy of parsed JSON with all text in NFC. Text that no store keeps or compares the same is an error of its field:
 * control characters but tab, LF and CR, lone surrogates; also nesting deeper than 16 and names of the prototype.
 */
export function cleanText(value: unknown, pointer: string, errors: FieldError[], depth = 0): unknown {
  if (typeof value === 'string') return cleanString(value, pointer, errors);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === depthMax) {
    errors.push({ pointer, detail: `is nested deeper than ${depthMax}` });
    return undefined;
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => cleanText(item, `${pointer}/${index}`, errors, depth + 1));
  }
  const copy: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(value)) {
    const at = pointer + segment(key);
    if (forbiddenKeys.has(key)) errors.push({ pointer: at, detail: 'is not a known field' });
    else copy[key] = cleanText(field, at, errors, depth + 1);
  }
  return copy;
}

function cleanString(text: string, pointer: string, errors: FieldError[]): string {
  if (controls.test(text)) errors.push({ pointer, detail: 'must not hold control characters' });
  if (loneSurrogate.test(text)) errors.push({ pointer, detail: 'is not well-formed Unicode' });
  return text.normalize('NFC');
}
