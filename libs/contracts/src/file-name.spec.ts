import { isFileName, isProgramName } from './file-name';

it.each([
  'a.exe',
  'hoa-don.pdf.exe',
  'HOA-DON.PDF.EXE',
  'a.exe.',
  'a.exe . ',
  'a.pdf.lnk',
  'a.js',
  'a.jar',
  'a.txt:b.exe',
  'a.exe:b.txt',
  '.bat',
  'setup.exe::$DATA',
  ...['ps1xml', 'psd1', 'msixbundle', 'appref-ms', 'website', 'desktop', 'jnlp', 'msu'].map(
    (each) => `a.${each} `,
  ),
])('is the name of a program: %j', (name) => {
  expect([isProgramName(name), isFileName(name)]).toEqual([true, false]);
});

it.each([
  'công văn.txt',
  'công văn.txt'.normalize('NFD'),
  '15/QĐ-UBND (bản chính).pdf',
  'v1.2.docx',
  'Tờ trình.com.vn.pdf',
  'exe',
  'hướng dẫn exe',
  'a.json',
  'a.html',
])('is the name of a file: %j', (name) => {
  expect([isProgramName(name), isFileName(name)]).toEqual([false, true]);
});

const codes = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
const ranges: readonly (readonly [number, number])[] = [
  [0x00, 0x1f],
  [0x7f, 0x9f],
  [0xad, 0xad],
  [0x61c, 0x61c],
  [0x200b, 0x200f],
  [0x2028, 0x202e],
  [0x2060, 0x2069],
  [0xfe00, 0xfe0f],
  [0xfeff, 0xfeff],
  [0xe0001, 0xe007f],
  [0xe0100, 0xe01ef],
];

it.each(ranges)('no name holds anything of U+%i to U+%i, wherever it stands', (first, last) => {
  const taken = codes(first, last).filter((each) =>
    [`a${each}.pdf`, `a.pdf${each}`, `${each}a.pdf`, `✔${each}.pdf`].some(isFileName),
  );
  expect(taken).toEqual([]);
});
