import { type Holder, issue, issueAuthority } from '../../../../test/signing/authority';
import {
  appended,
  makePdf,
  type Part,
  signPdf,
  sizeOf,
  stampPdf,
  streamOf,
  updated,
} from '../../../../test/signing/pdf-maker';
import { checkedAt, signersUnderOneRoot } from '../../../../test/signing/signers';
import type { Circumstances } from './cms';
import { verifyPdf } from './pades';

/** What a signature forbids those who come later (ISO 32000-2, 12.8.2.2 and 12.8.2.4). */
let [officer, agency, stranger, clock]: Holder[] = [];
let circumstances: Circumstances;
beforeAll(async () => {
  ({ officer, agency, clock, circumstances } = await signersUnderOneRoot());
  stranger = await issue({ name: 'CN=z' }, await issueAuthority({ name: 'CN=Another' }));
});

const judged = (pdf: Buffer) => verifyPdf(pdf, circumstances);
const statuses = (pdf: Buffer) => judged(pdf).map(({ status }) => status);
const oversteps = (pdf: Buffer) =>
  judged(pdf).map(({ findings }) => findings.includes('not-permitted-by-earlier-signature'));

const reference = (method: string, parameters: string): string =>
  ` /Reference [<< /Type /SigRef /TransformMethod /${method} /Data 1 0 R /TransformParams ` +
  `<< /Type /TransformParams /V /1.2${parameters} >> >>]`;
const permits = (level: string) => reference('DocMDP', level);
const locks = (action: string, more = '') => reference('FieldMDP', ` /Action /${action}${more}`);

/** An empty field `seal` for a signature and a field `note` with a text, as a template has them. */
const template = (inSignature: string, more: readonly Part[] = []): Buffer => {
  const form = '/AcroForm << /SigFlags 3 /Fields [6 0 R 20 0 R 21 0 R] >>';
  const widget = '/Type /Annot /Subtype /Widget /F 4 /P 3 0 R /Rect';
  const annots = '/Annots [6 0 R 20 0 R 21 0 R]';
  const parts: Part[] = [
    [1, `<< /Type /Catalog /Pages 2 0 R ${form} >>`],
    [3, `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ${annots} >>`],
    [20, `<< ${widget} [50 50 150 150] /FT /Sig /T (seal) >>`],
    [21, `<< ${widget} [50 200 150 220] /FT /Tx /T (note) /V (so) /AP << /N 22 0 R >> >>`],
    [22, streamOf('BT (so) Tj ET', ' /Type /XObject /Subtype /Form /BBox [0 0 100 20] /Resources << >>')],
    ...more,
  ];
  return signPdf(makePdf('Quyet dinh'), { signer: officer as Holder, inSignature, parts });
};
const kept = (pdf: Buffer, ...numbers: number[]): Part[] =>
  numbers.map((number) => {
    const bodies = [
      ...pdf.toString('latin1').matchAll(new RegExp(`\\n${number} 0 obj\\n(.*)\\nendobj`, 'g')),
    ];
    return [number, bodies.at(-1)?.[1] ?? ''];
  });
const withValue = (pdf: Buffer, value: string): Part[] =>
  kept(pdf, 1, 3, 20).map(([number, body]) => [
    number,
    number === 20 ? body.replace(/>>$/, `${value} >>`) : body,
  ]);

/** What somebody does behind it. */
const deeds = {
  'revocation data': (pdf: Buffer) => appended(pdf, stored(pdf)),
  'a time-stamp': (pdf: Buffer) => stampPdf(pdf, clock as Holder, checkedAt, { parts: added(pdf) }),
  'a signature in a new field': (pdf: Buffer) =>
    signPdf(pdf, { signer: agency as Holder, parts: added(pdf) }),
  'a signature in the field that was there': (pdf: Buffer) =>
    signPdf(pdf, { signer: agency as Holder, parts: withValue(pdf, ` /V ${sizeOf(pdf)} 0 R`) }),
  'a text in a field, signed': (pdf: Buffer) =>
    signPdf(pdf, { signer: agency as Holder, parts: filled(pdf) }),
  'a text in a field': (pdf: Buffer) => appended(pdf, filled(pdf, false)),
  'another description': (pdf: Buffer) => appended(pdf, described(pdf)),
  'another text of the page': (pdf: Buffer) => updated(pdf, 'khac'),
} as const;
type Deed = keyof typeof deeds;

