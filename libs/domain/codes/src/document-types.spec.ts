import { documentSymbol, documentTypeCodes, documentTypes } from '.';

it('knows the 29 types of Decree 30/2020 art. 7', () => expect(documentTypeCodes).toHaveLength(29));

it('gives every type a code of its own that a message may carry', () => {
  expect(new Set(documentTypeCodes).size).toBe(29);
  expect(documentTypeCodes.filter((code) => !/^[A-Z]{2,5}$/.test(code))).toEqual([]);
});

it('gives every type an abbreviation of its own, but for those without one', () => {
  const abbreviations = Object.values(documentTypes).map(({ abbreviation }) => abbreviation);
  const printed = abbreviations.filter((abbreviation) => abbreviation !== '');
  expect(new Set(printed).size).toBe(printed.length);
  expect(printed).toHaveLength(27);
});

it.each([
  [15, 'QD', 'UBND', '15/QĐ-UBND'],
  [7, 'CV', 'UBND', '07/UBND'],
  [7, 'TCONG', 'STC', '07/STC'],
  [1, 'TTR', 'STC', '01/TTr-STC'],
  [7816, 'TB', 'VPCP', '7816/TB-VPCP'],
] as const)('prints number %d, type %s, agency %s as %s', (number, type, agency, symbol) =>
  expect(documentSymbol(number, type, agency)).toBe(symbol),
);
