import { canonicalHash, canonicalize } from './canonical-json';
import { entityId, idOf } from './ids';

it('makes lower-case UUIDs of version 5, the same for the same parts', () => {
  expect(idOf('a', 'b')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(idOf('a', 'b')).toBe(idOf('a', 'b'));
});

it('keeps the ids of released versions', () => {
  expect(idOf('command', 'H26.1', 'vt.stc.01')).toBe('0b585fbe-2bfe-5c23-aedc-ec72cb480664');
  expect(entityId('00000000-0000-5000-8000-000000000001', 'document')).toBe(
    '8530cede-584a-5802-b278-8cf5d9152e82',
  );
});

it.each([
  [
    ['ab', 'c'],
    ['a', 'bc'],
  ],
  [['a', 'b'], ['a,b']],
  [['a', ''], ['a']],
  [
    ['a', { b: 1 }],
    ['a', '{"b":1}'],
  ],
])('tells the parts %j from %j', (some, others) => expect(idOf(...some)).not.toBe(idOf(...others)));

it('gives one entity of each kind to a command', () =>
  expect(entityId('c', 'document')).not.toBe(entityId('c', 'dossier')));

it('hashes JSON by meaning: order of keys and absent keys do not count', () => {
  expect(canonicalHash({ b: 1, a: [{ d: 'đ', c: null }] })).toBe(
    canonicalHash({ a: [{ c: null, d: 'đ', e: undefined }], b: 1 }),
  );
  expect(canonicalHash({ a: 1 })).not.toBe(canonicalHash({ a: '1' }));
  expect(() => canonicalize(undefined)).toThrow(TypeError);
});

it('hashes an instance of a class like its plain JSON', () => {
  class Body {
    constructor(readonly name: string) {}
  }
  expect(canonicalHash(new Body('x'))).toBe(canonicalHash({ name: 'x' }));
});