function added(pdf: Buffer): Part[] {
  const field = sizeOf(pdf) + 1;
  return kept(pdf, 1, 3).map(([number, body]) => [number, body.replace('21 0 R]', `21 0 R ${field} 0 R]`)]);
}
function filled(pdf: Buffer, isSigned = true): Part[] {
  const look = sizeOf(pdf) + 5;
  const [note] = kept(pdf, 21);
  const body = note?.[1].replace('(so)', '(05)').replace('22 0 R', `${look} 0 R`) ?? '';
  const drawing = streamOf(
    'BT (05) Tj ET',
    ' /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << >>',
  );
  return [...(isSigned ? added(pdf) : []), [21, body], [look, drawing]];
}
function stored(pdf: Buffer): Part[] {
  const store = sizeOf(pdf);
  const [catalog] = kept(pdf, 1);
  return [
    [1, catalog?.[1].replace(/>>$/, `/DSS ${store} 0 R >>`) ?? ''],
    [store, `<< /Type /DSS /Certs [${store + 1} 0 R] >>`],
    [store + 1, streamOf(Buffer.from((officer as Holder).der).toString('latin1'))],
  ];
}
function described(pdf: Buffer): Part[] {
  const metadata = sizeOf(pdf);
  const [catalog] = kept(pdf, 1);
  return [
    [1, catalog?.[1].replace(/>>$/, `/Metadata ${metadata} 0 R >>`) ?? ''],
    [metadata, streamOf('<x/>', ' /Type /Metadata /Subtype /XML')],
  ];
}

type Row = [limit: string, inSignature: string, Deed, right: 'holds' | 'not permitted' | 'changed'];
const onlyStamps = permits(' /P 1');
const rows: Row[] = [
  ['P 1', onlyStamps, 'revocation data', 'holds'],
  ['P 1', onlyStamps, 'a time-stamp', 'holds'],
  ['P 1', onlyStamps, 'a signature in a new field', 'not permitted'],
  ['P 1', onlyStamps, 'a signature in the field that was there', 'not permitted'],
  ['P 1', onlyStamps, 'a text in a field, signed', 'changed'],
  ['P 1', onlyStamps, 'another description', 'not permitted'],
  ['P 1', onlyStamps, 'another text of the page', 'changed'],
  ['P that is none', permits(' /P (2)'), 'a signature in a new field', 'not permitted'],
  ['P 2', permits(' /P 2'), 'a signature in a new field', 'holds'],
  ['P by default', permits(''), 'a signature in a new field', 'holds'],
  ['P 2', permits(' /P 2'), 'a text in a field, signed', 'holds'],
  ['P 2', permits(' /P 2'), 'a text in a field', 'changed'],
  ['P 2', permits(' /P 2'), 'another text of the page', 'changed'],
  ['P 3', permits(' /P 3'), 'a text in a field, signed', 'holds'],
  ['P 3', permits(' /P 3'), 'another text of the page', 'changed'],
  ['none', '', 'a text in a field, signed', 'changed'],
  ['none', '', 'a signature in the field that was there', 'holds'],
  ['all fields', locks('All'), 'a signature in a new field', 'holds'],
  ['all fields', locks('All'), 'a time-stamp', 'holds'],
  ['all fields', locks('All'), 'a signature in the field that was there', 'not permitted'],
  ['an unknown action', locks('Some'), 'a signature in the field that was there', 'not permitted'],
  [
    'the field',
    locks('Include', ' /Fields [(seal)]'),
    'a signature in the field that was there',
    'not permitted',
  ],
  [
    'the field, in another encoding',
    locks('Include', ' /Fields [<feff007300650061006c>]'),
    'a signature in the field that was there',
    'not permitted',
  ],
  [
    'another field',
    locks('Include', ' /Fields [(note)]'),
    'a signature in the field that was there',
    'holds',
  ],
  [
    'all but the field',
    locks('Exclude', ' /Fields [(seal)]'),
    'a signature in the field that was there',
    'holds',
  ],
  [
    'all but another',
    locks('Exclude', ' /Fields [(note)]'),
    'a signature in the field that was there',
    'not permitted',
  ],
  [
    'all fields, and P 1 (iText, Acrobat)',
    locks('All', ' /P 1'),
    'a signature in a new field',
    'not permitted',
  ],
  ['all fields, and P 1 (iText, Acrobat)', locks('All', ' /P 1'), 'revocation data', 'holds'],
];

