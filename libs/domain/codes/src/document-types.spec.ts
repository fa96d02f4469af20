import fc from 'fast-check';
import {
  administrativeTypes,
  documentSymbol,
  documentTypeCodes,
  normativeTypes,
  type Numberable,
  numberSeries,
} from '.';

it('knows the 29 types of Decree 30/2020 art. 7 and the 13 of group A', () =>
  expect([administrativeTypes, normativeTypes].map((types) => Object.keys(types).length)).toEqual([29, 13]));

it('gives every type a code of its own that a message may carry', () => {
  expect(new Set(documentTypeCodes).size).toBe(42);
  expect(documentTypeCodes.filter((code) => !/^[A-Z]{2,5}$/.test(code))).toEqual([]);
});

it('gives every administrative type an abbreviation of its own, but for those without one', () => {
  const abbreviations = Object.values(administrativeTypes).map(({ abbreviation }) => abbreviation);
  const printed = abbreviations.filter((abbreviation) => abbreviation !== '');
  expect(new Set(printed).size).toBe(printed.length);
  expect(printed).toHaveLength(27);
});

it.each<[number, Numberable, string, string, string]>([
  [15, { documentType: 'QD' }, 'UBND', '15/QĐ-UBND', 'outgoing'],
  [7, { documentType: 'CV' }, 'UBND', '07/UBND', 'outgoing'],
  [7, { documentType: 'TCONG', draftingUnit: 'VP' }, 'STC', '07/STC', 'outgoing'],
  [1, { documentType: 'TTR', draftingUnit: 'NS' }, 'STC', '01/TTr-STC', 'outgoing'],
  [7816, { documentType: 'CV', draftingUnit: 'TTĐT' }, 'VPCP', '7816/VPCP-TTĐT', 'outgoing'],
  [15, { documentType: 'QPQD' }, 'UBND', '15/2026/QĐ-UBND', 'outgoingqpqd'],
  [9, { documentType: 'QPNQ' }, 'HĐND', '09/2026/NQ-HĐND', 'outgoingqpnq'],
  [3, { documentType: 'QD', copyOf: { kind: 'SY' } }, 'UBND', '03/SY-UBND', 'outgoingcopy'],
  [12, { documentType: 'QPQD', copyOf: { kind: 'TrS' } }, 'STC', '12/TrS-STC', 'outgoingcopy'],
  [4, { documentType: 'CV', draftingUnit: 'VP', copyOf: { kind: 'SL' } }, 'STC', '04/SL-STC', 'outgoingcopy'],
])('number %d of %j at %s is %s of the series %s', (number, document, agency, symbol, series) => {
  expect(documentSymbol({ number, bookYear: 2026 }, document, agency)).toBe(symbol);
  expect(numberSeries(document)).toBe(series);
});

it('names series that a register may have', () =>
  fc.assert(
    fc.property(fc.constantFrom(...documentTypeCodes), (documentType) =>
      expect(numberSeries({ documentType })).toMatch(/^outgoing[a-z]*$/),
    ),
  ));
