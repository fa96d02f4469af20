import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
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

it('is a workbook that keeps texts as texts', async () => {
  const workbook = await writeXlsx(bookOf(entry, { ...entry, signer: '=1+1' }, voided));
  const parts = unzipped(workbook);
  const sheet = [...parts].find(([name]) => name.endsWith('sheet1.xml'))?.[1] ?? '';
  const strings = [...parts].find(([name]) => name.endsWith('sharedStrings.xml'))?.[1] ?? sheet;
  expect(strings).toContain('Quyết định: Phê duyệt kế hoạch ứng dụng công nghệ số năm 2027');
  expect(strings).toContain('=1+1');
  expect(sheet).not.toContain('<f>');
});

it.each(['=1+1', '+1', '-1', '@SUM(1)', 'x\n=1', '007', '1e5'])(
  'is a workbook in which %j is a text',
  async (text) => {
    const hostile = {
      ...entry,
      symbol: text,
      subject: text,
      signer: text,
      filedBy: text,
      recipients: [text],
    };
    const parts = unzipped(await writeXlsx(bookOf(hostile)));
    const sheet = [...parts].find(([name]) => name.endsWith('sheet1.xml'))?.[1] ?? '';
    const cells = sheet.match(/<c [^>]*>/g) ?? [];
    expect(cells.length).toBeGreaterThan(outgoingColumns.length);
    expect(sheet).not.toMatch(/<f[ >]/);
    // Of the row of the entry only the number of copies is no text.
    expect(cells.filter((cell) => !/ t="(s|inlineStr|str)"/.test(cell)).length).toBeLessThanOrEqual(2);
  },
);

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

  it('cuts an entry that would not fit on a page', async () => {
    const pdf = await bytesOf(printPdf(bookOf({ ...entry, subject: 'rất dài '.repeat(2_000) }), typeface));
    expect(pdf.toString('latin1').match(/\/Type \/Page\b/g)).toHaveLength(1);
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

/** The parts of a zip file by its local headers; enough for what this library writes. */
function unzipped(zip: Buffer): Map<string, string> {
  const parts = new Map<string, string>();
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'));
  let at = zip.readUInt32LE(end + 16);
  while (zip.readUInt32LE(at) === 0x02014b50) {
    const [nameLength, extra, comment] = [28, 30, 32].map((offset) => zip.readUInt16LE(at + offset));
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const local = zip.readUInt32LE(at + 42);
    const begin = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const bytes = zip.subarray(begin, begin + zip.readUInt32LE(at + 20));
    parts.set(name, (zip.readUInt16LE(at + 10) === 8 ? inflateRawSync(bytes) : bytes).toString());
    at += 46 + (nameLength ?? 0) + (extra ?? 0) + (comment ?? 0);
  }
  return parts;
}
