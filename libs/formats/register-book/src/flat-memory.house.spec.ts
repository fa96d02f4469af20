import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type Book, outgoingColumns, type OutgoingEntry, outgoingTitle } from '.';
import { printPdf, writeCsv, writeXlsx } from './printing';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const typeface = {
  regular: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf')),
  bold: readFileSync(require.resolve('dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf')),
};
const mebibyte = 2 ** 20;
/** What the second half may leave behind: some 1,500 bytes for each entry of the PDF, of which it has ten elements. */
const growthMax = 3 * mebibyte;

const head = {
  ...{ title: outgoingTitle, agency: 'Sở Tài chính', period: 'năm 2026' },
  printedAt: '2026-11-22T18:30:00.000Z',
};

/** A book that tells, half way and at its end, how much is in use. */
function bookOf(count: number, used: number[]): Book<OutgoingEntry> {
  const measure = (): void => {
    collect();
    used.push(process.memoryUsage().heapUsed);
  };
  async function* entries(): AsyncGenerator<OutgoingEntry> {
    for (let number = 1; number <= count; number += 1) {
      yield await Promise.resolve({
        ...{ number, symbol: `${number}/QĐ-STC`, documentDate: '2026-11-20', documentType: 'QD' },
        ...{
          subject: `Phê duyệt kế hoạch số ${number}`,
          recipients: [`Xã ${number}`, 'Sở Xây dựng'],
          copies: 1,
        },
      });
      if (number === count / 2 || number === count) measure();
    }
  }
  return { head, columns: outgoingColumns, entries: entries() };
}

it.each([
  ['PDF', 4_000, (book: Book<OutgoingEntry>) => printPdf(book, typeface)],
  ['workbook', 20_000, (book: Book<OutgoingEntry>) => writeXlsx(book)],
  ['CSV', 20_000, (book: Book<OutgoingEntry>) => writeCsv(book)],
])('a %s of %i entries keeps nothing of those it has written', async (_, count, write) => {
  const used: number[] = [];
  let bytes = 0;
  for await (const part of write(bookOf(count, used))) bytes += part.length;
  const [half = 0, whole = Infinity] = used;
  expect(bytes).toBeGreaterThan(count * 10);
  expect(whole - half).toBeLessThan(growthMax);
});
