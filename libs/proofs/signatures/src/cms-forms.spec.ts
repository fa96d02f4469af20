import 'reflect-metadata';
import { Extension } from '@peculiar/x509';
import { type Holder, issue, issueAuthority, revocationList } from '../../../../test/signing/authority';
import { attribute, makeCms, octets, raw, type Wish } from '../../../../test/signing/cms-maker';
import { makePdf, signPdf } from '../../../../test/signing/pdf-maker';
import { verifyDetached } from './cms';
import { verifyPdf } from './pades';
import { readTrust } from './trust';

/** Forms of CMS and certificates that portals and remote signing write. */
const checkedAt = '2026-11-22T03:00:00.000Z';
const content = Buffer.from('Cong van 05');
let root: Holder;
let signer: Holder;
beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test' });
  signer = await issue({ name: 'CN=x' }, root);
});

const judged = (wish: Partial<Wish>, by = signer, lists: readonly Uint8Array[] = []) => {
  const files = [root.der, ...lists].map((bytes, index) => ({ name: String(index), bytes }));
  const { trust } = readTrust(files);
  const circumstances = { trust, checkedAt, signedAt: checkedAt };
  return verifyDetached(
    makeCms(content, { signer: by, at: checkedAt, ...wish }),
    { bytes: content },
    circumstances,
  )[0];
};
const ofNothing = (values: number): Uint8Array => {
  const rest = Buffer.alloc(2 * values, Buffer.from([0x05, 0x00]));
  return Buffer.concat([Buffer.from([0x30, 0x82, rest.length >> 8, rest.length & 0xff]), rest]);
};

describe('a content in the signature', () => {
  it('that is empty means that there is none', () =>
    expect(judged({ embed: 'an empty one' })).toMatchObject({ status: 'valid' }));

  it('that is one is told', () => expect(judged({ embed: true })?.findings).toContain('content-embedded'));

  it('that is empty in a PDF', () => {
    const { trust } = readTrust([{ name: 'root', bytes: root.der }]);
    const pdf = signPdf(makePdf('x'), { signer, embed: 'an empty one' });
    expect(verifyPdf(pdf, { trust, checkedAt, signedAt: checkedAt })).toMatchObject([{ status: 'valid' }]);
  });
});

it.each([
  [9_000, 'valid'],
  [10_000, 'undecided'],
  [30_000, 'undecided'],
])('%d values beside a signature: %s', (values, status) => {
  const unsigned = () => [attribute('1.2.3.4', octets(new Uint8Array(8)), raw(ofNothing(1)))];
  const many = () => [
    ...unsigned(),
    ...Array.from({ length: values / 500 }, () => attribute('1.2.3.5', raw(ofNothing(498)))),
  ];
  const verdict = judged({ unsigned: many });
  expect(verdict?.status).toBe(status);
  if (status === 'undecided') expect(verdict?.findings).toEqual(['too-large']);
});

it('more certificates than are read are too many, not malformed', () =>
  expect(judged({ certificates: Array.from({ length: 17 }, () => signer) })?.findings).toEqual([
    'too-large',
  ]));

describe('critical CRL distribution points', () => {
  const points = Buffer.from('3021301fa01da01b8619687474703a2f2f63726c2e6578616d706c652f782e63726c', 'hex');
  const issued = () => issue({ name: 'CN=p', extensions: [new Extension('2.5.29.31', true, points)] }, root);
  const days = { thisUpdate: '2026-11-22T02:00:00Z', nextUpdate: '2026-11-23T02:00:00Z' };

  it('are supported', async () => {
    const holder = await issued();
    expect(judged({}, holder)).toMatchObject({ status: 'valid' });
    const lists = [await revocationList(root, [], days)];
    expect(judged({}, holder, lists)).toMatchObject({
      status: 'valid',
      evidence: { revocation: { status: 'good' } },
    });
  });

  it('and a list that revokes counts', async () => {
    const holder = await issued();
    const lists = [await revocationList(root, [{ serial: holder.serial, at: '2026-11-20T00:00:00Z' }], days)];
    expect(judged({}, holder, lists)?.findings).toContain('certificate-revoked');
  });

  it('while what is not known stays undecided', async () => {
    const holder = await issue({ name: 'CN=q', extensions: [new Extension('1.2.3.4', true, points)] }, root);
    expect(judged({}, holder)).toMatchObject({ status: 'undecided' });
  });
});
