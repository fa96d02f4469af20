import { deflateSync } from 'node:zlib';
import { timestampOver } from './answers-maker';
import type { Holder } from './authority';
import { makeCms, type Wish } from './cms-maker';

/** One object of an update: its number and what stands between `obj` and `endobj`. */
export type Part = readonly [number: number, body: string];

export interface UpdateWish {
  /** Rows of the section, instead of those of the parts: number and offset, or nothing for a freed one. */
  readonly rows?: (rows: readonly Row[]) => readonly Row[];
  readonly trailer?: (trailer: string) => string;
  /** Bytes between the objects and the section. */
  readonly between?: string;
  /** In streams; by default as the sections before. */
  readonly packed?: boolean;
}
type Row = readonly [number: number, offset: number | undefined];

const [catalog, pages, page, text] = [1, 2, 3, 4];
export const streamOf = (bytes: string, more = ''): string =>
  `<< /Length ${bytes.length}${more} >>\nstream\n${bytes}\nendstream`;
const drawn = (words: string): string => streamOf(`BT /F1 12 Tf 72 720 Td (${words}) Tj ET`);

export interface PageWish {
  /** More entries of the catalog and of the page, more objects. */
  readonly inCatalog?: string;
  readonly inPage?: string;
  readonly parts?: readonly Part[];
  /** Sections and objects in streams, as Acrobat writes them. */
  readonly packed?: boolean;
}

/** A PDF of one page that says something. */
export function makePdf(words: string, wish: PageWish = {}): Buffer {
  const head = Buffer.from('%PDF-1.7\n', 'latin1');
  const parts: Part[] = [
    [catalog, `<< /Type /Catalog /Pages ${pages} 0 R${wish.inCatalog ?? ''} >>`],
    [pages, `<< /Type /Pages /Kids [${page} 0 R] /Count 1 >>`],
    [page, pageSaying(wish.inPage ?? '')],
    [text, drawn(words)],
    ...(wish.parts ?? []),
  ];
  return wish.packed === true ? appendedPacked(head, parts) : appended(head, parts);
}

const pageSaying = (more: string): string =>
  `<< /Type /Page /Parent ${pages} 0 R /MediaBox [0 0 595 842] /Contents ${text} 0 R${more} >>`;

/** Appends an update that says something else on the page. */
export const updated = (pdf: Buffer, words: string): Buffer => appended(pdf, [[text, drawn(words)]]);

/** Appends an update of any objects, in the form of the file's last section. */
export function appended(pdf: Buffer, parts: readonly Part[], wish: UpdateWish = {}): Buffer {
  if (wish.packed ?? isPacked(pdf)) return appendedPacked(pdf, parts);
  let body = '';
  const rows = parts.map(([number, content]): Row => {
    const at = pdf.length + body.length;
    body += `${number} 0 obj\n${content}\nendobj\n`;
    return [number, at];
  });
  const isFirst = sizeOf(pdf) === 0;
  const freed = isFirst ? '0 1\n0000000000 65535 f \n' : '';
  const told = (wish.rows?.(rows) ?? rows).map(([number, at]) =>
    at === undefined
      ? `${number} 1\n0000000000 00001 f \n`
      : `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`,
  );
  const trailer = `<< /Size ${newSize(pdf, parts)} /Root ${catalog} 0 R${isFirst ? '' : ` /Prev ${startOf(pdf)}`} >>`;
  body += wish.between ?? '';
  const start = pdf.length + body.length;
  body += `xref\n${freed}${told.join('')}trailer\n${wish.trailer?.(trailer) ?? trailer}\nstartxref\n${start}\n%%EOF\n`;
  return remembered(Buffer.concat([pdf, Buffer.from(body, 'latin1')]), toldOf(pdf));
}

