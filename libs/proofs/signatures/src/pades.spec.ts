import * as fc from 'fast-check';
import { type Holder, issue, issueAuthority, sha256Of } from '../../../../test/signing/authority';
import { makePdf, type PdfWish, signPdf, updated } from '../../../../test/signing/pdf-maker';
import type { Circumstances } from './cms';
import { legalValueOf } from './legal-value';
import { verifyPdf } from './pades';
import { pdfBytesMax } from './pdf';
import { readTrust, type Trust } from './trust';
import type { Expected } from './verdict';

const checkedAt = '2026-11-22T03:00:00.000Z';
let root: Holder;
let officer: Holder;
let agency: Holder;
let stranger: Holder;
let trust: Trust;
let expected: readonly Expected[];

beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test' });
  officer = await issue({ name: 'CN=x,2.5.4.5=7' }, root);
  agency = await issue({ name: 'CN=y,2.5.4.5=H99' }, root);
  stranger = await issue({ name: 'CN=z' }, root);
  trust = readTrust([{ name: 'root', bytes: root.der }]).trust;
  expected = [
    { kind: 'officer', id: 'officer-7', certificates: [officer.sha256] },
    { kind: 'agency', id: 'H99.1', certificates: [agency.sha256] },
  ];
});

const page = makePdf('Quyet dinh');
const signed = (pdf: Buffer, signer: Holder, wish: Partial<PdfWish> = {}) =>
  signPdf(pdf, { signer, ...wish });
const judged = (pdf: Uint8Array, circumstances: Partial<Circumstances> = {}) =>
  verifyPdf(pdf, { trust, checkedAt, signedAt: checkedAt, expected, ...circumstances });
const statuses = (pdf: Uint8Array) => judged(pdf).map(({ status }) => status);

/** A SEQUENCE of so many bytes, of nothing. */
const longSequence = (bytes: number): Uint8Array => {
  const whole = Buffer.alloc(bytes + 5, 0x05);
  whole.set([0x30, 0x83, bytes >> 16, (bytes >> 8) & 0xff, bytes & 0xff]);
  return whole;
};

it('a file without a signature has no verdict', () => expect(judged(page)).toEqual([]));

it('person, then organisation: both count, and the document is an original', () => {
  const pdf = signed(signed(page, officer), agency);
  const [first, second] = judged(pdf);
  expect(first).toMatchObject({
    status: 'valid',
    by: 'officer',
    content: sha256Of(pdf),
    findings: expect.arrayContaining(['signed-earlier-revision']),
  });
  expect(second).toMatchObject({
    status: 'valid',
    by: 'agency',
    evidence: { form: 'pades', covered: { bytes: pdf.length, of: pdf.length } },
  });
  expect(legalValueOf([sha256Of(pdf)], judged(pdf))).toEqual({ value: 'original' });
});

it('one of the two is for information only, and the other one is named', () => {
  const pdf = signed(page, officer);
  const content = sha256Of(pdf);
  expect(legalValueOf([content], judged(pdf))).toEqual({
    value: 'information-only',
    missing: [{ content, of: 'agency', instead: 'nothing', findings: [] }],
  });
});

it.each(['\n', '\r\n', '\0'.repeat(4096)])(
  'white space behind the last mark of an end is nothing: %j',
  (space) => {
    expect(statuses(Buffer.concat([signed(page, officer), Buffer.from(space)]))).toEqual(['valid']);
  },
);

it('reads a signature without signed attributes', () =>
  expect(statuses(signed(page, officer, { bare: true, subFilter: 'adbe.pkcs7.detached' }))).toEqual([
    'valid',
  ]));

describe('what was changed', () => {
  it.each<[string, () => Buffer, string[]]>([
    ['an update after the last signature', () => updated(signed(page, officer), 'other'), ['invalid']],
    ['one word after the end', () => Buffer.concat([signed(page, officer), Buffer.from('x\n')]), ['invalid']],
    [
      'an update between two good ones',
      () => signed(updated(signed(page, officer), 'other'), agency),
      ['invalid', 'valid'],
    ],
    [
      'an update that a stranger signed',
      () => signed(updated(signed(page, officer), 'other'), stranger),
      ['invalid', 'invalid'],
    ],
    [
      'a second signature that is broken',
      () => signed(signed(page, officer), agency, { messageDigest: Buffer.alloc(32) }),
      ['valid', 'invalid'],
    ],
    [
      'ranges that leave out the head',
      () => signed(page, officer, { range: ([, b, c, d]) => [9, b - 9, c, d] }),
      ['invalid'],
    ],
    [
      'ranges with a larger hole',
      () => signed(page, officer, { range: ([a, b, c, d]) => [a, b, c + 9, d - 9] }),
      ['invalid'],
    ],
    [
      'ranges beyond the end',
      () => signed(page, officer, { range: ([a, b, c, d]) => [a, b, c, d + 9] }),
      ['invalid'],
    ],
    [
      'a hole before the key',
      () => signed(page, officer, { range: ([a, b, c, d]) => [a, b - 20, c, d] }),
      ['invalid'],
    ],
  ])('%s', (_, pdf, result) => expect(statuses(pdf())).toEqual(result));

  it('bytes in the hole behind the signature', () => {
    const pdf = signed(page, officer);
    const zeros = pdf.lastIndexOf('00>');
    pdf.write('41', zeros, 'latin1');
    expect(judged(pdf)).toMatchObject([{ status: 'invalid', findings: ['byte-range-malformed'] }]);
  });

  it('no flipped bit outside the last hole leaves both signatures valid', () => {
    const pdf = signed(signed(page, officer), agency);
    const from = pdf.lastIndexOf('/Contents <');
    const to = pdf.indexOf('>', from);
    const bits = fc
      .integer({ min: 0, max: pdf.length * 8 - 1 })
      .filter((bit) => bit >> 3 < from || bit >> 3 > to);
    fc.assert(
      fc.property(bits, (bit) => {
        const copy = Buffer.from(pdf);
        copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        return statuses(copy).join() !== 'valid,valid';
      }),
      { numRuns: 150 },
    );
  });
});

describe('hostile files', () => {
  it('with a hundred thousand keys are read in one pass', () => {
    const pdf = Buffer.concat([page, Buffer.from('/ByteRange ['.repeat(100_000))]);
    expect(judged(pdf)).toEqual([]);
  });
  it('with many ranges are too large to judge', () => {
    const many = Array.from({ length: 40 }, (_, index) => `/ByteRange [0 1 2 ${index}]`).join('\n');
    expect(judged(Buffer.concat([page, Buffer.from(many)]))).toMatchObject([{ findings: ['too-large'] }]);
  });
  it('with a hole of megabytes are judged by what is in it', () => {
    expect(judged(signed(page, officer, { room: 400_000 }))).toMatchObject([{ status: 'valid' }]);
    const full = signed(page, officer, { room: 400_000, cms: () => longSequence(300_000) });
    expect(judged(full)).toMatchObject([{ status: 'undecided', findings: ['too-large'] }]);
  });
  it('with a long run of spaces or digits behind the key', () => {
    const pdf = Buffer.concat([page, Buffer.from(`/ByteRange${' '.repeat(1e6)}[${'9'.repeat(1e6)}`)]);
    expect(judged(pdf)).toEqual([]);
  });
  it('that are none, or too large', () => {
    expect(judged(Buffer.from('<html>'))).toMatchObject([{ status: 'invalid', findings: ['malformed'] }]);
    expect(judged(Buffer.alloc(pdfBytesMax + 1))).toMatchObject([
      { status: 'undecided', findings: ['too-large'] },
    ]);
  });
});
