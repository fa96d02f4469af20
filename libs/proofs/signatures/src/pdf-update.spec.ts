import * as fc from 'fast-check';
import { ocspAnswer } from '../../../../test/signing/answers-maker';
import { type Holder, issue, issueAuthority, revocationList } from '../../../../test/signing/authority';
import {
  appended,
  makePdf,
  type PageWish,
  type PdfWish,
  signPdf,
  sizeOf,
  stampPdf,
  type Store,
  streamOf,
  updated,
  type UpdateWish,
  withStore,
} from '../../../../test/signing/pdf-maker';
import { verifyPdf } from './pades';
import { readTrust, type Trust } from './trust';
import type { Expected, Verdict } from './verdict';

const checkedAt = '2026-11-22T03:00:00.000Z';
const stampedAt = '2026-11-21T03:00:00Z';
let root: Holder;
let officer: Holder;
let agency: Holder;
let stranger: Holder;
let stamper: Holder;
let trust: Trust;
let expected: readonly Expected[];

beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test' });
  officer = await issue({ name: 'CN=x' }, root);
  agency = await issue({ name: 'CN=y' }, root);
  stranger = await issue({ name: 'CN=z' }, root);
  stamper = await issue({ name: 'CN=t', purposes: ['1.3.6.1.5.5.7.3.8'] }, root);
  trust = readTrust([{ name: 'root', bytes: root.der }]).trust;
  expected = [
    { kind: 'officer', id: 'officer-7', certificates: [officer.sha256] },
    { kind: 'agency', id: 'H99.1', certificates: [agency.sha256] },
  ];
});

const judged = (pdf: Uint8Array) => verifyPdf(pdf, { trust, checkedAt, signedAt: checkedAt, expected });
const statuses = (pdf: Uint8Array) => judged(pdf).map(({ status }) => status);
const first = (pdf: Uint8Array): Verdict => judged(pdf)[0] as Verdict;
const signedPage = (wish: PageWish = {}, more: Partial<PdfWish> = {}) =>
  signPdf(makePdf('Quyet dinh', wish), { signer: officer, ...more });

/** What the officer's signature is refused for. */
const refusedFor = (pdf: Uint8Array): readonly string[] => {
  const { status, findings } = judged(pdf).find(({ by }) => by === 'officer') as Verdict;
  expect([status, findings.includes('unsigned-bytes')]).toEqual(['invalid', true]);
  return findings.filter((finding) => /-changed$|^update-|^drawing-/.test(finding));
};

const fresh = { thisUpdate: '2026-11-22T02:00:00Z', nextUpdate: '2026-11-23T02:00:00Z' };
const storeOf = async (revoked: readonly Holder[] = []): Promise<Store> => ({
  certificates: [root, officer],
  lists: [
    await revocationList(
      root,
      revoked.map(({ serial }) => ({ serial, at: '2026-11-20T00:00:00Z' })),
      fresh,
    ),
  ],
});

describe.each([
  ['tables', false],
  ['streams', true],
])('with sections as %s, a signature stays valid behind', (_, packed) => {
  const page = () => signedPage({ packed });

  it('revocation data (PAdES-LT), which counts as evidence', async () => {
    const before = first(page());
    expect(before.findings).toEqual(['revocation-not-checked']);
    expect(judged(withStore(page(), await storeOf()))).toMatchObject([
      {
        status: 'valid',
        findings: ['signed-earlier-revision'],
        evidence: { revocation: { status: 'good' } },
      },
    ]);
  });

  it('a time-stamp over all (PAdES-LTA), which proves when it was there', async () => {
    const pdf = stampPdf(withStore(page(), await storeOf()), stamper, stampedAt);
    expect(judged(pdf)).toMatchObject([
      { status: 'valid', evidence: { signedAt: { at: '2026-11-21T03:00:00.000Z', source: 'timestamp' } } },
      { status: 'valid', evidence: { form: 'pdf-timestamp', signedAt: { source: 'timestamp' } } },
    ]);
  });

  it('more of both, years later', async () => {
    const once = stampPdf(withStore(page(), await storeOf()), stamper, stampedAt);
    const twice = stampPdf(withStore(once, { certificates: [root] }), stamper, '2026-11-22T01:00:00Z');
    expect(statuses(withStore(twice, await storeOf()))).toEqual(['valid', 'valid', 'valid']);
  });

  it('a further signature with revocation data between and behind', async () => {
    const both = signPdf(withStore(page(), await storeOf()), { signer: agency });
    expect(statuses(withStore(both, await storeOf()))).toEqual(['valid', 'valid']);
  });

  it('the seal that the organisation draws with its signature', () =>
    expect(statuses(signPdf(page(), { signer: agency, rectangle: '50 50 150 150' }))).toEqual([
      'valid',
      'valid',
    ]));

  it('a stranger’s signature that shows nothing', () =>
    expect(statuses(signPdf(page(), { signer: stranger }))).toEqual(['valid', 'invalid']));

  it('but not another text', () => expect(refusedFor(updated(page(), 'khac'))).toEqual(['content-changed']));
});

