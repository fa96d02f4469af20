import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { readPdf } from '../../../../test/printed/read-pdf';
import { readXlsx } from '../../../../test/printed/read-xlsx';
import {
  type Book,
  incomingColumns,
  incomingTitle,
  outgoingColumns,
  type OutgoingEntry,
  outgoingTitle,
} from '.';
import { printPdf, writeCsv, writeXlsx } from './printing';

const printedAt = '2026-11-22T18:30:00.000Z';
const entry: OutgoingEntry = {
  number: 7,
  symbol: '07/QĐ-UBND',
  documentDate: '2026-11-20',
  documentType: 'QD',
  subject: 'Phê duyệt kế hoạch ứng dụng công nghệ số năm 2027',
  signer: 'ld.01',
  recipients: ['H26.1', 'H26.2'],
  filedBy: 'Văn thư',
  copies: 0,
  sending: 'Điện tử',
};
const voided: OutgoingEntry = { number: 8, recipients: [], voided: 'in sai' };

const bookOf = (...entries: OutgoingEntry[]): Book<OutgoingEntry> => ({
  head: { title: outgoingTitle, agency: 'Ủy ban nhân dân tỉnh', period: 'năm 2026', printedAt },
  columns: outgoingColumns,
  entries: (async function* () {
    yield* entries;
  })(),
});
const typeface = {
  regular: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')),
  bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf')),
};

async function bytesOf(parts: AsyncIterable<Buffer | string>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(Buffer.from(part));
  return Buffer.concat(all);
}

it.each([
  [incomingTitle, incomingColumns],
  [outgoingTitle, outgoingColumns],
])('%s fills the width of its paper with nine columns', (_, columns) => {
  expect(columns).toHaveLength(9);
  expect(columns.reduce((sum: number, { width }: { width: number }) => sum + width, 0)).toBe(277);
});

describe('as CSV', () => {
  const rowsOf = async (...entries: OutgoingEntry[]) =>
    parse(await bytesOf(writeCsv(bookOf(...entries))), { bom: true });

  it('has a line for each entry, voided ones too', async () => {
    const [headings, first, second] = await rowsOf(entry, voided);
    expect(headings).toEqual(outgoingColumns.map(({ heading }) => heading));
    expect(first).toEqual([
      '07/QĐ-UBND',
      '20/11/2026',
      'Quyết định: Phê duyệt kế hoạch ứng dụng công nghệ số năm 2027',
      'ld.01',
      'H26.1; H26.2',
      'Văn thư',
      '0',
      'Điện tử',
      '',
    ]);
    expect(second).toEqual(['8', '', '', '', '', '', '', '', 'Số hủy: in sai']);
  });

  it('hands no formula to a spreadsheet', async () => {
    const [, row] = await rowsOf({ ...entry, subject: 'x', signer: '=HYPERLINK("http://x")' });
    expect(row?.[3]).toBe(`'=HYPERLINK("http://x")`);
  });

  const formulas = ['=1+1', '+1', '-1', '@SUM(1)', '\t=1', '\r=1', ' =1', '\uff1d1', '=cmd|" /c calc"!A0'];
  const places = formulas.flatMap((each) => [
    each,
    ...['\n', '\r\n', '\r', '\u2028', ';', ' ; ', '\t', '";"', '"\r\n"'].map((before) => `x${before}${each}`),
  ]);
  const runs = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|^[\t\r]/;

  it.each([',', ';', '\t'])('hands none to a spreadsheet that parts cells by %j', async (delimiter) => {
    const outgoing = outgoingColumns.map(({ heading }) => heading).length;
    for (const text of places) {
      const hostile = { ...entry, symbol: text, subject: text, signer: text, filedBy: text, note: text };
      const csv = await bytesOf(writeCsv(bookOf({ ...hostile, recipients: [text, text] })));
      // Whoever parts cells otherwise finds quotes in the middle of a line, and takes them as they are.
      const rows =
        delimiter === ','
          ? parse(csv, { bom: true })
          : csv
              .toString()
              .split(/[\r\n\u2028]/)
              .map((line) => line.split(delimiter));
      const cells = rows.flat().flatMap((cell) => cell.split(/[\r\n\u2028]/));
      expect(cells.filter((cell) => runs.test(cell))).toEqual([]);
      if (delimiter === ',') expect(rows.map(({ length }) => length)).toEqual([outgoing, outgoing]);
    }
  });

  it.each([
    '007',
    '1E5',
    '1/2',
    '12-2026',
    '9'.repeat(20),
    '0912 345 678',
    'Mar-5',
    '5 tháng 3',
    'TRUE',
    '#N/A',
  ])('hands a spreadsheet the text %j as a text', async (text) => {
    const [, row] = await rowsOf({ ...entry, signer: text });
    expect(row?.[3]).toBe(`'${text}`);
  });

  it('goes on below with what is longer than a cell', async () => {
    const recipients = Array.from({ length: 1_000 }, (_, n) => `Ủy ban nhân dân xã Bình An thứ ${n}`);
    const [, ...rows] = await rowsOf({ ...entry, recipients }, voided);
    expect(rows.map((cells) => cells[0])).toEqual(['07/QĐ-UBND', '', '8']);
    expect(rows.map((cells) => cells[4]).join('')).toBe(recipients.join('; '));
  });

  it('quotes every cell and leaves everything else as it is', async () => {
    const csv = (await bytesOf(writeCsv(bookOf({ ...entry, subject: 'a "b", c - d = e' })))).toString();
    expect(csv.split('\r\n')[1]).toBe(
      [
        '07/QĐ-UBND',
        '20/11/2026',
        'Quyết định: a ""b"", c - d = e',
        'ld.01',
        'H26.1; H26.2',
        'Văn thư',
        '0',
        'Điện tử',
        '',
      ]
        .map((cell) => `"${cell}"`)
        .join(','),
    );
  });
});

