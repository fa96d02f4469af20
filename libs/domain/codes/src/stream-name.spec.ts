import fc from 'fast-check';
import { idOfStream, streamNameOf } from '.';

const categories = fc.stringMatching(/^[a-z]{1,12}$/);
const ids = fc.stringMatching(/^[A-Za-z0-9.-]{1,120}$/);

it('comes back from its name', () =>
  fc.assert(
    fc.property(categories, ids, (category, id) => idOfStream(category, streamNameOf(category, id)) === id),
  ));

it('belongs to one category only', () =>
  fc.assert(
    fc.property(categories, categories, ids, (category, other, id) => {
      fc.pre(category !== other);
      return idOfStream(other, streamNameOf(category, id)) === undefined;
    }),
  ));

it('is made of nothing but the alphabet', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (id) => {
      fc.pre(!/^[A-Za-z0-9.-]{1,120}$/.test(id));
      expect(() => streamNameOf('document', id)).toThrow(RangeError);
      expect(idOfStream('document', `document-${id}`)).toBeUndefined();
    }),
  ));

it.each(['', 'a'.repeat(121), 'a b', 'a\n', 'đ', 'a/b', 'a_b'])(
  'refuses the id %j and says what it may hold',
  (id) => expect(() => streamNameOf('document', id)).toThrow('ids hold 1 to 120 of A-Z a-z 0-9 . -'),
);

it.each(['Document', 'doc-ument', '', '$document'])('refuses the category %j', (category) =>
  expect(() => streamNameOf(category, '1')).toThrow(RangeError),
);