describe('revocation data in the file', () => {
  it('that says revoked refuses', async () =>
    expect(first(withStore(signedPage(), await storeOf([officer])))).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['certificate-revoked']),
    }));

  it('as an answer of a responder counts', () => {
    const wish = { responder: root, issuer: root, certificate: officer, ...fresh };
    expect(first(withStore(signedPage(), { answers: [ocspAnswer(wish)] }))).toMatchObject({
      status: 'valid',
      evidence: { revocation: { status: 'good', source: 'ocsp' } },
    });
  });

  it.each<[string, () => Promise<Store>]>([
    [
      'of another authority of the same name',
      async () => ({ lists: [await revocationList(await issueAuthority({ name: root.name }), [], fresh)] }),
    ],
    [
      'from the future',
      async () => ({
        lists: [
          await revocationList(root, [], {
            thisUpdate: '2026-12-01T00:00:00Z',
            nextUpdate: '2026-12-09T00:00:00Z',
          }),
        ],
      }),
    ],
    ['that is garbage', () => Promise.resolve({ lists: [Buffer.from('none')], answers: [Buffer.from('0')] })],
  ])('%s counts for nothing', async (_, store) =>
    expect(first(withStore(signedPage(), await store()))).toMatchObject({
      status: 'valid',
      findings: expect.arrayContaining(['revocation-not-checked']),
    }),
  );

  it('from before the signature is stale', async () => {
    const old = { thisUpdate: '2026-10-01T00:00:00Z', nextUpdate: '2026-10-02T00:00:00Z' };
    const pdf = withStore(signedPage(), { lists: [await revocationList(root, [], old)] });
    expect(first(pdf).findings).toContain('revocation-stale');
  });

  it('and a root in the file is trusted by nobody', async () => {
    const own = await issueAuthority({ name: 'CN=Own root' });
    const holder = await issue({ name: 'CN=x' }, own);
    const pdf = withStore(signPdf(makePdf('x'), { signer: holder }), { certificates: [own, holder] });
    expect(first(pdf).findings).toContain('chain-untrusted');
  });

  it('a signature whose certificate ended since holds by the time-stamp over it', async () => {
    const ended = await issue({ name: 'CN=x', notAfter: '2026-11-21T12:00:00Z' }, root);
    const by = (pdf: Buffer) =>
      verifyPdf(pdf, { trust, checkedAt, signedAt: checkedAt }).map(({ status }) => status);
    const pdf = signPdf(makePdf('x'), { signer: ended });
    expect(by(pdf)).toEqual(['invalid']);
    expect(by(stampPdf(pdf, stamper, stampedAt))).toEqual(['valid', 'valid']);
    expect(by(stampPdf(pdf, ended, stampedAt))).toEqual(['invalid', 'valid']);
  });
});

const dictionary = (number: number, body: string) => [number, `<< ${body} >>`] as const;
const catalog = (more: string) => `/Type /Catalog /Pages 2 0 R${more}`;
const signedForm = ' /AcroForm << /SigFlags 3 /Fields [6 0 R] >>';
const pageBody = (more: string, contents = 4) =>
  `/Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents ${contents} 0 R /Annots [6 0 R${more}]`;

