import { type FindingCode, findingCodes, statusOf } from '@proofs/signatures';
import { refusalOf } from './signature-refusal.policy';

it.each<[FindingCode[], string]>([
  [['signature-mismatch'], 'signature-invalid'],
  [['key-usage-wrong'], 'signature-invalid'],
  [['certificate-revoked', 'certificate-not-of-signer'], 'signature-invalid'],
  [['content-hash-mismatch', 'certificate-expired'], 'content-hash-mismatch'],
  [['unsigned-bytes'], 'content-hash-mismatch'],
  [['certificate-expired', 'certificate-not-of-signer'], 'certificate-not-of-signer'],
  [['certificate-expired', 'revocation-not-checked'], 'signature-expired'],
  [['too-large', 'revocation-not-checked'], 'signature-undecided'],
  [['content-changed', 'too-large'], 'signature-invalid'],
  [['too-large', 'certificate-not-of-signer'], 'certificate-not-of-signer'],
])('%s: %s', (findings, refusal) => expect(refusalOf({ findings })).toBe(refusal));

const withStatus = (status: string) => findingCodes.filter((code) => statusOf([code]) === status);

it.each(withStatus('undecided'))('%s leaves undecided, and is told so', (finding) =>
  expect(refusalOf({ findings: [finding] })).toBe('signature-undecided'),
);

it.each(withStatus('invalid'))(
  '%s makes invalid, and is told so, whatever was found beside it',
  (finding) => {
    const told = [[], ...findingCodes.map((other) => [other])].map((others) =>
      refusalOf({ findings: [finding, ...others] }),
    );
    expect(told).not.toContain('signature-undecided');
  },
);
