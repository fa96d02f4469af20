import { ocspAnswer, type OcspWish } from '../../../../test/signing/answers-maker';
import { type Holder, issue, issueAuthority } from '../../../../test/signing/authority';
import { makeCms } from '../../../../test/signing/cms-maker';
import { verifyDetached } from './cms';
import { readTrust } from './trust';

const checkedAt = '2026-11-22T03:00:00.000Z';
const content = Buffer.from('x');
let root: Holder;
let signer: Holder;
let delegate: Holder;

beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test' });
  signer = await issue({ name: 'CN=x' }, root);
  delegate = await issue({ name: 'CN=responder', purposes: ['1.3.6.1.5.5.7.3.9'] }, root);
});

const fresh = { thisUpdate: '2026-11-22T02:00:00Z', nextUpdate: '2026-11-23T02:00:00Z' };

function given(wish: Partial<OcspWish>) {
  const answer = ocspAnswer({ responder: root, issuer: root, certificate: signer, ...fresh, ...wish });
  const { trust, unread } = readTrust([
    { name: 'root', bytes: root.der },
    { name: 'answer', bytes: answer },
  ]);
  expect(unread).toEqual([]);
  return verifyDetached(
    makeCms(content, { signer }),
    { bytes: content },
    { trust, checkedAt, signedAt: checkedAt },
  )[0];
}

it('an answer of the authority, or of its delegate, that all is well', () => {
  const good = { status: 'valid', evidence: { revocation: { status: 'good', source: 'ocsp' } } };
  expect(given({})).toMatchObject(good);
  expect(given({ responder: delegate })).toMatchObject(good);
});

it('an answer that it is revoked', () =>
  expect(given({ revokedAt: '2026-11-20T00:00:00Z' })).toMatchObject({
    status: 'invalid',
    findings: expect.arrayContaining(['certificate-revoked']),
    evidence: { revocation: { source: 'ocsp', revokedAt: '2026-11-20T00:00:00.000Z' } },
  }));

it('an old answer is stale', () =>
  expect(given({ thisUpdate: '2026-10-01T00:00:00Z', nextUpdate: '2026-10-02T00:00:00Z' })).toMatchObject({
    findings: expect.arrayContaining(['revocation-stale']),
  }));

describe('an answer counts for nothing', () => {
  const nothing = { findings: expect.arrayContaining(['revocation-not-checked']) };
  it('from an official who may not answer', () =>
    expect(given({ responder: signer })).toMatchObject(nothing));
  it('from somebody of the same name', async () =>
    expect(given({ responder: await issueAuthority({ name: root.name }) })).toMatchObject(nothing));
  it('about another certificate', () => expect(given({ certificate: delegate })).toMatchObject(nothing));
  it('from the future', () =>
    expect(given({ thisUpdate: '2026-12-01T00:00:00Z', nextUpdate: '2026-12-09T00:00:00Z' })).toMatchObject(
      nothing,
    ));
});

it('files that hold neither are named', () =>
  expect(readTrust([{ name: 'notes.txt', bytes: Buffer.from('see below') }]).unread).toEqual(['notes.txt']));

it('PEM files may hold several certificates', () => {
  const pem = [root, signer].map(
    ({ der }) =>
      `-----BEGIN CERTIFICATE-----\n${Buffer.from(der).toString('base64')}\n-----END CERTIFICATE-----\n`,
  );
  const { trust, unread } = readTrust([{ name: 'all.pem', bytes: Buffer.from(pem.join('')) }]);
  expect([trust.roots.length, trust.authorities.length, unread.length]).toEqual([1, 1, 0]);
});