/** Published attacks on signed PDFs: USF, ISA and SWA (2019), shadow attacks and evil annotations (2021). */
describe('an attack is refused: ', () => {
  type Attack = [string, () => Buffer, string[]];
  const update = (...parts: (readonly [number, string])[]) => appended(signedPage(), parts);
  const attacks: Attack[] = [
    [
      'incremental saving: the page says something else',
      () => updated(signedPage(), 'khac'),
      ['content-changed'],
    ],
    ['incremental saving without a section', () => withoutSection(), ['update-unreadable']],
    [
      'incremental saving: another page tree',
      () => update(dictionary(2, '/Type /Pages /Kids [] /Count 0')),
      ['content-changed'],
    ],
    [
      'incremental saving: another page size',
      () => update(dictionary(3, pageBody('').replace('595', '5'))),
      ['content-changed'],
    ],
    [
      'incremental saving: other contents',
      () => update(dictionary(3, pageBody('', 9)), [9, streamOf('')]),
      ['content-changed'],
    ],
    [
      'the signature itself is replaced',
      () => update(dictionary(5, '/Type /Sig /Contents <00>')),
      ['content-changed'],
    ],
    ['the text is freed', () => changed({ rows: (rows) => [...rows, [4, undefined]] }), ['content-changed']],
    [
      'the size ends before the page',
      () => changed({ trailer: (old) => old.replace(/Size \d+/, 'Size 3') }),
      ['content-changed'],
    ],
    [
      'another catalog',
      () => changed({ trailer: (old) => old.replace('Root 1', 'Root 20') }),
      ['content-changed'],
    ],
    [
      'the old sections are left out',
      () => changed({ trailer: (old) => old.replace(/\/Prev \d+/, '') }),
      ['update-unreadable'],
    ],
    ['bytes between the objects', () => changed({ between: 'hidden ' }), ['update-unreadable']],
    [
      'an object that no section names',
      () => changed({ rows: (rows) => rows.slice(1) }),
      ['update-unreadable'],
    ],
    [
      'an action at opening',
      () =>
        update(
          dictionary(1, catalog(`${signedForm} /OpenAction 20 0 R`)),
          dictionary(20, '/S /JavaScript /JS (x)'),
        ),
      ['catalog-changed'],
    ],
    [
      'another layer is shown',
      () => update(dictionary(1, catalog(`${signedForm} /OCProperties << /D << /OFF [] >> >>`))),
      ['catalog-changed'],
    ],
    [
      'evil annotation: a note over the text',
      () =>
        update(
          dictionary(3, pageBody(' 20 0 R')),
          dictionary(20, '/Type /Annot /Subtype /FreeText /Rect [0 0 595 842] /Contents (x)'),
        ),
      ['annotation-changed'],
    ],
    [
      'evil annotation: the list loses one',
      () => update(dictionary(3, pageBody('').replace('6 0 R', ''))),
      ['annotation-changed'],
    ],
    [
      'a text field is added',
      () =>
        update(
          dictionary(1, catalog(' /AcroForm << /SigFlags 3 /Fields [6 0 R 20 0 R] >>')),
          dictionary(20, '/FT /Tx /T (a) /V (1)'),
        ),
      ['form-changed'],
    ],
    [
      'a signature field without a signature is added',
      () =>
        update(
          dictionary(1, catalog(' /AcroForm << /SigFlags 3 /Fields [6 0 R 20 0 R] >>')),
          dictionary(20, '/FT /Sig /T (a) /Subtype /Widget /Rect [0 0 595 842]'),
        ),
      ['form-changed'],
    ],
    [
      'a signature field with a signature that is none',
      () =>
        update(
          dictionary(1, catalog(' /AcroForm << /SigFlags 3 /Fields [6 0 R 20 0 R] >>')),
          dictionary(20, '/FT /Sig /T (a) /Subtype /Widget /Rect [0 0 9 9] /V 21 0 R'),
          dictionary(21, '/Type /Sig /ByteRange [0 9 9 9]'),
        ),
      ['form-changed'],
    ],
    [
      'the form is told to draw its fields anew',
      () =>
        update(dictionary(1, catalog(' /AcroForm << /SigFlags 3 /Fields [6 0 R] /NeedAppearances true >>'))),
      ['form-changed'],
    ],
    [
      'the drawing of the signature is replaced',
      () => update([7, streamOf('0 0 595 842 re f', ' /Type /XObject /Subtype /Form')]),
      ['content-changed'],
    ],
    [
      'a stranger’s seal over the text',
      () => signPdf(signedPage(), { signer: stranger, rectangle: '0 0 595 842' }),
      ['drawing-not-vouched-for'],
    ],
    [
      'a stranger’s seal that is only printed',
      () => {
        const field = '/Type /Annot /Subtype /Widget /FT /Sig /T (a) /F 36 /Rect [0 0 595 842] /P 3 0 R';
        const pdf = signedPage();
        const part = dictionary(sizeOf(pdf) + 1, `${field} /V ${sizeOf(pdf)} 0 R`);
        return signPdf(pdf, { signer: stranger, parts: [part] });
      },
      ['drawing-not-vouched-for'],
    ],
    [
      'the catalog under another generation',
      () => {
        const text = update(dictionary(1, catalog(signedForm))).toString('latin1');
        const at = text.lastIndexOf('1 0 obj');
        const row = text.lastIndexOf(' 00000 n');
        return Buffer.from(
          `${text.slice(0, at)}1 1 obj${text.slice(at + 7, row)} 00001 n${text.slice(row + 8)}`,
          'latin1',
        );
      },
      ['content-changed'],
    ],
    [
      'a time-stamp that draws',
      () => stampPdf(signedPage(), stamper, stampedAt, { rectangle: '0 0 595 842' }),
      ['drawing-not-vouched-for'],
    ],
    [
      'a good signature over another text',
      () => signPdf(signedPage(), { signer: agency, parts: [[4, streamOf('BT (khac) Tj ET')]] }),
      ['content-changed'],
    ],
    [
      'revocation data over another text',
      () => withStore(updated(signedPage(), 'khac'), {}),
      ['content-changed'],
    ],
    [
      'a time-stamp over another text',
      () => stampPdf(updated(signedPage(), 'khac'), stamper, stampedAt),
      ['content-changed'],
    ],
    [
      'another text, and the old one again at the end',
      () => updated(signPdf(updated(signedPage(), 'khac'), { signer: agency }), 'Quyet dinh'),
      ['content-changed'],
    ],
  ];

  /** An update of nothing but a date, with a section that lies. */
  const changed = (wish: UpdateWish) => {
    const pdf = signedPage();
    return appended(pdf, [[sizeOf(pdf), '<< >>']], wish);
  };
  const withoutSection = () =>
    Buffer.concat([
      signedPage(),
      Buffer.from(`4 0 obj\n${streamOf('x')}\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n`),
    ]);

  it.each(attacks)('%s', (_, pdf, findings) => expect(refusedFor(pdf())).toEqual(findings));

  it('shadow, hide and replace: a text of before is in the signed bytes, and a section points back to it', () => {
    const pdf = signPdf(updated(makePdf('khac'), 'Quyet dinh'), { signer: officer });
    expect(statuses(pdf)).toEqual(['valid']);
    const attack = appended(pdf, [], { rows: () => [[4, pdf.indexOf('4 0 obj')]] });
    expect(refusedFor(attack)).toEqual(['content-changed']);
  });

  it('shadow, hide: a reference of the signed page leads nowhere until the update fills it', () => {
    const page = makePdf('x', { inPage: ' /Group 30 0 R' });
    const parts = [[3, `<< ${pageBody('')} /Group 30 0 R >>`]] as const;
    const pdf = signPdf(page, { signer: officer, parts });
    expect(statuses(pdf)).toEqual(['valid']);
    expect(refusedFor(appended(pdf, [[30, streamOf('x')]]))).toEqual(['content-changed']);
  });

  it('shadow, replace: a list of the form that is the contents of the page as well', () => {
    const form = ' /AcroForm << /SigFlags 3 /Fields 20 0 R >>';
    const parts = [
      [1, `<< ${catalog(form)} >>`],
      [3, `<< ${pageBody('').replace('/Contents 4 0 R', '/Contents 20 0 R')} >>`],
      [20, '[6 0 R]'],
    ] as const;
    const pdf = signPdf(makePdf('x'), { signer: officer, parts });
    expect(refusedFor(appended(pdf, [[20, '[6 0 R 4 0 R]']]))).toEqual(['content-changed']);
  });

  it('shadow, replace: a store of certificates that is the catalog’s page tree as well', () => {
    const pdf = signedPage({}, { parts: [[1, `<< ${catalog(`${signedForm} /DSS 2 0 R`)} >>`]] });
    const tree = dictionary(2, '/Type /Pages /Kids [] /Count 0');
    expect(refusedFor(appended(pdf, [tree]))).not.toEqual([]);
  });

  it('a stream of objects that is replaced under the same places', () => {
    const pdf = signedPage({ packed: true });
    const [, container] = /(\d+) 0 obj\n<< \/Length \d+ \/Type \/ObjStm/.exec(pdf.toString('latin1')) ?? [];
    expect(refusedFor(appended(pdf, [[Number(container), streamOf('x')]]))).not.toEqual([]);
  });

  it('a section twice, once within a comment', () => {
    const pdf = signedPage();
    const attack = Buffer.concat([withStore(pdf, {}), Buffer.from('%startxref\n9\n%%EOF\n')]);
    expect(refusedFor(attack)).toEqual(['update-unreadable']);
  });
});

