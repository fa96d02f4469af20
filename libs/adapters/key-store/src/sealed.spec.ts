import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { seal, SealBroken, unseal } from './index';

const kid = '6f1c2a34-0000-4000-8000-000000000001';
const place = 'applicant-1';
const key = randomBytes(32);

it('gives back any text where it was sealed', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) =>
      expect(unseal(seal(text, { kid, key, place }), { key, place })).toBe(text),
    ),
  ));

it('never seals the same twice', () =>
  expect(seal('a', { kid, key, place })).not.toEqual(seal('a', { kid, key, place })));

const sealed = seal('Nguyễn Văn An', { kid, key, place });
const flipped = (text: string): string => {
  const bytes = Buffer.from(text, 'base64url');
  bytes[0] = (bytes[0] as number) ^ 1;
  return bytes.toString('base64url');
};

it.each([
  ['another key', sealed, { key: randomBytes(32), place }],
  ['another place', sealed, { key, place: 'applicant-2' }],
  ['another id', { ...sealed, kid: kid.replace('1', '2') }, { key, place }],
  ['another text', { ...sealed, ct: flipped(sealed.ct) }, { key, place }],
  ['another iv', { ...sealed, iv: flipped(sealed.iv) }, { key, place }],
  [
    'a cut tag',
    { ...sealed, ct: Buffer.from(sealed.ct, 'base64url').subarray(0, -1).toString('base64url') },
    { key, place },
  ],
  ['nothing', { ...sealed, ct: '' }, { key, place }],
])('opens nothing with %s', (_, broken, by) => expect(() => unseal(broken, by)).toThrow(SealBroken));
