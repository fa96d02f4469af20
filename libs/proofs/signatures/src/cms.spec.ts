import { createHash, generateKeyPairSync } from 'node:crypto';
import { Constructed } from 'asn1js';
import * as fc from 'fast-check';
import { type Holder, issue, issueAuthority, revocationList } from '../../../../test/signing/authority';
import { attribute, makeCms, octets, type Wish } from '../../../../test/signing/cms-maker';
import { type Circumstances, verifyDetached } from './cms';
import { readTrust, type Trust } from './trust';

const checkedAt = '2026-11-22T03:00:00.000Z';
const content = Buffer.from('Quyết định số 15/QĐ-UBND');
const sha256 = createHash('sha256').update(content).digest('hex');

let root: Holder;
let ministry: Holder;
let officer: Holder;
let agency: Holder;
let trust: Trust;

const trusting = (...holders: readonly { readonly der: Uint8Array }[]): Trust =>
  readTrust(holders.map(({ der }, index) => ({ name: `file-${index}`, bytes: der }))).trust;

beforeAll(async () => {
  root = await issueAuthority({ name: 'CN=Root of the test', keys: 'rsa', notAfter: '2040-01-01T00:00:00Z' });
  ministry = await issueAuthority({ name: 'CN=Signing authority of the test', pathLength: 0 }, root);
  officer = await issue({ name: 'CN=Người ký,2.5.4.5=QN-7' }, ministry);
  agency = await issue({ name: 'CN=Ủy ban,2.5.4.5=H99.1', keys: 'rsa' }, ministry);
  trust = trusting(root);
});

/** One signature by the officer, with what came along. */
const made = (wish: Partial<Wish> = {}, over: Uint8Array = content) =>
  makeCms(over, { signer: officer, certificates: [officer, ministry], at: checkedAt, ...wish });

const judged = (
  signature: Uint8Array,
  circumstances: Partial<Circumstances> = {},
  over: Uint8Array = content,
) => {
  const [verdict] = verifyDetached(
    signature,
    { bytes: over },
    { trust, checkedAt, signedAt: checkedAt, ...circumstances },
  );
  return verdict as NonNullable<typeof verdict>;
};

it('finds a good signature valid, and tells what that rests on', () => {
  const expected = [{ kind: 'officer', id: 'officer-7', certificates: [officer.sha256] }] as const;
  expect(judged(made(), { expected })).toEqual({
    status: 'valid',
    by: 'officer',
    content: sha256,
    certificate: officer.sha256,
    findings: ['revocation-not-checked'],
    evidence: {
      form: 'cms-detached',
      checkedAt,
      signedAt: { at: checkedAt, source: 'given' },
      algorithm: { digest: 'sha256', signature: 'ecdsa', key: 'ec prime256v1' },
      serial: officer.serial,
      notBefore: '2026-01-01T00:00:00.000Z',
      notAfter: '2029-01-01T00:00:00.000Z',
      issuer: 'CN=Signing authority of the test',
      chain: [officer.sha256, ministry.sha256, root.sha256],
      revocation: { status: 'not-checked' },
      signer: { kind: 'officer', id: 'officer-7' },
    },
  });
});

it('is plain JSON without the name of the person', () => {
  const text = JSON.stringify(judged(made()));
  expect(JSON.parse(text)).toEqual(judged(made()));
  expect(text).not.toContain('Người');
});

describe('what the content may be', () => {
  const given = (signature: Uint8Array, digests: Record<string, string>) =>
    verifyDetached(signature, { digests }, { trust, checkedAt, signedAt: checkedAt })[0];

  it('is judged by its digest alone, however long it was', () =>
    expect(given(made(), { sha256 })).toMatchObject({ status: 'valid', content: sha256 }));
  it('is not that of another digest', () =>
    expect(given(made(), { sha256: '0'.repeat(64) })).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['content-hash-mismatch']),
    }));
  it('needs the digest that was signed', () =>
    expect(given(made({ digest: 'sha512' }), { sha256 })).toMatchObject({
      status: 'undecided',
      findings: expect.arrayContaining(['digest-not-given']),
    }));
  it('needs the bytes when nothing but they were signed', () => {
    expect(given(made({ bare: true }), { sha256 })).toMatchObject({
      status: 'undecided',
      findings: expect.arrayContaining(['content-bytes-needed']),
    });
    expect(judged(made({ bare: true }))).toMatchObject({ status: 'valid' });
  });
});