describe('a file with a hidden section for newer readers, as word processors write them', () => {
  const hybrid = () => {
    const pdf = makePdf('x', { inPage: ' /Group 21 0 R' });
    const previous = pdf.toString('latin1').split('startxref\n')[1]?.split('\n')[0];
    const group = '21 0 obj\n<< /S /Transparency >>\nendobj\n';
    const rows = Buffer.alloc(14);
    [pdf.length + group.length, pdf.length].forEach((at, index) => {
      rows.writeUInt8(1, 7 * index);
      rows.writeUInt32BE(at, 7 * index + 1);
    });
    const about = ' /Type /XRef /Size 22 /W [1 4 2] /Index [20 2] /Root 1 0 R';
    const section = `20 0 obj\n${streamOf(rows.toString('latin1'), about)}\nendobj\n`;
    const hidden = pdf.length + group.length;
    const trailer = `<< /Size 22 /Root 1 0 R /Prev ${previous} /XRefStm ${hidden} >>`;
    const end = `xref\n0 0\ntrailer\n${trailer}\nstartxref\n${hidden + section.length}\n%%EOF\n`;
    const whole = Buffer.concat([pdf, Buffer.from(group + section + end, 'latin1')]);
    return signPdf(whole, {
      signer: officer,
      parts: [[3, `<< ${pageBody('', 4).replace('6 0', '23 0')} /Group 21 0 R >>`]],
    });
  };

  it('is read with it', () => {
    expect(statuses(withStore(hybrid(), { certificates: [root] }))).toEqual(['valid']);
  });

  it('and what is hidden in it may not change either', () =>
    expect(refusedFor(appended(hybrid(), [[21, '<< /S /Other >>']]))).toEqual(['content-changed']));
});

