import { makeCms, type Wish } from './cms-maker';

/** A PDF of one page that says something. */
export function makePdf(text: string): Buffer {
  const stream = `BT /F1 12 Tf 72 720 Td (${text}) Tj ET`;
  return Buffer.from(
    withTable('%PDF-1.7\n', [
      '1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n',
      '2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n',
      '3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>\nendobj\n',
      `4 0 obj\n<< /Length ${stream.length} >>\nstream\n${stream}\nendstream\nendobj\n`,
    ]),
    'latin1',
  );
}

/** Appends an update that says something else on the page. */
export const updated = (pdf: Buffer, text: string): Buffer => {
  const stream = `BT /F1 12 Tf 72 720 Td (${text}) Tj ET`;
  const object = `4 0 obj\n<< /Length ${stream.length} >>\nstream\n${stream}\nendstream\nendobj\n`;
  return Buffer.concat([pdf, Buffer.from(`${object}trailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n`, 'latin1')]);
};

export interface PdfWish extends Wish {
  /** Bytes kept for the signature. */
  readonly room?: number;
  readonly subFilter?: string;
  /** Changes what will be signed, as a forger would. */
  readonly range?: (range: readonly [number, number, number, number]) => readonly number[];
  readonly cms?: (signed: Uint8Array) => Uint8Array;
}

/** Signs a PDF by an update: what was there stays byte for byte. */
export function signPdf(pdf: Buffer, wish: PdfWish): Buffer {
  const room = wish.room ?? 4096;
  const numbers = ' '.repeat(44);
  const head =
    `6 0 obj\n<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /${wish.subFilter ?? 'ETSI.CAdES.detached'} ` +
    `/ByteRange [${numbers}] /Contents `;
  const tail = ` >>\nendobj\ntrailer\n<< /Size 7 /Root 1 0 R >>\n%%EOF\n`;
  const from = pdf.length + head.length;
  const to = from + 2 * room + 2;
  const exact = [0, from, to, tail.length] as const;
  const range = (wish.range?.(exact) ?? exact).join(' ').padEnd(numbers.length);
  const before = Buffer.concat([pdf, Buffer.from(head.replace(numbers, range), 'latin1')]);
  const after = Buffer.from(tail, 'latin1');
  const signed = Buffer.concat([before, after]);
  const cms = Buffer.from(wish.cms?.(signed) ?? makeCms(signed, wish)).toString('hex');
  return Buffer.concat([before, Buffer.from(`<${cms.padEnd(2 * room, '0')}>`, 'latin1'), after]);
}

function withTable(header: string, objects: readonly string[]): string {
  let body = header;
  const offsets = objects.map((object) => {
    const at = body.length;
    body += object;
    return at;
  });
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  return `${body}${table}trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${body.length}\n%%EOF\n`;
}
