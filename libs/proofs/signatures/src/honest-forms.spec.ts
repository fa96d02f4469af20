import type { Holder } from '../../../../test/signing/authority';
import {
  appended,
  makePdf,
  type Part,
  signPdf,
  sizeOf,
  stampPdf,
  streamOf,
  withStore,
} from '../../../../test/signing/pdf-maker';
import { checkedAt, signersUnderOneRoot } from '../../../../test/signing/signers';
import type { Circumstances } from './cms';
import { verifyPdf } from './pades';

/**
 * Forms of honest updates that widely used software writes, beside those of honest-updates.spec.ts: what they are is
 * said by what they mean. Each row signs twice, or adds something behind one signature.
 */
let [root, officer, agency, clock]: Holder[] = [];
let circumstances: Circumstances;
beforeAll(async () => {
  ({ root, officer, agency, clock, circumstances } = await signersUnderOneRoot());
});

const judged = (pdf: Buffer) => verifyPdf(pdf, circumstances);
const statuses = (pdf: Buffer) => judged(pdf).map(({ status }) => status);
const one = (pdf = makePdf('Quyet dinh'), parts: readonly Part[] = []) =>
  signPdf(pdf, { signer: officer as Holder, parts });
const two = (pdf: Buffer, parts: readonly Part[] = []) => signPdf(pdf, { signer: agency as Holder, parts });
const page = (more: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R${more} >>`;
const catalog = (form: string, more = '') =>
  `<< /Type /Catalog /Pages 2 0 R /AcroForm << ${form} >>${more} >>`;
const both = '/SigFlags 3 /Fields [6 0 R 9 0 R]';
const widget = '/Type /Annot /Subtype /Widget /F 132 /Rect [0 0 0 0] /P 3 0 R';
const text = 'BT /F1 12 Tf 72 720 Td (Quyet dinh) Tj ET';

/** A tagged page, signed; the structure's root is 40, its document 41, its tree of parents 42. */
const tagged = () =>
  one(makePdf('x'), [
    [1, catalog('/SigFlags 3 /Fields [6 0 R]', ' /StructTreeRoot 40 0 R')],
    [40, '<< /Type /StructTreeRoot /K 41 0 R /ParentTree 42 0 R /ParentTreeNextKey 1 >>'],
    [41, '<< /Type /StructElem /S /Document /P 40 0 R /K [43 0 R] >>'],
    [42, '<< /Nums [0 [43 0 R]] >>'],
    [43, '<< /Type /StructElem /S /P /P 41 0 R /Pg 3 0 R /K 0 >>'],
  ]);
const taggedAgain = (element: string, nums = '0 [43 0 R] 1 60 0 R') => {
  const pdf = tagged();
  const field = sizeOf(pdf) + 1;
  return two(pdf, [
    [1, catalog(`/SigFlags 3 /Fields [6 0 R ${field} 0 R]`, ' /StructTreeRoot 40 0 R')],
    [3, page(` /Annots [6 0 R ${field} 0 R]`)],
    [40, '<< /Type /StructTreeRoot /K 41 0 R /ParentTree 42 0 R /ParentTreeNextKey 2 >>'],
    [41, '<< /Type /StructElem /S /Document /P 40 0 R /K [43 0 R 60 0 R] >>'],
    [42, `<< /Nums [${nums}] >>`],
    [60, element.replace('WIDGET', `${field} 0 R`)],
  ]);
};
const formElement = '<< /Type /StructElem /S /Form /P 41 0 R /K << /Type /OBJR /Obj WIDGET /Pg 3 0 R >> >>';

const rows: [who: string, () => Buffer][] = [
  [
    'iText 5: the page tree and the text again, spaces and keys in another order',
    () =>
      two(one(), [
        [2, '<</Count 1/Kids[3 0 R]/Type/Pages>>'],
        [4, `<</Length ${text.length}>>stream\n${text}\nendstream`],
      ]),
  ],
  [
    'iText 7: numbers and strings in another spelling',
    () =>
      two(
        one(makePdf('x', { inPage: ' /UserUnit 0.50 /Note (abc)' }), [
          [3, page(' /UserUnit 0.50 /Note (abc) /Annots [6 0 R]')],
        ]),
        [[3, page(' /UserUnit .5 /Note <616263> /Annots [6 0 R 9 0 R]')]],
      ),
  ],
  [
    'iText 7: the signed field and its look again',
    () => {
      const pdf = one();
      const again = [6, 7].map((number) => [number, bodyOf(pdf, number)] as const);
      return two(pdf, again);
    },
  ],
  [
    'a length that stood elsewhere and now stands in the stream',
    () => {
      const stream = `<< /Length 31 0 R >>\nstream\n${text}\nendstream`;
      const parts: Part[] = [
        [30, stream],
        [31, String(text.length)],
      ];
      const base = makePdf('x', { parts });
      const field = sizeOf(base) + 1;
      const pdf = one(base, [[3, page(` /Annots [${field} 0 R]`).replace('4 0 R', '30 0 R')]]);
      return appended(pdf, [[30, streamOf(text)]]);
    },
  ],
  ['PDFBox: sections and objects in streams', () => two(one(makePdf('x', { packed: true })))],
  [
    'EU DSS: DA and DR with revocation data',
    () => {
      const pdf = one();
      const form = '/SigFlags 3 /Fields [6 0 R] /DA (/Helv 0 Tf 0 g ) /DR << /Font << /Helv 11 0 R >> >>';
      return appended(pdf, [
        [1, catalog(form, ' /DSS 10 0 R')],
        [10, '<< /Type /DSS /Certs [12 0 R] >>'],
        [12, streamOf('x')],
        [11, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
      ]);
    },
  ],
  [
    'Acrobat: one more font in DR, where the fields have looks of their own',
    () => {
      const dr = (fonts: string) =>
        `/DA (/Helv 0 Tf) /DR << /Font << /Helv 41 0 R${fonts} >> /Encoding << >> >>`;
      const font: Part = [41, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'];
      const pdf = one(makePdf('x'), [[1, catalog(`/SigFlags 3 /Fields [6 0 R] ${dr('')}`)], font]);
      const field = sizeOf(pdf) + 1;
      const more: Part = [60, '<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>'];
      return two(pdf, [
        [1, catalog(`/SigFlags 3 /Fields [6 0 R ${field} 0 R] ${dr(' /ZaDb 60 0 R')}`)],
        [3, page(` /Annots [6 0 R ${field} 0 R]`)],
        more,
      ]);
    },
  ],
  [
    'Acrobat: the form and its list become objects of their own',
    () =>
      two(one(), [
        [1, '<< /Type /Catalog /Pages 2 0 R /AcroForm 20 0 R >>'],
        [20, '<< /SigFlags 3 /Fields 21 0 R >>'],
        [21, '[6 0 R 9 0 R]'],
        [3, page(' /Annots 22 0 R /Tabs /S')],
        [22, '[6 0 R 9 0 R]'],
      ]),
  ],
  [
    'a certification and what it is referred to by',
    () => {
      const data =
        '/Reference [<< /Type /SigRef /TransformMethod /DocMDP /Data 1 0 R /TransformParams << /P 2 /V /1.2 >> >>]';
      const pdf = signPdf(makePdf('x'), { signer: officer as Holder, inSignature: ` ${data}` });
      return two(pdf);
    },
  ],
  [
    'a second signature that certifies, named in Perms',
    () => two(one(), [[1, catalog(both, ' /Perms << /DocMDP 8 0 R >>')]]),
  ],
  [
    'pyHanko: a field below a name, on a page with a list of its own',
    () =>
      two(one(), [
        [1, catalog('/SigFlags 3 /Fields [6 0 R 20 0 R]')],
        [20, '<< /T (form) /Kids [9 0 R] >>'],
        [9, `<< ${widget} /FT /Sig /T (sig) /Parent 20 0 R /V 8 0 R >>`],
      ]),
  ],
  [
    'a field apart from its widget (PDFBox examples, Foxit)',
    () =>
      two(one(), [
        [9, '<< /FT /Sig /T (sig) /Kids [20 0 R] /V 8 0 R >>'],
        [20, '<< /Type /Annot /Subtype /Widget /Parent 9 0 R /F 132 /Rect [0 0 0 0] /P 3 0 R >>'],
        [3, page(' /Annots [6 0 R 20 0 R]')],
      ]),
  ],
  [
    'node-signpdf: every row of the file again in the update',
    () => {
      const pdf = one();
      const places = [2, 4].map((number) => [number, pdf.lastIndexOf(`\n${number} 0 obj`) + 1] as const);
      return appended(pdf, [[90, '<< >>']], { rows: (usual) => [...places, ...usual] });
    },
  ],
  [
    'node-signpdf: a startxref of the update that names white space',
    () => shifted(appended(one(), [[90, '<< >>']])),
  ],
  [
    'Skia: unused numbers as rows of zeros in the update',
    () => appended(one(), [[90, '<< >>']], { rows: (usual) => [[80, 0], ...usual] }),
  ],
  [
    'Quartz: an object with a key twice that nothing refers to',
    () =>
      two(
        one(
          appended(makePdf('x'), [
            [30, '<< /A 1 /A 2 >>'],
            [31, '<< /B [ /C >>'],
          ]),
        ),
      ),
  ],
  ['a new object with a key twice that nothing refers to', () => appended(one(), [[90, '<< /A 1 /A 2 >>']])],
  [
    'a number that is freed and that nothing refers to',
    () =>
      appended(one(appended(makePdf('x'), [[30, '<< >>']])), [[90, '<< >>']], {
        rows: (usual) => [...usual, [30, undefined]],
      }),
  ],
  [
    'a line end behind the last mark, and an update behind that',
    () => {
      const pdf = one();
      const [start] = /\d+(?=\n%%EOF\n$)/.exec(pdf.toString('latin1')) ?? [];
      const trailer = (usual: string) => usual.replace('NaN', String(start));
      return appended(Buffer.concat([pdf, Buffer.from('\r\n')]), [[90, '<< >>']], { trailer });
    },
  ],
  [
    'a lock that marks the signed field as only to be read',
    () => {
      const field = (more: string) => `<< ${widget} /FT /Sig /T (s6) /V 5 0 R /AP << /N 7 0 R >>${more} >>`;
      return two(one(makePdf('x'), [[6, field('')]]), [[6, field(' /Ff 1')]]);
    },
  ],
  [
    'rows of nineteen bytes',
    () => {
      const text = appended(one(), [[90, '<< >>']]).toString('latin1');
      const at = text.lastIndexOf('xref\n90');
      return Buffer.from(text.slice(0, at) + text.slice(at).replace(/ n \n/g, ' n\n'), 'latin1');
    },
  ],
  [
    'rows that name the line end before their object',
    () =>
      appended(one(), [[90, '<< >>']], {
        rows: (usual) => usual.map(([number, at]) => [number, at === undefined ? at : at - 1]),
      }),
  ],
  ['iText 7: a tagged file gains an element for the new field', () => taggedAgain(formElement)],
  [
    'a time-stamp, revocation data and a signature, in turn',
    () => {
      const stamped = stampPdf(
        withStore(one(), { certificates: [root as Holder] }),
        clock as Holder,
        checkedAt,
      );
      return withStore(two(withStore(stamped, { lists: [] })), { certificates: [officer as Holder] });
    },
  ],
];

const bodyOf = (pdf: Buffer, number: number): string =>
  [...pdf.toString('latin1').matchAll(new RegExp(`\\n${number} 0 obj\\n([^]*?)\\nendobj`, 'g'))].at(
    -1,
  )?.[1] ?? '';
const shifted = (pdf: Buffer): Buffer =>
  Buffer.from(
    pdf.toString('latin1').replace(/(\d+)(?=\n%%EOF\n$)/, (at) => String(Number(at) - 1)),
    'latin1',
  );

it.each(rows)('%s', (_, pdf) => {
  const told = judged(pdf());
  expect(
    told.map(({ status, findings }) => [status, findings.filter((each) => /changed|un|enc/.test(each))]),
  ).toEqual(told.map(() => ['valid', []]));
  expect(told.length).toBeGreaterThan(0);
});

it.each([
  ['says a text in place of another', formElement.replace('/S /Form', '/S /Form /ActualText (khac)')],
  ['is of the text of the page', formElement.replace('WIDGET', '4 0 R')],
  ['holds marked content', '<< /Type /StructElem /S /P /P 41 0 R /Pg 3 0 R /K 0 >>'],
])('a tagged file may not gain an element that %s', (_, element) =>
  expect(judged(taggedAgain(element))[0]).toMatchObject({
    status: 'invalid',
    findings: expect.arrayContaining(['catalog-changed']),
  }),
);

it('nor may the parent of what was signed be another', () =>
  expect(judged(taggedAgain(formElement, '0 [60 0 R] 1 60 0 R'))[0]?.status).toBe('invalid'));

describe('what is no signature is not told as one', () => {
  const zeros = `<${'0'.repeat(512)}>`;
  const rights = (key: string) =>
    one(makePdf('x', { inCatalog: ` /Perms << /${key} 5 0 R >>` }), [
      [1, `<< /Type /Catalog /Pages 2 0 R /Perms << /${key} 5 0 R >> >>`],
      [3, page('')],
    ]);

  it.each([
    '/ByteRange [0 0 0 0]',
    '/ByteRange [0 1000000000 1000000000 1000000000]',
    '/ByteRange [0 100 600 50]',
  ])('room for a signature that nobody made: %s', (range) => {
    const room: Part = [30, `<< /Type /Sig /Filter /Adobe.PPKLite ${range} /Contents ${zeros} >>`];
    expect(judged(makePdf('x', { parts: [room] }))).toEqual([]);
    expect(statuses(one(makePdf('x', { parts: [room] })))).toEqual(['valid']);
  });

  it('but a signature is told, though somebody repeats its range over zeros', () => {
    const pdf = one();
    const range = /\/ByteRange \[[^\]]+\]/.exec(pdf.toString('latin1'))?.[0] ?? '';
    expect(judged(appended(pdf, [[90, `<< ${range} /Contents ${zeros} >>`]]))).toHaveLength(1);
  });

  it.each(['UR3', 'UR'])('usage rights, %s', (key) => {
    const inSignature = ` /Reference [<< /Type /SigRef /TransformMethod /${key} >>]`;
    const parts: Part[] = [
      [1, `<< /Type /Catalog /Pages 2 0 R /Perms << /${key} 5 0 R >> >>`],
      [3, page('')],
    ];
    const pdf = signPdf(makePdf('x'), { signer: officer as Holder, inSignature, parts });
    expect(judged(pdf)).toEqual([]);
    // Named by nobody, it is a signature like any other.
    expect(judged(signPdf(makePdf('x'), { signer: officer as Holder, inSignature }))).toHaveLength(1);
    expect(judged(rights(key))).toHaveLength(1);
  });
});

describe('what cannot be read is not told as forged', () => {
  const reasons: [string, () => Buffer, string][] = [
    [
      'an encrypted file',
      () =>
        appended(one(makePdf('x')), [[90, '<< >>']], {
          trailer: (usual) => usual.replace('<<', '<< /Encrypt 91 0 R'),
        }),
      'file-encrypted',
    ],
    [
      'an object of the signed file that is damaged',
      () =>
        withStore(
          one(makePdf('x', { inPage: ' /Group 30 0 R', parts: [[30, '<< /A 1 /A 2 >>']] }), [
            [3, page(' /Group 30 0 R /Annots [6 0 R]')],
          ]),
          {},
        ),
      'revision-unreadable',
    ],
    [
      'a section that is packed in a way that is not read',
      () =>
        Buffer.from(
          withStore(one(makePdf('x', { packed: true })), {})
            .toString('latin1')
            .replace(/FlateDecode(?![^]*FlateDecode)/, 'LZWDecode  '),
          'latin1',
        ),
      'update-unsupported',
    ],
  ];
  it.each(reasons)('%s', (_, pdf, finding) => {
    expect(judged(pdf())).toMatchObject([
      { status: 'undecided', findings: expect.arrayContaining([finding]) },
    ]);
  });
});
