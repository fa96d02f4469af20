/** Forms that widely used software writes, each as small as it gets. Every case is expected to hold. */
import type { Holder } from '../../../../test/signing/authority';
import {
  appended,
  makePdf,
  type Part,
  signPdf,
  stampPdf,
  streamOf,
} from '../../../../test/signing/pdf-maker';
import { checkedAt, signersUnderOneRoot } from '../../../../test/signing/signers';
import type { Circumstances } from './cms';
import { verifyPdf } from './pades';

let [officer, agency, clock]: Holder[] = [];
let circumstances: Circumstances;
beforeAll(async () => {
  ({ officer, agency, clock, circumstances } = await signersUnderOneRoot());
});
const sign = (pdf: Buffer, signer: Holder | undefined, parts: readonly Part[] = []) =>
  signPdf(pdf, { signer: signer as Holder, parts });
const told = (pdf: Buffer) =>
  verifyPdf(pdf, circumstances).map(
    ({ status, findings }) =>
      `${status} ${findings.filter((each) => /changed|unreadable|vouched/.test(each)).join()}`,
  );
const page = () => makePdf('Quyet dinh');
const holds = ['valid ', 'valid '];

it('control: two signatures', () => expect(told(sign(sign(page(), officer), agency))).toEqual(holds));

it('1 an object written again as it was (iText 5 and 7: the page tree, signed fields)', () =>
  expect(
    told(sign(sign(page(), officer), agency, [[2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>']])),
  ).toEqual(holds));

it('2 a form that gains DA and DR with its second field (PDFBox: DSS, Open-PDF-Sign, DSS time-stamps)', () => {
  const form = '/SigFlags 3 /Fields [6 0 R 9 0 R] /DA (/Helv 0 Tf 0 g ) /DR << /Font << /Helv 11 0 R >> >>';
  const parts: Part[] = [
    [1, `<< /Type /Catalog /Pages 2 0 R /AcroForm << ${form} >> >>`],
    [11, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
  ];
  expect(told(sign(sign(page(), officer), agency, parts))).toEqual(holds);
});

it('3 a reference of the first signature to the catalog, /Data (iText, Acrobat, DocuSign)', () => {
  const data: Part = [8, '<< /Type /SigRef /TransformMethod /FieldMDP /Data 1 0 R >>'];
  expect(told(sign(sign(page(), officer, [data]), agency))).toEqual(holds);
});

it('5 a startxref that names the line end before xref (node-signpdf 3.3, PDFBox 1.8)', () => {
  const text = page().toString('latin1');
  const base = Buffer.from(
    text.replace(/startxref\n(\d+)/, (_, at) => `startxref\n${Number(at) - 1}`),
    'latin1',
  );
  expect(told(sign(sign(base, officer), agency))).toEqual(holds);
});

it('6 an unused number as `0000000000 00000 n` (macOS Quartz, Chrome and Google Docs Skia)', () => {
  const base = appended(page(), [[9, 'null']], { rows: (rows) => [[8, 0], ...rows] });
  expect(told(sign(sign(base, officer), agency))).toEqual(holds);
});

it('8 offsets of eight bytes in a cross-reference stream, /W [1 8 2] (pyHanko)', () => {
  const bodies = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>',
    streamOf('BT (x) Tj ET'),
  ];
  let body = '%PDF-1.7\n';
  const row = (kind: number, at: number) => {
    const bytes = Buffer.alloc(11);
    bytes.writeUInt8(kind, 0);
    bytes.writeUInt32BE(at, 5);
    return bytes;
  };
  const rows = [row(0, 0)];
  for (const [index, each] of bodies.entries()) {
    rows.push(row(1, body.length));
    body += `${index + 1} 0 obj\n${each}\nendobj\n`;
  }
  const start = body.length;
  rows.push(row(1, start));
  const more = ' /Type /XRef /Size 6 /Root 1 0 R /W [1 8 2]';
  body += `5 0 obj\n${streamOf(Buffer.concat(rows).toString('latin1'), more)}\nendobj\nstartxref\n${start}\n%%EOF\n`;
  expect(told(sign(sign(Buffer.from(body, 'latin1'), officer), agency))).toEqual(holds);
});

it('9 an update that is hybrid (PDFBox behind a PDF that Word saved)', () => {
  const signed = sign(page(), officer);
  const hidden: Part = [90, streamOf('', ' /Type /XRef /Root 1 0 R /Size 91 /W [1 2 1] /Index [0 0]')];
  const trailer = (usual: string) => usual.replace('<<', `<< /XRefStm ${signed.length}`);
  expect(told(appended(signed, [hidden], { packed: false, trailer }))).toEqual(['valid ']);
});

it('11 a time-stamp whose moment was changed is not valid', () => {
  const pdf = stampPdf(sign(page(), officer), clock as Holder, checkedAt);
  const hole = pdf.lastIndexOf('/Contents <');
  // GeneralizedTime 20261122030000Z in the token, in hexadecimal.
  const at = pdf.indexOf(Buffer.from('20261122030000').toString('hex'), hole);
  pdf.write(Buffer.from('20251122030000').toString('hex'), at, 'latin1');
  const [, stamp] = verifyPdf(pdf, circumstances);
  expect(at).toBeGreaterThan(hole);
  expect([stamp?.status, stamp?.findings]).toEqual(['invalid', expect.anything()]);
});
