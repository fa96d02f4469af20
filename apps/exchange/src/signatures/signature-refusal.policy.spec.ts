import type { FindingCode } from '@proofs/signatures';
import { refusalOf } from './signature-refusal.policy';

it.each<[FindingCode[], string]>([
  [['signature-mismatch'], 'signature-invalid'],
  [['key-usage-wrong'], 'signature-invalid'],
  [['certificate-revoked', 'certificate-not-of-signer'], 'signature-invalid'],
  [['content-hash-mismatch', 'certificate-expired'], 'content-hash-mismatch'],
  [['unsigned-bytes'], 'content-hash-mismatch'],
  [['certificate-expired', 'certificate-not-of-signer'], 'certificate-not-of-signer'],
  [['certificate-expired', 'revocation-not-checked'], 'signature-expired'],
])('%s: %s', (findings, refusal) => expect(refusalOf({ findings })).toBe(refusal));