it.each<[string, () => Partial<Wish>]>([
  ['RSA', () => ({ signer: agency, certificates: [agency, ministry] })],
  ['RSA-PSS', () => ({ signer: agency, certificates: [agency, ministry], pss: true })],
  ['RSA with SHA-384', () => ({ signer: agency, certificates: [agency, ministry], digest: 'sha384' })],
  ['ECDSA with SHA-512', () => ({ digest: 'sha512' })],
  ['no claimed moment', () => ({ at: undefined as never })],
])('reads %s', (_, wish) => expect(judged(made(wish()))).toMatchObject({ status: 'valid' }));

it('reads Ed25519, and a signer named by the key identifier', async () => {
  const modern = await issue({ name: 'CN=Ed', keys: 'ed25519' }, ministry);
  expect(judged(made({ signer: modern, certificates: [modern, ministry], digest: 'sha512' })).status).toBe(
    'valid',
  );
  const spki = officer.publicKey.export({ format: 'der', type: 'spki' });
  const byKeyIdentifier = createHash('sha1').update(spki.subarray(-65)).digest();
  expect(judged(made({ byKeyIdentifier })).status).toBe('valid');
});

describe('forgeries', () => {
  const other = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  const rows: [string, () => Uint8Array, string][] = [
    ['another content', () => made({}, Buffer.from('another')), 'content-hash-mismatch'],
    [
      'another digest in the attributes',
      () => made({ messageDigest: Buffer.alloc(32) }),
      'content-hash-mismatch',
    ],
    ['a key that is not the certificate’s', () => made({ key: other() }), 'signature-mismatch'],
    ['a bare value of another key', () => made({ key: other(), bare: true }), 'signature-mismatch'],
    [
      'the certificate of somebody else in its place',
      () => made({ named: agency }),
      'signing-certificate-mismatch',
    ],
    [
      'two message digests',
      () => made({ attributes: [attribute('1.2.840.113549.1.9.4', octets(Buffer.alloc(32)))] }),
      'signed-attributes-malformed',
    ],
    [
      'one message digest with two values',
      () =>
        made({
          attributes: [attribute('1.2.840.113549.1.9.4', octets(Buffer.alloc(3)), octets(Buffer.alloc(4)))],
        }),
      'signed-attributes-malformed',
    ],
    ['its own content inside', () => made({ embed: true }), 'content-embedded'],
  ];
  it.each(rows)('%s', (_, signature, finding) => {
    const verdict = judged(signature());
    expect(verdict.status).toBe('invalid');
    expect(verdict.findings).toContain(finding);
  });

  it('tampered attributes: the claimed moment is moved', () => {
    const signature = Buffer.from(made());
    const at = signature.indexOf('261122030000Z');
    signature.write('251122030000Z', at);
    expect(judged(signature).findings).toContain('signature-mismatch');
  });
});

describe('certificates', () => {
  const by = (signer: Holder, ...more: Holder[]) =>
    made({ signer, certificates: [signer, ministry, ...more] });

  it.each([
    ['expired', { notAfter: '2026-11-21T00:00:00Z' }, 'invalid', 'certificate-expired'],
    ['not yet valid', { notBefore: '2026-11-23T00:00:00Z' }, 'invalid', 'certificate-not-yet-valid'],
    ['for another purpose', { purposes: ['1.3.6.1.5.5.7.3.1'] }, 'invalid', 'key-usage-wrong'],
    ['for key agreement', { usage: 1 << 4 }, 'invalid', 'key-usage-wrong'],
    ['of an authority', { authority: true }, 'invalid', 'key-usage-wrong'],
    ['of 1024 bits', { keys: 'short-rsa' }, 'weak', 'key-weak'],
    ['signed with SHA-1', { hash: 'SHA-1' }, 'weak', 'certificate-algorithm-weak'],
  ] as const)('%s', async (_, wanted, status, finding) => {
    const verdict = judged(by(await issue({ name: 'CN=x', ...wanted }, ministry)));
    expect(verdict.findings).toContain(finding);
    expect(verdict.status).toBe(status);
  });

  it('of a root that is not ours, with no word of that authority kept', async () => {
    const foreign = await issueAuthority({ name: 'CN=Nguyễn Văn A' });
    const verdict = judged(by(await issue({ name: 'CN=x' }, foreign), foreign));
    expect(verdict).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['chain-untrusted']),
    });
    expect(JSON.stringify(verdict)).not.toContain('Nguy');
  });

  it('of an impostor who took the name of our root', async () => {
    const impostor = await issueAuthority({ name: root.name });
    const verdict = judged(by(await issue({ name: 'CN=x' }, impostor), impostor));
    expect(verdict).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['chain-untrusted']),
    });
  });

  it('issued by an official who is no authority', async () => {
    const verdict = judged(by(await issue({ name: 'CN=x' }, officer), officer));
    expect(verdict.findings).toContain('chain-untrusted');
  });

  it('below an authority that may have none below it', async () => {
    const third = await issueAuthority({ name: 'CN=third' }, ministry);
    expect(judged(by(await issue({ name: 'CN=x' }, third), third)).findings).toContain('chain-untrusted');
  });

  it('below an authority that expired', async () => {
    const old = await issueAuthority({ name: 'CN=old', notAfter: '2026-11-01T00:00:00Z' }, root);
    const verdict = judged(by(await issue({ name: 'CN=x' }, old), old));
    expect(verdict).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['ca-certificate-expired']),
    });
  });

  it('missing, and found among the authorities we know', () => {
    expect(judged(made({ certificates: [] }))).toMatchObject({
      status: 'undecided',
      findings: expect.arrayContaining(['signer-certificate-missing']),
    });
    expect(judged(made({ certificates: [officer] }), { trust: trusting(root, ministry) }).status).toBe(
      'valid',
    );
    expect(judged(made({ certificates: [officer] })).findings).toContain('chain-untrusted');
  });

  it('of somebody else than those expected', () => {
    const expected = [{ kind: 'agency', id: 'H99.1', certificates: [agency.sha256] }] as const;
    expect(judged(made(), { expected })).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['certificate-not-of-signer']),
    });
  });

  it('bound by an identifier in the subject', () => {
    const expected = [{ kind: 'officer', id: 'o', certificates: [], subjectIds: ['QN-7'] }] as const;
    expect(judged(made(), { expected })).toMatchObject({ status: 'valid', by: 'officer' });
  });

  it('a bag of look-alike authorities costs a bounded number of checks', async () => {
    const names = await Promise.all(Array.from({ length: 14 }, () => issueAuthority({ name: 'CN=same' })));
    const signer = await issue({ name: 'CN=same' }, names[0]);
    expect(judged(made({ signer, certificates: [signer, ...names] })).findings).toContain('chain-untrusted');
  });
});

