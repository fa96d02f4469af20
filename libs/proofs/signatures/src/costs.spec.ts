import { deflateSync } from 'node:zlib';
import type { Holder } from '../../../../test/signing/authority';
import { makeCms } from '../../../../test/signing/cms-maker';
import { longList } from '../../../../test/signing/long-list';
import {
  appended,
  makePdf,
  type Part,
  signPdf,
  streamOf,
  withStore,
} from '../../../../test/signing/pdf-maker';
import { signersUnderOneRoot } from '../../../../test/signing/signers';
import { Allowance } from './allowance';
import { type Circumstances, verifyDetached } from './cms';
import { verifyPdf } from './pades';
import { readTrust } from './trust';

let root: Holder;
let officer: Holder;
let circumstances: Circumstances;

beforeAll(async () => {
  ({ root, officer, circumstances } = await signersUnderOneRoot());
});

const signed = () => signPdf(makePdf('Cong van'), { signer: officer });
const holding = (...lists: Uint8Array[]) => withStore(signed(), { lists, packed: true });
const first = (pdf: Uint8Array, more: Partial<Circumstances> = {}) =>
  verifyPdf(pdf, { ...circumstances, ...more })[0];

describe('a list of 419,000 entries that packs to 20 kB', () => {
  it('of nobody is not looked into', () => {
    const pdf = holding(longList(419_000));
    expect(pdf.length).toBeLessThan(40_000);
    expect(first(pdf, { allowance: Allowance.ofCommand({ entries: 0 }) })).toMatchObject({
      status: 'valid',
      findings: ['revocation-not-checked', 'signed-earlier-revision'],
    });
  });

  it('that bears the name of the authority and not its signature neither', () => {
    const stranger = { ...root, key: officer.key };
    const allowance = Allowance.ofCommand({ entries: 0 });
    expect(first(holding(longList(419_000, stranger, [officer])), { allowance })).toMatchObject({
      status: 'valid',
    });
  });

  it('of the authority is looked through to its last entry', () => {
    expect(first(holding(longList(419_000, root)))).toMatchObject({
      status: 'valid',
      evidence: { revocation: { status: 'good', source: 'crl' } },
    });
    expect(first(holding(longList(419_000, root, [officer])))?.findings).toContain('certificate-revoked');
  });

  it('counts no more than the command may spend, and what is over that is undecided', () => {
    const allowance = Allowance.ofCommand({ entries: 600_000 });
    const pdf = holding(longList(419_000, root));
    expect(first(pdf, { allowance })).toMatchObject({ status: 'valid' });
    expect(first(pdf, { allowance })).toMatchObject({
      status: 'undecided',
      findings: expect.arrayContaining(['revocation-too-large']) as unknown,
    });
  });

  it('of the trust roots is looked through whatever a command may spend', () => {
    const { trust } = readTrust([
      { name: 'root', bytes: root.der },
      { name: 'list', bytes: longList(419_000, root, [officer]) },
    ]);
    const cms = makeCms(Buffer.from('x'), { signer: officer });
    const under = { ...circumstances, trust, allowance: Allowance.ofCommand({ entries: 0 }) };
    expect(verifyDetached(cms, { bytes: Buffer.from('x') }, under)[0]?.findings).toContain(
      'certificate-revoked',
    );
  });
});

it('what unpacks to more than a file may leaves its revocation undecided', () => {
  const bomb = deflateSync(Buffer.alloc(65 * 1024 * 1024), { level: 9 }).toString('latin1');
  const form = '/AcroForm << /SigFlags 3 /Fields [6 0 R] >>';
  const pdf = appended(signed(), [
    [20, streamOf(bomb, ' /Filter /FlateDecode')],
    [1, `<< /Type /Catalog /Pages 2 0 R ${form} /DSS << /CRLs [20 0 R] >> >>`],
  ]);
  expect(first(pdf)).toMatchObject({
    status: 'undecided',
    findings: expect.arrayContaining(['revocation-too-large']) as unknown,
  });
});

it('rows of sections in streams that pack to nothing are counted', () => {
  const pdf = signed();
  const rows = 600_000;
  const at = (number: number, previous: number) =>
    `${number} 0 obj\n${streamOf(
      deflateSync(Buffer.alloc(rows), { level: 9 }).toString('latin1'),
      ` /Type /XRef /Size ${rows} /W [1 0 0] /Root 1 0 R /Prev ${previous} /Filter /FlateDecode`,
    )}\nendobj\n`;
  const start = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(pdf.toString('latin1'))?.[1]);
  const one = at(20, start);
  const two = at(21, pdf.length);
  const end = `startxref\n${pdf.length + one.length}\n%%EOF\n`;
  const whole = Buffer.concat([pdf, Buffer.from(one + two + end, 'latin1')]);
  expect(first(whole)).toMatchObject({
    status: 'undecided',
    findings: expect.arrayContaining(['too-large']) as unknown,
  });
});

it('the numbers of one signature, repeated a hundred thousand times, are looked at once', () => {
  const range = /\/ByteRange \[[^\]]+\]/.exec(signed().toString('latin1'))?.[0] ?? '';
  const many = Buffer.concat([signed(), Buffer.from(`%${range}`.repeat(100_000))]);
  const begun = performance.now();
  expect(first(many)?.status).toBe('invalid');
  expect(performance.now() - begun).toBeLessThan(5_000);
});

describe('five signatures with revocation data behind each', () => {
  const signatures = 5;
  const holdingObjects = (objects: number, bytes: number, packed: boolean): Buffer => {
    const parts = Array.from({ length: objects }, (_, index): Part => {
      const next = ` /Next ${10 + ((index * 7) % objects)} 0 R`;
      const words = 'x'.repeat(bytes);
      return [10 + index, packed ? `<< /Words (${words})${next} >>` : streamOf(words, next)];
    });
    const names = parts.map(([part]) => `/X${part} ${part} 0 R`).join(' ');
    const tree = `<< /Type /Pages /Kids [3 0 R] /Count 1 /Resources << /XObject << ${names} >> >> >>`;
    let pdf = appended(makePdf('x', { packed }), [...parts, [2, tree]]);
    for (let left = signatures; left > 0; left--)
      pdf = withStore(signPdf(pdf, { signer: officer }), { certificates: [root] });
    return pdf;
  };

  it.each([
    ['1 MB in 1,000 objects', 1_000, 900, false],
    ['10 MB in 10,000 objects', 10_000, 900, false],
    ['10,000 objects in one packed stream', 10_000, 300, true],
  ] as const)('over %s cost as much as they are long', (_, objects, bytes, packed) => {
    const once = holdingObjects(objects / 10, bytes, packed);
    const pdf = holdingObjects(objects, bytes, packed);
    const valid = Array(signatures).fill('valid');
    const busyWith = (judged: Buffer): number => {
      const before = process.cpuUsage();
      expect(verifyPdf(judged, circumstances).map(({ status }) => status)).toEqual(valid);
      return process.cpuUsage(before).user;
    };
    busyWith(once);
    // Ten times as long costs some ten times as much; what reads all objects again for each of them a hundred times.
    expect(busyWith(pdf) / busyWith(once)).toBeLessThan(50);
  });
});
