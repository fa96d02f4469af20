import fc from 'fast-check';
import { entryWords, folded, plainWords, symbolWords, tsquery } from './words';

it.each([
  ['Điều động', 'dieu dong'],
  ['ĐIỀU ĐỘNG', 'dieu dong'],
  ['đ Đ d D', 'd d d d'],
  ['Ươn Ướt ơ Ơ', 'uon uot o o'],
  ['Về việc phòng, chống bão số 5', 've viec phong, chong bao so 5'],
  ['Nguyễn Thị Ỷ', 'nguyen thi y'],
  ['e\u0302\u0301', 'e'],
])('%s is folded to %s', (text, plain) => expect(folded(text)).toBe(plain));

it('folds composed and decomposed text alike, and what is folded no further', () =>
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(folded(text.normalize('NFC'))).toBe(folded(text.normalize('NFD')));
      expect(folded(folded(text))).toBe(folded(text));
    }),
  ));

it('takes a text apart into its words, each once', () =>
  expect(plainWords('Báo cáo, báo-cáo (quý IV/2026)')).toEqual(['bao', 'cao', 'quy', 'iv', '2026']));

it('finds a symbol by all of it, by its number and by its parts', () => {
  expect(symbolWords('15/QĐ-UBND')).toEqual(['=15/qd-ubnd', '#15', '15', 'qd', 'ubnd']);
  expect(symbolWords('07/UBND')).toContain('#7');
  expect(symbolWords('UBND')).toEqual(['=ubnd', 'ubnd']);
});

it('keeps agency, symbol and number apart from the words of a text', () => {
  expect(entryWords({ agency: 'H99.2', subject: 'H99.2' })).toEqual(['@H99.2', 'h99', '2']);
  const sought = { agency: 'H99.2', text: 'Đề án', symbol: "15/QĐ'\\", number: 15 };
  expect(tsquery(sought)).toBe("'@H99.2' & 'de':* & 'an':* & '=15/qd''\\\\' & '#15'");
});
