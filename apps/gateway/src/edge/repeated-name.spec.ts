import fc from 'fast-check';
import { repeatedName } from './repeated-name';

it.each([
  ['of the whole', '{"secrecy":"mat","a":1,"secrecy":"none"}', '/secrecy'],
  ['written otherwise', '{"secrecy":1,"secr\\u0065cy":1}', '/secrecy'],
  ['deep inside', '{"a":[0,[],{"b":{"c":1 , "d":2, "c" : 3}}]}', '/a/2/b/c'],
  ['behind texts that look like names', '{"a":"\\"a\\":","b":"b","a":1}', '/a'],
  ['that a pointer escapes', '{"x/y~z":1,"x/y~z":2}', '/x~1y~0z'],
  ['of every object', '{"__proto__":1,"__proto__":2}', '/__proto__'],
])('a name that stands twice is found: %s', (_, text, pointer) => expect(repeatedName(text)).toBe(pointer));

it.each([
  '{"a":"a","b":{"a":1},"c":[{"a":1},{"a":2}]}',
  '["a","a"]',
  '"a"',
  '{}',
  '{"a\\\\":1,"a":2}',
  ' { } ',
])('a name that stands once in each object is none: %s', (text) =>
  expect(repeatedName(text)).toBeUndefined(),
);

it('no JSON that was written from a value has one', () =>
  fc.assert(fc.property(fc.json(), (text) => expect(repeatedName(text)).toBeUndefined())));

it('a name is found wherever it is put', () =>
  fc.assert(
    fc.property(fc.string(), fc.jsonValue(), fc.jsonValue(), (name, one, other) => {
      const [key, first, last] = [name, one, other].map((each) => JSON.stringify(each));
      expect(repeatedName(`{"rest":[{${key}:${first},${key}:${last}}]}`)).toMatch(/^\/rest\/0\//);
    }),
  ));