it('is a workbook of texts and dates, in which only the number of copies is an amount', async () => {
  const symbolless = { number: 8, documentDate: '2026-11-21', recipients: [], copies: 2 };
  const sheet = readXlsx(await bytesOf(writeXlsx(bookOf(entry, symbolless)))).get(
    'Sổ đăng ký văn bản đi năm 2026',
  );
  const types = (row: number) =>
    ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((column) => sheet?.[`${column}${row}`]);
  expect(types(2)).toMatchObject([
    { type: 'text', value: '07/QĐ-UBND' },
    { type: 'number', value: '46346', format: 'dd/mm/yyyy' },
    { type: 'text', value: 'Quyết định: Phê duyệt kế hoạch ứng dụng công nghệ số năm 2027' },
    { type: 'text', value: 'ld.01' },
    { type: 'text', value: 'H26.1; H26.2' },
    { type: 'text', value: 'Văn thư' },
    { type: 'number', value: '0', format: 'General' },
  ]);
  expect(sheet?.A3).toEqual({ type: 'text', value: '8', format: '@' });
});

describe('as PDF', () => {
  const many = Array.from({ length: 400 }, (_, index) => ({ ...entry, number: index + 1 }));

  it('repeats its heading on every page, and ends', async () => {
    const pdf = await bytesOf(printPdf(bookOf(...many), typeface));
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.subarray(-6).toString()).toContain('%%EOF');
    const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? [];
    expect(pages.length).toBeGreaterThan(10);
  });

  it('is the same print for the same book', async () => {
    const [one, two] = await Promise.all(
      [1, 2].map(() => bytesOf(printPdf(bookOf(entry, voided), typeface))),
    );
    expect(one?.length).toBe(two?.length);
  });

  it('goes on on the next page with an entry that is longer than one, whatever it holds', async () => {
    const recipients = Array.from({ length: 1_000 }, (_, n) => `XãBìnhAn.${n}`);
    const subject = `rất dài ${'khôngngắt'.repeat(400)}`;
    const pdf = await bytesOf(printPdf(bookOf(voided, { ...entry, recipients, subject }, voided), typeface));
    const { pages, text } = readPdf(pdf);
    expect(pages).toBeGreaterThan(5);
    expect(text.match(/XãBìnhAn\.\d+/g)).toEqual(recipients);
    expect(text.match(/không|ngắt/g)?.length).toBeGreaterThan(600);
    expect(text.match(/Nơi nhận văn bản/g)).toHaveLength(pages);
  });

  it('writes no glyph that its typeface has not, and nothing that hides', async () => {
    const subject = 'A😀B\u200B\u202EC\u0000D\tE\uD800F\n漢 Nguye\u0302\u0303n';
    const { text } = readPdf(await bytesOf(printPdf(bookOf({ ...entry, subject }), typeface)));
    expect(text).toContain('A😀BC D E\uFFFDF \uFFFD Nguyễn');
  });

  it('says on every page what it comes to, and at the end what the book comes to', async () => {
    const copied = many.map((each) => ({ ...each, copies: 2 }));
    const { text, pages } = readPdf(await bytesOf(printPdf(bookOf(...copied), typeface)));
    const ofPages = [...text.matchAll(/Cộng trang: (\d+) mục; Số lượng bản: (\d+)/g)];
    expect(ofPages).toHaveLength(pages);
    expect(ofPages.reduce((sum, [, count]) => sum + Number(count), 0)).toBe(400);
    expect(ofPages.reduce((sum, [, , copies]) => sum + Number(copies), 0)).toBe(800);
    expect(text).toContain('Tổng cộng cả sổ: 400 mục; Số lượng bản: 800');
  });

  it('fails with the reading of its entries', async () => {
    const book: Book<OutgoingEntry> = {
      ...bookOf(),
      entries: (async function* () {
        yield entry;
        throw new Error('the reader is gone');
      })(),
    };
    await expect(bytesOf(printPdf(book, typeface))).rejects.toThrow('the reader is gone');
  });
});
