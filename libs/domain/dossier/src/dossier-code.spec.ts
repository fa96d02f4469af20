import { codeOf } from './dossier-code';

it.each([
  ['000.00.15.H51', 7, '000.00.15.H51-230415-0007'],
  ['H26.1', 9_999, 'H26.1-230415-9999'],
])('of %s at place %d is %s', (agency, order, value) =>
  expect(codeOf('tt01-2018', { agency, localDate: '2023-04-15', order })).toEqual({
    scheme: 'tt01-2018',
    value,
  }),
);