it.each(rows)('%s (%s): behind it %s, %s', (_, inSignature, deed, right) => {
  const pdf = deeds[deed](template(inSignature));
  const [first, ...later] = judged(pdf);
  expect(first?.status).toBe(right === 'holds' ? 'valid' : 'invalid');
  expect(oversteps(pdf).every((each) => each === (right === 'not permitted'))).toBe(true);
  if (right === 'not permitted')
    expect(later.map(({ status }) => status)).toEqual(later.map(() => 'invalid'));
});

it('a text in a field is vouched for by a good signature alone', () => {
  const pdf = template(permits(' /P 2'));
  const attack = signPdf(pdf, { signer: stranger as Holder, parts: filled(pdf) });
  expect(judged(attack)[0]).toMatchObject({
    status: 'invalid',
    findings: expect.arrayContaining(['drawing-not-vouched-for']),
  });
});

it('who certifies behind another signature lets nobody fill in what that one left open', () => {
  const pdf = template('');
  const certified = signPdf(pdf, {
    signer: officer as Holder,
    inSignature: permits(' /P 2'),
    parts: added(pdf),
  });
  const field = sizeOf(certified) + 1;
  const more = filled(certified).map(([number, body]): Part => {
    return [number, body.replace(`21 0 R ${field}`, `21 0 R ${sizeOf(pdf) + 1} 0 R ${field}`)];
  });
  const attack = signPdf(certified, { signer: agency as Holder, parts: more });
  expect(judged(certified).map(({ status }) => status)).toEqual(['valid', 'valid']);
  expect(judged(attack)[0]).toMatchObject({
    status: 'invalid',
    findings: expect.arrayContaining(['form-changed']),
  });
});

it('limits that stand in objects of their own count', () => {
  const parts: Part[] = [
    [30, '<< /Type /TransformParams /P 31 0 R >>'],
    [31, '1'],
    [32, '<< /Type /SigRef /TransformMethod /DocMDP /TransformParams 30 0 R >>'],
    [33, '[32 0 R]'],
  ];
  expect(oversteps(deeds['a signature in a new field'](template(' /Reference 33 0 R', parts)))).toEqual([
    true,
    true,
  ]);
});

it('who signed before the one that forbids stays valid', () => {
  const first = signPdf(makePdf('x'), { signer: officer as Holder });
  const second = signPdf(first, { signer: agency as Holder, inSignature: permits(' /P 1') });
  const third = signPdf(second, { signer: officer as Holder });
  expect(statuses(second)).toEqual(['valid', 'valid']);
  expect(statuses(third)).toEqual(['valid', 'invalid', 'invalid']);
});

it('a signature that is called a time-stamp and is none is not permitted either', () => {
  const pdf = template(onlyStamps);
  const attack = signPdf(pdf, {
    signer: agency as Holder,
    type: 'DocTimeStamp',
    subFilter: 'ETSI.RFC3161',
    parts: added(pdf),
  });
  expect(oversteps(attack)).toEqual([true, true]);
});
