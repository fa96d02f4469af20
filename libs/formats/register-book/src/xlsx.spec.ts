import fc from 'fast-check';
import { readXlsx } from '../../../../test/printed/read-xlsx';
import type { Book, CellValue } from '.';
import { writeXlsx } from './printing';

const head = {
  title: 'Sổ',
  agency: 'Sở Tài chính',
  period: 'năm 2026',
  printedAt: '2026-11-22T18:30:00.000Z',
};

const bookOf = (rows: readonly (readonly CellValue[])[]): Book<readonly CellValue[]> => ({
  head,
  columns: (rows[0] ?? []).map((_, at) => ({
    heading: `Cột ${at + 1}`,
    width: 20,
    cell: (row) => row[at] ?? '',
  })),
  entries: (async function* () {
    yield* rows;
  })(),
});

async function written(rows: readonly (readonly CellValue[])[], rowsMax?: number) {
  const parts: Buffer[] = [];
  const options = rowsMax === undefined ? {} : { rowsMax };
  for await (const part of writeXlsx(bookOf(rows), options)) parts.push(part);
  return readXlsx(Buffer.concat(parts));
}
const only = async (...cells: CellValue[]) => (await written([cells])).get('Sổ năm 2026') ?? {};

const hostile = [
  ...['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', '=cmd|" /c calc"!A0', "'=1", "'x", '\uFF1D1'],
  ...['007', '1E5', '1/2', '12-2026', 'TRUE', '#N/A', '0912345678', '9'.repeat(20), '1,5', 'Mar-5', '12:30'],
  ...['_x0041_', '_x0041_x0042_', '__x0041_', '_x005F_x0041_', '_X0041_', '_x000d_', '_x00g1_', '_x'],
  ...['a\u0001b', '\u001F', '\uFFFE', '\uFFFF', 'a\r\nb', '\r', '\n', ' ', '  a  ', '\u00A0', '\u2028'],
  ...['<c>&amp;</c>', ']]>', '"', '&#1;', '<!--', 'Nguyễn Thị Ả', '😀', 'e\u0302\u0301', '\u202E'],
];

describe('a text is read back as the text it was', () => {
  it.each(hostile)('%j', async (text) =>
    expect(await only(text)).toMatchObject({ A2: { type: 'text', value: text, format: '@' } }),
  );

  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: 'grapheme' }),
    fc.array(fc.constantFrom(...hostile, '_', 'x', '0', '0041', 'A')).map((some) => some.join('')),
    fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units)),
  );
  /** Halves of characters and NULs alone cannot be written. */
  const writable = (text: string) => text.replace(/\p{Surrogate}|\0/gu, '\uFFFD');

  it('whatever it is', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(texts, texts), { minLength: 1, maxLength: 5 }), async (rows) => {
        const sheet = (await written(rows)).get('Sổ năm 2026') ?? {};
        const read = rows.map((_, row) =>
          ['A', 'B'].map((column) => sheet[`${column}${row + 2}`]?.value ?? ''),
        );
        expect(read).toEqual(rows.map((row) => row.map(writable)));
        expect(Object.values(sheet).map(({ type }) => type)).not.toContain('number');
      }),
    ));
});

describe('a day is a date', () => {
  it.each([
    ['2026-11-22', '46348'],
    ['1900-03-01', '61'],
    ['2028-02-29', '46812'],
    ['9999-12-31', '2958465'],
  ])('%s is the day %s', async (day, value) =>
    expect(await only({ day })).toMatchObject({ A2: { type: 'number', value, format: 'dd/mm/yyyy' } }),
  );

  it.each([
    ['1899-12-31', '31/12/1899'],
    ['2026-02-30', '30/02/2026'],
    ['không rõ', 'không rõ'],
  ])('%s is none that a workbook knows, so it is a text', async (day, value) =>
    expect(await only({ day })).toMatchObject({ A2: { type: 'text', value } }),
  );
});

it('an amount is a number, and the number of an entry a text', async () =>
  expect(await only(3, { label: '007' })).toMatchObject({
    A2: { type: 'number', value: '3', format: 'General' },
    B2: { type: 'text', value: '007', format: '@' },
  }));

it('a text longer than a cell goes on in the rows below', async () => {
  const text = `${'Ủy ban nhân dân xã; '.repeat(5_000)}${'😀'.repeat(40_000)}`;
  const sheet =
    (
      await written([
        ['1', text],
        ['2', 'kế tiếp'],
      ])
    ).get('Sổ năm 2026') ?? {};
  const rows = Object.keys(sheet).flatMap((place) => (place.startsWith('B') ? [Number(place.slice(1))] : []));
  const values = rows.slice(1).map((row) => sheet[`B${row}`]?.value ?? '');
  expect(values.map(({ length }) => length).every((length) => length <= 32_767)).toBe(true);
  expect(values.slice(0, -1).join('')).toBe(text);
  expect(values.at(-1)).toBe('kế tiếp');
  expect(sheet[`A${rows.at(-1) ?? 0}`]?.value).toBe('2');
});

it('what does not fit one sheet goes on in the next, under the same headings', async () => {
  const rows = Array.from({ length: 5 }, (_, index) => [`dòng ${index + 1}`]);
  const sheets = await written(rows, 3);
  expect([...sheets.keys()]).toEqual(['Sổ năm 2026', 'Sổ năm 2026 (2)', 'Sổ năm 2026 (3)']);
  const values = [...sheets.values()].map((sheet) => Object.values(sheet).map(({ value }) => value));
  expect(values).toEqual([
    ['Cột 1', 'dòng 1', 'dòng 2'],
    ['Cột 1', 'dòng 3', 'dòng 4'],
    ['Cột 1', 'dòng 5'],
  ]);
});
