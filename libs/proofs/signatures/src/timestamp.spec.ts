import { timestampBeside, timestampOver } from '../../../../test/signing/answers-maker';
import { type Holder, issue, issueAuthority } from '../../../../test/signing/authority';
import { makeCms } from '../../../../test/signing/cms-maker';
import { makePdf, signPdf } from '../../../../test/signing/pdf-maker';
import { verifyDetached } from './cms';
import { verifyPdf } from './pades';
import { readTrust, type Trust } from './trust';

const checkedAt = '2026-11-22T03:00:00.000Z';
const content = Buffer.from('Quyết định');
let root: Holder;
let signer: Holder;
let stamper: Holder;
let trust: Trust;

beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test' });
  signer = await issue({ name: 'CN=x', notAfter: '2026-06-01T00:00:00Z' }, root);
  stamper = await issue({ name: 'CN=time', purposes: ['1.3.6.1.5.5.7.3.8'] }, root);
  trust = readTrust([{ name: 'root', bytes: root.der }]).trust;
});

const stamped = (authority: Holder, at: string, over?: Uint8Array) =>
  verifyDetached(
    makeCms(content, { signer, unsigned: timestampBeside(authority, at, over) }),
    { bytes: content },
    { trust, checkedAt, signedAt: checkedAt },
  )[0];

it('a time-stamp proves that an expired certificate was good when it signed', () =>
  expect(stamped(stamper, '2026-05-01T00:00:00Z')).toMatchObject({
    status: 'valid',
    evidence: { signedAt: { at: '2026-05-01T00:00:00.000Z', source: 'timestamp' } },
  }));

it('a time-stamp after the end of the certificate does not', () =>
  expect(stamped(stamper, '2026-07-01T00:00:00Z')).toMatchObject({
    status: 'invalid',
    evidence: { signedAt: { source: 'timestamp' } },
  }));

describe('a time-stamp proves nothing', () => {
  const useless = {
    status: 'invalid',
    findings: expect.arrayContaining(['certificate-expired', 'timestamp-unusable']),
    evidence: { signedAt: { at: checkedAt, source: 'given' } },
  };
  it('over another signature', () =>
    expect(stamped(stamper, '2026-05-01T00:00:00Z', Buffer.from('another'))).toMatchObject(useless));
  it('by somebody who may not stamp', async () => {
    const official = await issue({ name: 'CN=y' }, root);
    expect(stamped(official, '2026-05-01T00:00:00Z')).toMatchObject(useless);
  });
  it('under a foreign root', async () => {
    const foreign = await issueAuthority({ name: 'CN=foreign' });
    const theirs = await issue({ name: 'CN=t', purposes: ['1.3.6.1.5.5.7.3.8'] }, foreign);
    expect(stamped(theirs, '2026-05-01T00:00:00Z')).toMatchObject(useless);
  });
});

describe('a time-stamp of a whole PDF', () => {
  const circumstances = { checkedAt, signedAt: '2026-05-01T00:00:00.000Z' };
  const byTime = (pdf: Buffer) =>
    signPdf(pdf, { signer: stamper, cms: (bytes) => timestampOver(bytes, stamper, '2026-05-02T00:00:00Z') });

  it('is told, proves the moment of the signature before it, and leaves that valid', () => {
    const verdicts = verifyPdf(byTime(signPdf(makePdf('x'), { signer })), { trust, ...circumstances });
    expect(verdicts).toMatchObject([
      { status: 'valid', evidence: { signedAt: { at: '2026-05-02T00:00:00.000Z', source: 'timestamp' } } },
      { status: 'valid', evidence: { form: 'pdf-timestamp' } },
    ]);
  });
  it('may stand before the signature', () =>
    expect(
      verifyPdf(signPdf(byTime(makePdf('x')), { signer }), { trust, ...circumstances }).map(
        ({ status }) => status,
      ),
    ).toEqual(['valid', 'valid']));
});
