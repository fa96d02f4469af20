import { deflateSync } from 'node:zlib';
import { appended, makePdf, type Part, streamOf } from './pdf-maker';

/** A file of one page that refers to every one of its objects, and the most bytes that a reader has to look at. */
export interface Shaped {
  readonly pdf: Buffer;
  /** Of the file, or of what its streams of objects unpack to besides, if that is more. */
  readonly bytes: number;
}

const first = 10;
const next = (index: number, count: number): number => first + ((index * 7) % count);
const range = <Item>(count: number, item: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => item(index));
const pagesWith = (more: string): Part => [2, `<< /Type /Pages /Kids [3 0 R] /Count 1 ${more} >>`];
const whole = (pdf: Buffer): Shaped => ({ pdf, bytes: pdf.length });

/** Of `count` objects with so many bytes in each. */
export function alone(count: number, bytes: number, isStream: boolean): Shaped {
  return whole(appended(makePdf('x'), objects(count, bytes, isStream)));
}

export function objects(count: number, bytes: number, isStream: boolean): readonly Part[] {
  const words = 'x'.repeat(bytes);
  const parts = range(count, (index): Part => {
    const more = ` /N ${next(index, count)} 0 R`;
    return [first + index, isStream ? streamOf(words, more) : `<< /W (${words})${more} >>`];
  });
  const names = parts.map(([number]) => `/X${number} ${number} 0 R`).join(' ');
  return [...parts, pagesWith(`/Resources << /XObject << ${names} >> >>`)];
}

/** One object that holds so many of a thing. */
export const holding = (count: number, item: (index: number) => string): Shaped =>
  whole(appended(makePdf('x'), [[first, `[${range(count, item).join(' ')}]`], pagesWith(`/Y ${first} 0 R`)]));

/** Objects in streams of so many, with words that hardly pack. */
export function inStreams(count: number, bytes: number, together: number): Shaped {
  const head = makePdf('x', { packed: true });
  const objects = [
    ...range(count, (index): Part => {
      const words = range(Math.ceil(bytes / 8), (each) => wordOf(index * bytes + each)).join('');
      return [first + index, `<< /W (${words}) /N ${next(index, count)} 0 R >>`];
    }),
    pagesWith(
      `/Resources << ${range(count, (each) => `/X${first + each} ${first + each} 0 R`).join(' ')} >>`,
    ),
  ];
  const chunks: Buffer[] = [head];
  const rows: (readonly number[])[] = [];
  let [at, unpacked, number] = [head.length, 0, first + count];
  const append = (text: string): void => {
    chunks.push(Buffer.from(text, 'latin1'));
    at += text.length;
  };
  for (let from = 0; from < objects.length; from += together, number += 1) {
    const group = objects.slice(from, from + together);
    let offset = 0;
    const places = group.map(([each, body]) => `${each} ${(offset += body.length + 1) - body.length - 1}`);
    const directory = `${places.join(' ')} `;
    const bytesOf = Buffer.from(directory + group.map(([, body]) => body).join('\n'), 'latin1');
    const about = ` /Type /ObjStm /N ${group.length} /First ${directory.length} /Filter /FlateDecode`;
    rows.push([number, 1, at, 0], ...group.map(([each], index) => [each, 2, number, index]));
    append(`${number} 0 obj\n${streamOf(deflateSync(bytesOf).toString('latin1'), about)}\nendobj\n`);
    unpacked += bytesOf.length;
  }
  rows.push([number, 1, at, 0]);
  rows.sort(([one = 0], [other = 0]) => one - other);
  append(sectionOf(rows, number, at, head));
  return { pdf: Buffer.concat(chunks), bytes: Math.max(at, unpacked) };
}

function sectionOf(rows: readonly (readonly number[])[], number: number, at: number, head: Buffer): string {
  const packed = Buffer.alloc(7 * rows.length);
  const ranges: [first: number, count: number][] = [];
  rows.forEach(([each = 0, kind = 0, second = 0, third = 0], index) => {
    packed.writeUInt8(kind, 7 * index);
    packed.writeUInt32BE(second, 7 * index + 1);
    packed.writeUInt16BE(third, 7 * index + 5);
    const last = ranges.at(-1);
    if (last !== undefined && last[0] + last[1] === each) last[1] += 1;
    else ranges.push([each, 1]);
  });
  const previous = /startxref\n(\d+)\n%%EOF\n$/.exec(head.toString('latin1'))?.[1];
  const about =
    ` /Type /XRef /Size ${number + 1} /Root 1 0 R /Prev ${previous} /W [1 4 2]` +
    ` /Index [${ranges.flat().join(' ')}] /Filter /FlateDecode`;
  const stream = streamOf(deflateSync(packed).toString('latin1'), about);
  return `${number} 0 obj\n${stream}\nendobj\nstartxref\n${at}\n%%EOF\n`;
}

/** Eight letters and digits that follow from the number alone. */
const wordOf = (index: number): string =>
  ((Math.imul(index + 1, 0x9e3779b1) >>> 0) * 613).toString(36).padStart(8, 'q').slice(-8);