/** Dictionaries go into a stream of objects, the section is a stream: both packed. */
function appendedPacked(pdf: Buffer, parts: readonly Part[]): Buffer {
  const size = newSize(pdf, parts);
  const [container, section] = [size, size + 1];
  const [plain, inside] = [parts.filter(standsAlone), parts.filter((part) => !standsAlone(part))];
  const offsets = inside.map((_, index) =>
    inside.slice(0, index).reduce((sum, [, content]) => sum + content.length + 1, 0),
  );
  const head = inside.map(([number], index) => `${number} ${offsets[index]}`).join(' ') + ' ';
  const packed = deflateSync(Buffer.from(head + inside.map(([, content]) => content).join('\n'), 'latin1'));
  const more = ` /Type /ObjStm /N ${inside.length} /First ${head.length} /Filter /FlateDecode`;
  const bodies: Part[] = [...plain, [container, streamOf(packed.toString('latin1'), more)]];
  let body = '';
  const rows: (readonly [number, number[]])[] = bodies.map(([number, content]) => {
    const at = pdf.length + body.length;
    body += `${number} 0 obj\n${content}\nendobj\n`;
    return [number, [1, at, 0]];
  });
  inside.forEach(([number], index) => rows.push([number, [2, container, index]]));
  const start = pdf.length + body.length;
  rows.push([section, [1, start, 0]]);
  const fields = rows.map(([, [kind = 0, second = 0, third = 0]]) => {
    const row = Buffer.alloc(7);
    row.writeUInt8(kind, 0);
    row.writeUInt32BE(second, 1);
    row.writeUInt16BE(third, 5);
    return row;
  });
  // Each row as its difference to the one above, as most writers pack them.
  const filtered = fields.map((row, index) =>
    Buffer.from([2, ...row.map((byte, column) => byte - (fields[index - 1]?.[column] ?? 0))]),
  );
  const previous = sizeOf(pdf) === 0 ? '' : ` /Prev ${startOf(pdf)}`;
  const about =
    ` /Type /XRef /Size ${size + 2} /Root ${catalog} 0 R${previous} /W [1 4 2]` +
    ` /Index [${rows.map(([number]) => `${number} 1`).join(' ')}]` +
    ' /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 7 >>';
  const bytes = deflateSync(Buffer.concat(filtered)).toString('latin1');
  body += `${section} 0 obj\n${streamOf(bytes, about)}\nendobj\nstartxref\n${start}\n%%EOF\n`;
  return remembered(Buffer.concat([pdf, Buffer.from(body, 'latin1')]), toldOf(pdf));
}

const standsAlone = ([, content]: Part): boolean =>
  content.includes('stream\n') || content.includes('/ByteRange');
const isPacked = (pdf: Buffer): boolean => pdf.toString('latin1').includes('/Type /XRef');
const startOf = (pdf: Buffer): number =>
  Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf.toString('latin1', pdf.length - 40))?.[1]);

/** Size that the last section tells: the first number that is free. */
export const sizeOf = (pdf: Buffer): number =>
  Number(
    pdf
      .toString('latin1')
      .match(/\/Size (\d+)/g)
      ?.at(-1)
      ?.slice(6) ?? 0,
  );
const newSize = (pdf: Buffer, parts: readonly Part[]): number =>
  Math.max(sizeOf(pdf), ...parts.map(([number]) => number + 1));

export interface PdfWish extends Wish {
  /** Bytes kept for the signature. */
  readonly room?: number;
  readonly type?: 'Sig' | 'DocTimeStamp';
  readonly subFilter?: string;
  /** Corners of what the field shows on the page; nothing by default. */
  readonly rectangle?: string;
  /** More entries of the signature's dictionary. */
  readonly inSignature?: string;
  /** Changes what will be signed, as a forger would. */
  readonly range?: (range: readonly [number, number, number, number]) => readonly number[];
  readonly cms?: (signed: Uint8Array) => Uint8Array;
  /** Other objects in the same update; later ones take the place of the usual ones. */
  readonly parts?: readonly Part[];
}

/** What an update has to repeat of the ones before it. */
interface Told {
  readonly fields: readonly number[];
  readonly store: number | undefined;
}
const told = new WeakMap<Buffer, Told>();
const toldOf = (pdf: Buffer): Told => told.get(pdf) ?? { fields: [], store: undefined };
const remembered = (pdf: Buffer, what: Told): Buffer => {
  told.set(pdf, what);
  return pdf;
};

const refs = (numbers: readonly number[]): string => numbers.map((number) => `${number} 0 R`).join(' ');
const catalogOf = ({ fields, store }: Told): string =>
  `<< /Type /Catalog /Pages ${pages} 0 R` +
  (fields.length === 0 ? '' : ` /AcroForm << /SigFlags 3 /Fields [${refs(fields)}] >>`) +
  (store === undefined ? ' >>' : ` /DSS ${store} 0 R >>`);