describe('old algorithms are readable and weak', () => {
  it.each(['md5', 'sha1'] as const)('%s', (digest) => {
    const verdict = judged(made({ signer: agency, certificates: [agency, ministry], digest }));
    expect(verdict).toMatchObject({ status: 'weak', findings: expect.arrayContaining(['digest-weak']) });
  });
});

describe('the moment', () => {
  const oldOfficer = () => issue({ name: 'CN=old', notAfter: '2026-06-01T00:00:00Z' }, ministry);

  it('is what the signer claims when nobody knows better, and is marked so', async () => {
    const signer = await oldOfficer();
    const signature = made({ signer, certificates: [signer, ministry], at: '2026-05-01T00:00:00Z' });
    const verdict = verifyDetached(signature, { bytes: content }, { trust, checkedAt })[0];
    expect(verdict).toMatchObject({
      status: 'valid',
      findings: expect.arrayContaining(['signing-time-claimed']),
      evidence: { signedAt: { at: '2026-05-01T00:00:00.000Z', source: 'signed-attribute' } },
    });
  });
  it('is not what the signer claims when it was received later', async () => {
    const signer = await oldOfficer();
    const signature = made({ signer, certificates: [signer, ministry], at: '2026-05-01T00:00:00Z' });
    expect(judged(signature).findings).toContain('certificate-expired');
  });
  it('cannot lie ahead', () =>
    expect(judged(made({ at: '2026-11-22T04:00:00Z' }))).toMatchObject({
      status: 'undecided',
      findings: expect.arrayContaining(['signing-time-in-future']),
    }));
});

