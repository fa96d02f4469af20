import { createHash, randomBytes, sign, verify } from 'node:crypto';
import { readTrust, type Verdict, verifyDetached, verifyPdf } from '@proofs/signatures';
import { type Holder, issue, issueAuthority } from '../../signing/authority';
import { makeCms } from '../../signing/cms-maker';
import { makePdf, signPdf } from '../../signing/pdf-maker';
import type { Row } from '../bench';
import { compared, type Slice } from '../pairs';
import { comparedLine } from '../table';

const checkedAt = '2026-11-22T03:00:00.000Z';

/**
 * Checks of one signature with its path to a root (three RSA 2048 values: signer, authority, root), beside one bare
 * `crypto.verify` of the same key over the same bytes.
 */
export const signatures: Row = async (bench) => {
  const root = await issueAuthority({ name: 'CN=Root', keys: 'rsa' });
  const authority = await issueAuthority({ name: 'CN=Authority', keys: 'rsa' }, root);
  const signer = await issue({ name: 'CN=Signer', keys: 'rsa' }, authority);
  const { trust } = readTrust([{ name: 'root', bytes: root.der }]);
  const circumstances = { trust, checkedAt, signedAt: checkedAt };
  const certificates = [signer, authority];
  const lines = [];
  for (const [size, bytes] of [
    ['20 KiB', randomBytes(20 * 1024)],
    ['1 MiB', randomBytes(1024 * 1024)],
  ] as const) {
    const cms = makeCms(bytes, { signer, certificates, at: checkedAt });
    const pdf = signPdf(makePdf(bytes.toString('hex').slice(0, bytes.length)), { signer, certificates });
    const digests = { sha256: createHash('sha256').update(bytes).digest('hex') };
    const checks: [string, Uint8Array, () => readonly Verdict[]][] = [
      [`CMS over ${size}`, bytes, () => verifyDetached(cms, { bytes }, circumstances)],
      [`CMS, digest of ${size} given`, bytes, () => verifyDetached(cms, { digests }, circumstances)],
      [`PAdES, PDF of ${size}`, pdf, () => verifyPdf(pdf, circumstances)],
    ];
    for (const [what, over, check] of checks) {
      const result = await compared(
        perSecond(() => check()[0]?.status === 'valid'),
        bare(over, signer),
        bench,
      );
      const row = { row: 'signatures', what, unit: 'checks/s', against: 'crypto.verify of the same bytes' };
      lines.push(comparedLine(row, result));
    }
  }
  return lines;
};

function bare(bytes: Uint8Array, { key, publicKey }: Holder): Slice {
  const value = sign('sha256', bytes, key);
  return perSecond(() => verify('sha256', bytes, publicKey, value));
}

function perSecond(isGood: () => boolean): Slice {
  return (ms) => {
    const started = performance.now();
    let done = 0;
    for (; performance.now() - started < ms; done++) {
      if (!isGood()) return Promise.reject(new Error('a good signature was not found valid'));
    }
    return Promise.resolve((done / (performance.now() - started)) * 1000);
  };
}