/** Signs a PDF by an update, with a field and its widget: what was there stays byte for byte. */
export function signPdf(pdf: Buffer, wish: PdfWish): Buffer {
  const { room = 4096, type = 'Sig', subFilter = 'ETSI.CAdES.detached', rectangle = '0 0 0 0' } = wish;
  const numbers = ' '.repeat(44);
  const [signature, field, look] = [sizeOf(pdf), sizeOf(pdf) + 1, sizeOf(pdf) + 2];
  const now = { ...toldOf(pdf), fields: [...toldOf(pdf).fields, field] };
  const usual: Part[] = [
    [
      signature,
      `<< /Type /${type} /Filter /Adobe.PPKLite /SubFilter /${subFilter} ` +
        `/ByteRange [${numbers}] /Contents <${'0'.repeat(2 * room)}>${wish.inSignature ?? ''} >>`,
    ],
    [
      field,
      `<< /Type /Annot /Subtype /Widget /FT /Sig /T (s${field}) /F 132 /Rect [${rectangle}] /P ${page} 0 R ` +
        `/V ${signature} 0 R /AP << /N ${look} 0 R >> >>`,
    ],
    [look, streamOf('', ' /Type /XObject /Subtype /Form /BBox [0 0 0 0]')],
    [page, pageSaying(` /Annots [${refs(now.fields)}]`)],
    [catalog, catalogOf(now)],
  ];
  const parts = [...new Map([...usual, ...(wish.parts ?? [])])];
  const file = appended(pdf, parts);
  const from = file.indexOf('/Contents <', pdf.length) + '/Contents '.length;
  const to = from + 2 * room + 2;
  const exact = [0, from, to, file.length - to] as const;
  const range = (wish.range?.(exact) ?? exact).join(' ').padEnd(numbers.length);
  file.write(range, file.indexOf(`[${numbers}]`, pdf.length) + 1, 'latin1');
  const signed = Buffer.concat([file.subarray(0, from), file.subarray(to)]);
  const cms = Buffer.from(wish.cms?.(signed) ?? makeCms(signed, wish)).toString('hex');
  file.write(`<${cms.padEnd(2 * room, '0')}>`, from, 'latin1');
  return remembered(file, now);
}

/** A time-stamp over the whole file (PAdES-LTA). */
export const stampPdf = (pdf: Buffer, authority: Holder, at: string, more: Partial<PdfWish> = {}): Buffer =>
  signPdf(pdf, {
    signer: authority,
    type: 'DocTimeStamp',
    subFilter: 'ETSI.RFC3161',
    cms: (signed) => timestampOver(signed, authority, at),
    ...more,
  });

export interface Store {
  readonly certificates?: readonly Holder[];
  readonly lists?: readonly Uint8Array[];
  readonly answers?: readonly Uint8Array[];
  /** Its streams are packed. */
  readonly packed?: boolean;
}

/** Appends certificates, revocation lists and OCSP answers (PAdES-LT). */
export function withStore(
  pdf: Buffer,
  { certificates = [], lists = [], answers = [], packed = false }: Store,
): Buffer {
  const store = sizeOf(pdf);
  const streams: Part[] = [];
  const kept = (key: string, items: readonly Uint8Array[]): string => {
    const numbers = items.map((der) => {
      const number = store + 1 + streams.length;
      const bytes = Buffer.from(packed ? deflateSync(der, { level: 9 }) : der).toString('latin1');
      streams.push([number, streamOf(bytes, packed ? ' /Filter /FlateDecode' : '')]);
      return number;
    });
    return ` /${key} [${refs(numbers)}]`;
  };
  const ders = certificates.map(({ der }) => der);
  const lines = kept('Certs', ders) + kept('CRLs', lists) + kept('OCSPs', answers);
  const now = { ...toldOf(pdf), store };
  const parts: Part[] = [[store, `<< /Type /DSS${lines} >>`], ...streams, [catalog, catalogOf(now)]];
  return remembered(appended(pdf, parts), now);
}
