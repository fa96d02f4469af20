import fc from 'fast-check';
import { exactQuery, folded, plainWords, symbolSigns, symbolWord, tsquery, vectorOf } from './words';

it.each([
  ['Điều động', 'dieu dong'],
  ['ĐIỀU ĐỘNG', 'dieu dong'],
  ['đ Đ ð Ð d D', 'd d d d d d'],
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
      for (const of of [
        vectorOf,
        (_: readonly string[], [each = '']: readonly string[]) => exactQuery({ agency: '', text: each }),
      ])
        expect(of([], [text.normalize('NFC')])).toBe(of([], [text.normalize('NFD')]));
    }),
  ));

it('takes a text apart into its words, each once', () =>
  expect(plainWords('Báo cáo, báo-cáo (quý IV/2026)')).toEqual(['bao', 'cao', 'quy', 'iv', '2026']));

it('knows a symbol by all of it and by its number', () => {
  expect(symbolSigns('15/QĐ-UBND')).toEqual(['=15/qd-ubnd', '#15']);
  expect(symbolSigns('07/UBND')).toEqual(['=7/ubnd', '#7']);
  expect(symbolSigns('UBND')).toEqual(['=ubnd']);
});

it.each([
  '15/QĐ-UBND',
  '15/qđ-ubnd',
  ' 15 / QĐ - UBND',
  '015/QĐ-UBND',
  '15/QÐ–UBND',
  '15∕QD−UBND',
  '１５／QĐ-UBND',
])('%s is the symbol 15/QĐ-UBND', (typed) => expect(symbolWord(typed)).toBe('=15/qd-ubnd'));

it('tells where each word stands, with its marks and without them', () =>
  expect(vectorOf(['@H99.2', '#5'], ['Số hóa hồ sơ', 'so sánh'])).toBe(
    "'@H99.2' '#5' 'so':3,6,9 '!số':3 'hoa':4 '!hóa':4 'ho':5 '!hồ':5 '!sơ':6 'sanh':10 '!sánh':10",
  ));

it('keeps agency, symbol, number, type and officer apart from the words of a text', () => {
  const sought = { agency: 'H99.2', text: 'Đề án', symbol: "15/QĐ'\\", number: 15, documentType: 'QD' };
  expect(tsquery({ ...sought, assignee: 'cv.01' })).toBe(
    "'@H99.2' & ('de':* & 'an':* | '=dean') & '=15/qd''\\\\' & '#15' & '^QD' & '>cv.01'",
  );
});

it.each([
  ['"số hóa" nhanh', "'nhanh':* & ('so' <-> 'hoa')"],
  ['“số hóa” «hồ sơ»', "('so' <-> 'hoa') & ('ho' <-> 'so')"],
  ['số "hóa', "'so':* & 'hoa':*"],
  ['"" hóa', "'hoa':*"],
])('%s stands in quotes as a phrase', (text, query) =>
  expect(tsquery({ agency: 'A', text })).toContain(`(${query} | `),
);

it.each([
  ['duong', undefined],
  ['đường', "('!đường':*)"],
  ['đường so', "('!đường':*) & 'so':*"],
  ['hoà', "('!hòa':* | '!hoà':*)"],
  ['hòa', "('!hòa':* | '!hoà':*)"],
  ['hoàn', "('!hoàn':*)"],
  ['thuý', "('!thúy':* | '!thuý':*)"],
  ['"hoà bình"', "(('!hòa' | '!hoà') <-> ('!bình'))"],
])('the marks of %s are asked for as typed', (text, query) => {
  const exact = exactQuery({ agency: 'A', text });
  if (query === undefined) expect(exact).toBeUndefined();
  else expect(exact).toContain(`(${query} | `);
});