describe('a field that was prepared for a signature', () => {
  const prepared = (rectangle: string) => {
    const field = `/Type /Annot /Subtype /Widget /FT /Sig /T (seal) /F 4 /Rect [${rectangle}] /P 3 0 R`;
    const form = ' /AcroForm << /SigFlags 3 /Fields [6 0 R 20 0 R] >>';
    const parts = [dictionary(1, catalog(form)), dictionary(3, pageBody(' 20 0 R')), dictionary(20, field)];
    const pdf = signPdf(makePdf('x'), { signer: officer, parts });
    const filled = dictionary(20, `${field} /V ${sizeOf(pdf)} 0 R`);
    const unchanged = [dictionary(1, catalog(form)), dictionary(3, pageBody(' 20 0 R'))];
    return { pdf, parts: [filled, ...unchanged] };
  };

  it.each(['0 0 0 0', '50 50 150 150'])('may be filled by who is expected: [%s]', (rectangle) => {
    const { pdf, parts } = prepared(rectangle);
    expect(statuses(signPdf(pdf, { signer: agency, parts }))).toEqual(['valid', 'valid']);
  });

  it('and by a stranger only where nothing is shown', () => {
    const [hidden, shown] = ['0 0 0 0', '50 50 150 150'].map(prepared);
    expect(statuses(signPdf(hidden!.pdf, { signer: stranger, parts: hidden!.parts }))).toEqual([
      'valid',
      'invalid',
    ]);
    expect(refusedFor(signPdf(shown!.pdf, { signer: stranger, parts: shown!.parts }))).toEqual([
      'drawing-not-vouched-for',
    ]);
  });

  it('but not moved', () => {
    const { pdf, parts } = prepared('50 50 150 150');
    const moved = parts.map(([number, body]) => [number, body.replace('50 50', '0 0')] as const);
    expect(refusedFor(signPdf(pdf, { signer: agency, parts: moved }))).toEqual(['form-changed']);
  });
});

it('no flipped bit of an update with another text makes it a harmless one', () => {
  const signed = signedPage();
  const pdf = updated(withStore(signed, {}), 'khac');
  const bits = fc.integer({ min: signed.length * 8, max: pdf.length * 8 - 1 });
  fc.assert(
    fc.property(bits, (bit) => {
      const copy = Buffer.from(pdf);
      copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      return first(copy).status === 'invalid';
    }),
    { numRuns: 300 },
  );
});

it('a hostile update of many brackets or objects ends', () => {
  const pdf = signedPage();
  for (const hostile of ['['.repeat(1e6), '<<'.repeat(1e6), '('.repeat(1e6), '1 0 obj '.repeat(1e5)]) {
    expect(refusedFor(appended(pdf, [[20, hostile]]))).toEqual(['update-unreadable']);
  }
});
