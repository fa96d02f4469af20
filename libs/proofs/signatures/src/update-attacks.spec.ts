import type { Holder } from '../../../../test/signing/authority';
import {
  appended,
  makePdf,
  type Part,
  signPdf,
  sizeOf,
  stampPdf,
  streamOf,
  type UpdateWish,
  withStore,
} from '../../../../test/signing/pdf-maker';
import { checkedAt, signersUnderOneRoot } from '../../../../test/signing/signers';
import type { Circumstances } from './cms';
import { verifyPdf } from './pades';

/** Attacks that use what honest updates are allowed: each allowance has one that leans on it. */
let [root, officer, agency, clock]: Holder[] = [];
let circumstances: Circumstances;
beforeAll(async () => {
  ({ root, officer, agency, clock, circumstances } = await signersUnderOneRoot());
});

const judged = (pdf: Buffer) => verifyPdf(pdf, circumstances);
const one = (pdf = makePdf('Quyet dinh'), parts: readonly Part[] = []) =>
  signPdf(pdf, { signer: officer as Holder, parts });
const two = (pdf: Buffer, parts: readonly Part[] = []) => signPdf(pdf, { signer: agency as Holder, parts });
const page = (more: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R${more} >>`;
const catalog = (form: string, more = '') =>
  `<< /Type /Catalog /Pages 2 0 R /AcroForm << ${form} >>${more} >>`;
const text = 'BT /F1 12 Tf 72 720 Td (Quyet dinh) Tj ET';
const font = (base: string) => `<< /Type /Font /Subtype /Type1 /BaseFont /${base} >>`;

/** A form with a text field 40, a font 41 in DR, and looks as told. */
const withField = (field: string, form = '', more: readonly Part[] = []): Buffer =>
  one(makePdf('x'), [
    [1, catalog(`/SigFlags 3 /Fields [6 0 R 40 0 R]${form}`)],
    [3, page(' /Annots [6 0 R 40 0 R]')],
    [40, `<< /Type /Annot /Subtype /Widget /FT /Tx /T (so) /V (05) /Rect [9 9 99 99] /P 3 0 R${field} >>`],
    [41, font('Helvetica')],
    ...more,
  ]);
const form = (pdf: Buffer, more: string): Part => {
  const own = /\/Fields \[6 0 R( 40 0 R)?\]/.exec(pdf.toString('latin1'))?.[1] ?? '';
  return [1, catalog(`/SigFlags 3 /Fields [6 0 R${own}]${more}`)];
};
const dr = (fonts: string) => ` /DA (/Helv 9 Tf) /DR << /Font << ${fonts} >> >>`;

/** A section in a stream, with one row for each object; whoever reads streams follows it. */
const hiddenSection = (rows: HiddenRows, more = ' /Root 1 0 R') => {
  const bytes = Buffer.alloc(rows.length * 7);
  rows.forEach(([, kind, at], index) => {
    bytes.writeUInt8(kind, index * 7);
    bytes.writeUInt32BE(at, index * 7 + 1);
  });
  const index = rows.map(([number]) => `${number} 1`).join(' ');
  const about = ` /Type /XRef /Size 99 /W [1 4 2] /Index [${index}]${more}`;
  return streamOf(bytes.toString('latin1'), about);
};

const attacks: [what: string, () => Buffer, finding: string][] = [
  [
    'an object again, with another filter over the same bytes',
    () => appended(one(), [[4, streamOf(text, ' /Filter /ASCIIHexDecode')]]),
    'content-changed',
  ],
  [
    'an object again, with one byte of its stream changed',
    () => appended(one(), [[4, streamOf(text.replace('Quyet', 'quyet'))]]),
    'content-changed',
  ],
  [
    'an object again, with a length that cuts its stream',
    () => appended(one(), [[4, `<< /Length 5 >>\nstream\n${text}\nendstream`]]),
    'update-unreadable',
  ],
  [
    'a length that stands elsewhere is made shorter, up to an end that was prepared in the stream',
    () => {
      const long = `BT (A) Tj ET\nendstream\nendobj\n${text}`;
      const base = makePdf('x', {
        parts: [
          [30, `<< /Length 31 0 R >>\nstream\n${long}\nendstream`],
          [31, String(long.length)],
        ],
      });
      const field = sizeOf(base) + 1;
      const pdf = one(base, [[3, page(` /Annots [${field} 0 R]`).replace('4 0 R', '30 0 R')]]);
      return appended(pdf, [[31, '12']]);
    },
    'content-changed',
  ],
  [
    'a whole number becomes one with a point: a flag of a hidden note that some readers no longer read',
    () => {
      const note = (flags: string) => `<< /Type /Annot /Subtype /FreeText /F ${flags} /Rect [0 0 9 9] >>`;
      const parts: Part[] = [
        [3, page(' /Annots [6 0 R 30 0 R]')],
        [30, note('2')],
      ];
      return appended(one(makePdf('x'), parts), [[30, note('2.0')]]);
    },
    'content-changed',
  ],
  [
    'DA and DR are gained by a form whose text field has no look of its own',
    () => {
      const pdf = withField('');
      return appended(pdf, [form(pdf, dr('/Helv 90 0 R')), [90, font('Wingdings')]]);
    },
    'form-changed',
  ],
  [
    'DR is gained by a form whose field is drawn by a stream that names no fonts',
    () => {
      const look: Part = [42, streamOf('BT /Helv 9 Tf (05) Tj ET', ' /Subtype /Form /BBox [0 0 9 9]')];
      const pdf = withField(' /AP << /N 42 0 R >>', '', [look]);
      return appended(pdf, [form(pdf, dr('/Helv 90 0 R')), [90, font('Wingdings')]]);
    },
    'form-changed',
  ],
  [
    'DR is gained, and one state of a field is drawn by a stream that names no fonts',
    () => {
      const own: Part = [42, streamOf('x', ' /Subtype /Form /Resources << >>')];
      const other: Part = [43, streamOf('x', ' /Subtype /Form')];
      const pdf = withField(' /AP << /N << /On 42 0 R /Off 43 0 R >> >>', '', [own, other]);
      return appended(pdf, [form(pdf, dr('/Helv 90 0 R')), [90, font('Wingdings')]]);
    },
    'form-changed',
  ],
  [
    'new fonts: the font of DR is another',
    () => {
      const pdf = withField('', dr('/Helv 41 0 R'));
      return appended(pdf, [form(pdf, dr('/Helv 90 0 R')), [90, font('Wingdings')]]);
    },
    'form-changed',
  ],
  [
    'new fonts: the object of the font is another',
    () => appended(withField('', dr('/Helv 41 0 R')), [[41, font('Wingdings')]]),
    'content-changed',
  ],
  [
    'the font of DR is taken away',
    () => {
      const pdf = withField('', dr('/Helv 41 0 R'));
      return appended(pdf, [form(pdf, dr(''))]);
    },
    'form-changed',
  ],
  [
    'DA is another',
    () => {
      const pdf = withField('', dr('/Helv 41 0 R'));
      return appended(pdf, [form(pdf, dr('/Helv 41 0 R').replace('9 Tf', '0.1 Tf'))]);
    },
    'form-changed',
  ],
  [
    'DR is gained where the form is drawn anew by readers',
    () => {
      const look: Part = [42, streamOf('x', ' /Subtype /Form /Resources << >>')];
      const pdf = withField(' /AP << /N 42 0 R >>', ' /NeedAppearances true', [look]);
      return appended(pdf, [form(pdf, ` /NeedAppearances true${dr('/Helv 41 0 R')}`)]);
    },
    'form-changed',
  ],
  [
    'overlay: the value of a text field',
    () => {
      const pdf = withField(' /AP << >>');
      return appended(pdf, [[40, bodyOf(pdf, 40).replace('(05)', '(99)')]]);
    },
    'form-changed',
  ],
  [
    'overlay: the look of a text field, signed by nobody new',
    () => {
      const look = (words: string) => streamOf(`(${words}) Tj`, ' /Subtype /Form /Resources << >>');
      return appended(withField(' /AP << /N 42 0 R >>', '', [[42, look('05')]]), [[42, look('99')]]);
    },
    'content-changed',
  ],
  [
    'a flag that lets a field be hidden is hidden among those of a lock',
    () => {
      const pdf = withField(' /Ff 2');
      return appended(pdf, [[40, bodyOf(pdf, 40).replace('/Ff 2', '/Ff 5')]]);
    },
    'form-changed',
  ],
  [
    'the reference of a signature, /Data, with something else besides: a page’s resources',
    () => {
      const doubled = '<< /TransformMethod /DocMDP /Data 31 0 R /XObject << >> >>';
      const parts: Part[] = [
        [3, page(' /Annots [6 0 R] /Resources 30 0 R')],
        [30, doubled],
        [31, streamOf('x')],
      ];
      return appended(one(makePdf('x'), parts), [[31, streamOf('y')]]);
    },
    'content-changed',
  ],
  [
    'the reference of a signature, /Data, to what is replaced',
    () => {
      const inSignature = ' /Reference [<< /TransformMethod /DocMDP /Data 4 0 R >>]';
      return appended(signPdf(makePdf('x'), { signer: officer as Holder, inSignature }), [
        [4, streamOf('y')],
      ]);
    },
    'content-changed',
  ],
  [
    'a hidden section that replaces the text',
    () => hybrid((at) => [[4, 1, at]], [4, streamOf('BT (khac) Tj ET')]),
    'content-changed',
  ],
  ['a hidden section that frees the text', () => hybrid(() => [[4, 0, 0]], [90, '<< >>']), 'content-changed'],
  [
    'a hidden section that places an object elsewhere than its table',
    () =>
      hybrid(
        (at) => [[90, 1, at]],
        [90, '<< >>'],
        (rows) => [...rows, [90, 15]],
      ),
    'update-unreadable',
  ],
  [
    'a hidden section that names another catalog',
    () => hybrid((at) => [[90, 1, at]], [90, '<< >>'], undefined, ' /Root 90 0 R'),
    'update-unreadable',
  ],
  [
    'a hidden section that leads to one in the signed bytes',
    () => {
      const pdf = one(makePdf('x', { parts: [[30, hiddenSection([[80, 1, 15]])]] }));
      const section = hiddenSection([[90, 1, 0]], ` /Root 1 0 R /Prev ${pdf.indexOf('30 0 obj')}`);
      const trailer = (usual: string) => usual.replace('<<', `<< /XRefStm ${pdf.length}`);
      return appended(pdf, [[95, section]], { packed: false, trailer });
    },
    'update-unreadable',
  ],
  [
    'a hidden section that is hidden in the signed bytes',
    () => {
      const attack = hiddenSection([[4, 1, 15]]);
      const pdf = one(makePdf('x', { parts: [[30, attack]] }));
      const at = pdf.indexOf('30 0 obj');
      const trailer = (usual: string) => usual.replace('<<', `<< /XRefStm ${at}`);
      return appended(pdf, [[90, '<< >>']], { packed: false, trailer });
    },
    'update-unreadable',
  ],
  [
    'a startxref that points into a stream',
    () => {
      const pdf = one();
      const words = `4 0 obj\n${streamOf('BT (khac) Tj ET')}\nendobj\n`;
      const head = '90 0 obj\n<< /Length LLLL >>\nstream\n';
      const [offset] = /\d+(?=\n%%EOF\n$)/.exec(pdf.toString('latin1')) ?? [];
      const own = pdf.length + words.length;
      const rows = [words, ''].map((_, index) => String([pdf.length, own][index]).padStart(10, '0'));
      const section =
        `xref\n4 1\n${rows[0]} 00000 n \n90 1\n${rows[1]} 00000 n \n` +
        `trailer\n<< /Size 91 /Root 1 0 R /Prev ${offset} >>\n`;
      const stream = `${head.replace('LLLL', String(section.length))}${section}\nendstream\nendobj\n`;
      const at = own + stream.indexOf('xref');
      return Buffer.concat([pdf, Buffer.from(`${words}${stream}startxref\n${at}\n%%EOF\n`, 'latin1')]);
    },
    'update-unreadable',
  ],
  [
    'a row of zeros for the text that is drawn',
    () => appended(one(), [[90, '<< >>']], { rows: (rows) => [...rows, [4, 0]] }),
    'content-changed',
  ],
  [
    'a row of zeros for the font of a form',
    () =>
      appended(withField('', dr('/Helv 41 0 R')), [[90, '<< >>']], { rows: (rows) => [...rows, [41, 0]] }),
    'content-changed',
  ],
  [
    'a row of zeros for a stream of objects',
    () => {
      const pdf = one(makePdf('x', { packed: true }));
      const [, container] = /(\d+) 0 obj\n<< \/Length \d+ \/Type \/ObjStm/.exec(pdf.toString('latin1')) ?? [];
      return packedRows(pdf, [[Number(container), 1, 0]]);
    },
    'content-changed',
  ],
  [
    'what is in a stream of objects is moved within it',
    () => {
      const pdf = one(makePdf('x', { packed: true }));
      const [, container] = /(\d+) 0 obj\n<< \/Length \d+ \/Type \/ObjStm/.exec(pdf.toString('latin1')) ?? [];
      return packedRows(pdf, [[3, 2, Number(container)]]);
    },
    'content-changed',
  ],
  [
    'the signed field again, with another look',
    () => {
      const pdf = one();
      const field = bodyOf(pdf, 6).replace('7 0 R', '90 0 R');
      return appended(pdf, [
        [6, field],
        [90, streamOf('x', ' /Subtype /Form /BBox [0 0 9 9]')],
      ]);
    },
    'form-changed',
  ],
  [
    'the signed field again, with another signature',
    () => {
      const pdf = one();
      return two(pdf, [[6, bodyOf(pdf, 6).replace('5 0 R', '8 0 R')]]);
    },
    'form-changed',
  ],
  [
    'a field of the signed bytes that nothing referred to',
    () => {
      const field = '<< /Type /Annot /Subtype /Widget /FT /Sig /T (old) /Rect [0 0 595 842] /V 5 0 R >>';
      const pdf = one(makePdf('x', { parts: [[30, field]] }));
      return appended(pdf, [[1, catalog('/SigFlags 3 /Fields [6 0 R 30 0 R]')]]);
    },
    'form-changed',
  ],
  [
    'a text field below a new name',
    () =>
      appended(one(), [
        [1, catalog('/SigFlags 3 /Fields [6 0 R 90 0 R]')],
        [90, '<< /T (form) /Kids [91 0 R] >>'],
        [91, '<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Parent 90 0 R /Rect [0 0 595 842] >>'],
      ]),
    'form-changed',
  ],
  [
    'a page among the fields: the tree of pages was prepared as one, and gains a kid',
    () => {
      const tree = (kids: string) => `<< /Type /Pages /MediaBox [0 0 9 9] /Count 2 /Kids [3 0 R${kids}] >>`;
      const pdf = one(makePdf('x'), [
        [1, catalog('/SigFlags 3 /Fields [6 0 R 2 0 R]')],
        [2, tree('')],
      ]);
      const field = sizeOf(pdf) + 1;
      const drawn = '<< /Type /Page /Subtype /Widget /FT /Sig /T (a) /Parent 2 0 R /Contents 90 0 R';
      return two(pdf, [
        [1, catalog('/SigFlags 3 /Fields [6 0 R 2 0 R]')],
        [2, tree(` ${field} 0 R`)],
        [3, page(' /Annots [6 0 R]')],
        [field, `${drawn} /V ${sizeOf(pdf)} 0 R >>`],
        [90, streamOf('BT (khac) Tj ET')],
      ]);
    },
    'form-changed',
  ],
  [
    'a new field that is a page as well',
    () => {
      const pdf = one();
      const field = sizeOf(pdf) + 1;
      const drawn = '<< /Subtype /Widget /FT /Sig /T (a) /Parent 2 0 R /Contents 90 0 R';
      return two(pdf, [
        [field, `${drawn} /V ${sizeOf(pdf)} 0 R >>`],
        [90, streamOf('BT (khac) Tj ET')],
      ]);
    },
    'form-changed',
  ],
  [
    'a name above fields that is its own kid',
    () =>
      appended(one(), [
        [1, catalog('/SigFlags 3 /Fields [6 0 R 90 0 R]')],
        [90, '<< /T (form) /Kids [90 0 R] >>'],
      ]),
    'form-changed',
  ],
  [
    'another name in Perms, of a signature that is none',
    () =>
      appended(one(), [
        [1, catalog('/SigFlags 3 /Fields [6 0 R]', ' /Perms << /DocMDP 90 0 R >>')],
        [90, '<< /Type /Sig >>'],
      ]),
    'catalog-changed',
  ],
  [
    'usage rights in Perms',
    () =>
      appended(one(), [
        [1, catalog('/SigFlags 3 /Fields [6 0 R]', ' /Perms << /UR3 90 0 R >>')],
        [90, '<< >>'],
      ]),
    'catalog-changed',
  ],
  [
    'the metadata stream of the document draws the page as well',
    () => {
      const parts: Part[] = [
        [1, catalog('/SigFlags 3 /Fields [6 0 R]', ' /Metadata 4 0 R')],
        [4, streamOf(text, ' /Type /Metadata /Subtype /XML')],
      ];
      return appended(one(makePdf('x'), parts), [[4, streamOf('y', ' /Type /Metadata /Subtype /XML')]]);
    },
    'content-changed',
  ],
  [
    'white space behind the last mark, and then something',
    () => Buffer.concat([one(), Buffer.from(`\n${' '.repeat(500)}x`)]),
    'update-unreadable',
  ],
];

const bodyOf = (pdf: Buffer, number: number): string =>
  [...pdf.toString('latin1').matchAll(new RegExp(`\\n${number} 0 obj\\n([^]*?)\\nendobj`, 'g'))].at(
    -1,
  )?.[1] ?? '';

type HiddenRows = readonly (readonly [number: number, kind: number, at: number])[];

/** An update whose table names its objects, and a hidden section beside it that names `rows`. */
function hybrid(
  rows: (at: number) => HiddenRows,
  part: Part,
  table: NonNullable<UpdateWish['rows']> = (usual) => usual.filter(([number]) => number !== 4),
  more?: string,
): Buffer {
  const pdf = one();
  const section = (at: number): Part => [95, hiddenSection(rows(at), more)];
  const placed = pdf.length + `95 0 obj\n${section(0)[1]}\nendobj\n`.length;
  const trailer = (usual: string) => usual.replace('<<', `<< /XRefStm ${pdf.length}`);
  return appended(pdf, [section(placed), part], { trailer, rows: table });
}

/** An update of nothing but a section in a stream. */
function packedRows(pdf: Buffer, rows: HiddenRows): Buffer {
  const [previous] = /\d+(?=\n%%EOF\n$)/.exec(pdf.toString('latin1')) ?? [];
  const own: HiddenRows = [...rows, [98, 1, pdf.length]];
  const section = `98 0 obj\n${hiddenSection(own, ` /Root 1 0 R /Prev ${previous}`)}\nendobj\n`;
  return Buffer.concat([pdf, Buffer.from(`${section}startxref\n${pdf.length}\n%%EOF\n`, 'latin1')]);
}

it.each(attacks)('%s', (_, pdf, finding) => {
  const [first] = judged(pdf());
  expect(first).toMatchObject({ status: 'invalid', findings: expect.arrayContaining([finding]) });
});

/** What comes behind writes the catalog again: an attack on that alone is undone. */
const onOthers = () =>
  attacks.filter(([, , finding]) => finding === 'content-changed' || /^update/.test(finding));

it.each(onOthers())('%s, with revocation data, a good signature or a time-stamp behind it', (_, make) => {
  for (const more of [
    (pdf: Buffer) => withStore(pdf, { certificates: [root as Holder] }),
    (pdf: Buffer) => two(pdf),
    (pdf: Buffer) => stampPdf(pdf, clock as Holder, checkedAt),
  ]) {
    expect(['valid', 'weak']).not.toContain(judged(more(make()))[0]?.status);
  }
});

describe('a document time-stamp', () => {
  const stamped = () => stampPdf(one(), clock as Holder, checkedAt);
  const changed = (find: string, put: string) => {
    const pdf = stamped();
    const at = pdf.indexOf(find, pdf.lastIndexOf('/Contents <'));
    expect(at).toBeGreaterThan(0);
    pdf.write(put, at, 'latin1');
    return judged(pdf)[1];
  };
  const hex = (words: string) => Buffer.from(words).toString('hex');

  it('whose moment was changed is invalid', () =>
    expect(changed(hex('20261122030000'), hex('20251122030000'))).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['content-hash-mismatch']),
    }));

  it('over other bytes is invalid', () => {
    const pdf = stamped();
    pdf.write('quyet', pdf.indexOf('Quyet'), 'latin1');
    expect(judged(pdf)[1]).toMatchObject({ status: 'invalid', findings: ['content-hash-mismatch'] });
  });

  it('that is none is invalid', () => {
    const pdf = signPdf(one(), { signer: agency as Holder, type: 'DocTimeStamp', subFilter: 'ETSI.RFC3161' });
    expect(judged(pdf)[1]?.status).toBe('valid');
    const forged = stampPdf(one(), clock as Holder, checkedAt, { cms: () => Buffer.from([0x30, 0x00]) });
    expect(judged(forged)[1]).toMatchObject({ status: 'invalid', findings: ['malformed'] });
  });
});
