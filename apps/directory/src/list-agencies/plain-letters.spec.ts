import { plainLetters } from './plain-letters';

it.each([
  ['Sở Tài chính', 'so tai chinh'],
  ['ỦY BAN NHÂN DÂN XÃ ĐÔNG HƯNG', 'uy ban nhan dan xa dong hung'],
  [' Văn thư ', 'van thu'],
  ['H26.1', 'h26.1'],
])('%s is looked for as %s', (text, plain) => {
  expect(plainLetters(text)).toBe(plain);
  expect(plainLetters(text.normalize('NFD'))).toBe(plain);
});