describe('revocation lists', () => {
  const fresh = { thisUpdate: '2026-11-21T00:00:00Z', nextUpdate: '2026-11-28T00:00:00Z' };
  const stale = { thisUpdate: '2026-10-21T00:00:00Z', nextUpdate: '2026-10-28T00:00:00Z' };
  const withList = (list: Uint8Array, over: Partial<Circumstances> = {}) =>
    judged(made(), {
      trust: readTrust([
        { name: 'root', bytes: root.der },
        { name: 'list', bytes: list },
      ]).trust,
      ...over,
    });

  it('that are silent on the certificate', async () =>
    expect(withList(await revocationList(ministry, [], fresh))).toMatchObject({
      status: 'valid',
      evidence: { revocation: { status: 'good', source: 'crl', thisUpdate: '2026-11-21T00:00:00.000Z' } },
    }));
  it('that name it', async () => {
    const revoked = [{ serial: officer.serial, at: '2026-11-01T00:00:00Z' }];
    expect(withList(await revocationList(ministry, revoked, fresh))).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['certificate-revoked']),
      evidence: { revocation: { status: 'revoked', revokedAt: '2026-11-01T00:00:00.000Z' } },
    });
    expect(withList(await revocationList(ministry, revoked, stale)).status).toBe('invalid');
  });
  it('that name it since a later moment than a known one, but not than a claimed one', async () => {
    const list = await revocationList(
      ministry,
      [{ serial: officer.serial, at: '2026-11-22T02:00:00Z' }],
      fresh,
    );
    const earlier = { signedAt: '2026-11-22T01:00:00.000Z' };
    expect(withList(list, earlier)).toMatchObject({
      status: 'valid',
      findings: expect.arrayContaining(['revoked-after-signing']),
    });
    const { trust: believed } = readTrust([
      { name: 'root', bytes: root.der },
      { name: 'list', bytes: list },
    ]);
    const claimed = made({ at: '2026-11-22T01:00:00Z' });
    expect(verifyDetached(claimed, { bytes: content }, { trust: believed, checkedAt })[0]?.status).toBe(
      'invalid',
    );
  });
  it('that are old', async () =>
    expect(withList(await revocationList(ministry, [], stale))).toMatchObject({
      findings: expect.arrayContaining(['revocation-stale']),
      evidence: { revocation: { status: 'stale' } },
    }));
  it('that somebody else signed under the same name', async () => {
    const impostor = await issueAuthority({ name: ministry.name });
    const list = await revocationList(
      impostor,
      [{ serial: officer.serial, at: '2026-11-01T00:00:00Z' }],
      fresh,
    );
    expect(withList(list).evidence.revocation).toEqual({ status: 'not-checked' });
  });
  it('that revoke the authority', async () => {
    const list = await revocationList(root, [{ serial: ministry.serial, at: '2026-11-01T00:00:00Z' }], fresh);
    expect(withList(list)).toMatchObject({
      status: 'invalid',
      findings: expect.arrayContaining(['ca-certificate-revoked']),
    });
  });
});

describe('anything may come', () => {
  const nested = (depth: number): Uint8Array =>
    Buffer.concat([Buffer.from('3080'.repeat(depth), 'hex'), Buffer.from('0000'.repeat(depth), 'hex')]);

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['text', Buffer.from('-----BEGIN PKCS7-----')],
    ['nesting of 60 KB', nested(15_000)],
    ['a length beyond the end', Buffer.from('3084ffffffff', 'hex')],
    [
      'another content type',
      new Uint8Array(new Constructed({ idBlock: { tagClass: 1, tagNumber: 16 } }).toBER()),
    ],
  ])('%s is malformed', (_, bytes) =>
    expect(judged(bytes)).toMatchObject({ status: 'invalid', findings: ['malformed'] }),
  );

  it('100 KB of nesting are too large', () =>
    expect(judged(nested(25_000))).toMatchObject({ status: 'undecided', findings: ['too-large'] }));

  it('never throws, and never finds garbage valid', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => judged(bytes).status === 'invalid'),
      { numRuns: 300 },
    ));
});

describe('one flipped bit', () => {
  const flipped = (bytes: Uint8Array, bit: number) => {
    const copy = Uint8Array.from(bytes);
    copy[bit >> 3] = (copy[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return copy;
  };
  const bitOf = (bytes: Uint8Array) => fc.integer({ min: 0, max: bytes.length * 8 - 1 });

  it('of the content is never valid', () => {
    const signature = made();
    fc.assert(
      fc.property(bitOf(content), (bit) => judged(signature, {}, flipped(content, bit)).status === 'invalid'),
      { numRuns: 40 },
    );
  });

  it('of the signer’s part is never valid: a bit of every byte from the attributes to the value', () => {
    const signature = made();
    const from = Buffer.from(signature).lastIndexOf(Buffer.from('06092a864886f70d010903', 'hex'));
    const bytes = Array.from({ length: signature.length - from }, (_, index) => from + index);
    const valid = bytes.filter((at) => judged(flipped(signature, at * 8 + (at % 8))).status === 'valid');
    expect(valid).toEqual([]);
  });

  it('of a length is never read past: values must end inside the ones around them', () => {
    const signature = Buffer.from(made());
    const algorithm = signature.lastIndexOf(Buffer.from('300a06082a8648ce3d040302', 'hex'));
    expect(judged(flipped(signature, (algorithm + 1) * 8 + 1)).findings).toEqual(['malformed']);
  });

  it('anywhere never makes a forged one valid', () => {
    const forged = made({}, Buffer.from('another'));
    fc.assert(
      fc.property(bitOf(forged), (bit) => judged(flipped(forged, bit)).status !== 'valid'),
      { numRuns: 100 },
    );
  });
});
