import fc from 'fast-check';
import { readKey } from './idempotency-key';

const id = '8e03978e-40d5-43dd-bc93-6894a57f9324';

it.each([
  [id, id],
  [`"${id}"`, id],
  [` "${id}" `, id],
  [id.toUpperCase(), id.toUpperCase()],
  ['so.1:a_B-c', 'so.1:a_B-c'],
  ['"so.1:a_B-c"', 'so.1:a_B-c'],
  ['"a b/c+d=="', 'a b/c+d=='],
  [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
  [String.raw`"\\"`, '\\'],
  [`"${'x'.repeat(128)}"`, 'x'.repeat(128)],
  [`"${'\\"'.repeat(128)}"`, '"'.repeat(128)],
])('%s is the key %s', (text, key) => expect(readKey(text)).toEqual({ key }));

it.each([
  ['', 'is not 1 to 128'],
  ['a b', 'is not 1 to 128'],
  ['a, a', 'is not 1 to 128'],
  ['x'.repeat(129), 'is not 1 to 128'],
  ["'a'", 'is not 1 to 128'],
  ['“a”', 'is not 1 to 128'],
  [':YWJj:', undefined],
  ['"a', 'no closing quote'],
  ['"', 'no closing quote'],
  [String.raw`"a\"`, 'no closing quote'],
  ['"a"b', 'behind its closing quote'],
  ['"a", "b"', 'behind its closing quote'],
  ['"a";q=1', 'behind its closing quote'],
  ['""', 'nothing between'],
  ['"á"', 'no printable ASCII'],
  ['"a\tb"', 'no printable ASCII'],
  [String.raw`"a\b"`, 'before neither'],
  [String.raw`"a\\\b"`, 'before neither'],
  [`"${'x'.repeat(129)}"`, 'more than 128'],
])('%s is refused with its own reason', (text, reason) =>
  expect(readKey(text)).toEqual(
    reason === undefined ? { key: text } : { wrong: expect.stringContaining(reason) },
  ),
);

it('reads back whatever is written as RFC 8941 says', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 128 }), (key) => {
      expect(readKey(`"${key.replace(/["\\]/g, '\\$&')}"`)).toEqual({ key });
    }),
  ));
