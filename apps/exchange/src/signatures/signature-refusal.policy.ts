import type { FindingCode, Verdict } from '@proofs/signatures';

/** What is wrong with a signature that is not taken, and the refusal that names it; whatever comes first is told. */
const wrongs = {
  forged: 'signature-invalid',
  'of-other-bytes': 'content-hash-mismatch',
  'of-another-signer': 'certificate-not-of-signer',
  'of-another-time': 'signature-expired',
  unlawful: 'signature-invalid',
  unread: 'signature-undecided',
} as const;
type Wrong = keyof typeof wrongs;

/** Why a signature is not taken, as the refusal that names it. */
export type SignatureRefusal = (typeof wrongs)[Wrong];

/** A finding that leaves a signature one that is taken is no wrong. */
const wrongIn = {
  malformed: 'forged',
  'signature-mismatch': 'forged',
  'content-hash-mismatch': 'of-other-bytes',
  'signed-attributes-malformed': 'forged',
  'signing-certificate-mismatch': 'forged',
  'content-embedded': 'unlawful',
  'digest-not-given': 'unread',
  'content-bytes-needed': 'unread',
  'algorithm-unsupported': 'unread',
  'digest-weak': 'none',
  'signing-certificate-not-bound': 'none',
  'signer-certificate-missing': 'unread',
  'certificate-expired': 'of-another-time',
  'certificate-not-yet-valid': 'of-another-time',
  'ca-certificate-expired': 'of-another-time',
  'ca-certificate-not-yet-valid': 'of-another-time',
  'chain-untrusted': 'forged',
  'key-usage-wrong': 'unlawful',
  'extension-unsupported': 'unread',
  'key-weak': 'none',
  'certificate-algorithm-weak': 'none',
  'certificate-not-of-signer': 'of-another-signer',
  'certificate-revoked': 'forged',
  'ca-certificate-revoked': 'forged',
  'revoked-after-signing': 'none',
  'revocation-not-checked': 'none',
  'revocation-stale': 'none',
  'revocation-too-large': 'unread',
  'signing-time-in-future': 'unread',
  'signing-time-claimed': 'none',
  'timestamp-unusable': 'none',
  'byte-range-malformed': 'unlawful',
  'unsigned-bytes': 'of-other-bytes',
  'update-unreadable': 'unlawful',
  'content-changed': 'unlawful',
  'catalog-changed': 'unlawful',
  'annotation-changed': 'unlawful',
  'form-changed': 'unlawful',
  'drawing-not-vouched-for': 'unlawful',
  'not-permitted-by-earlier-signature': 'unlawful',
  'update-unsupported': 'unread',
  'file-encrypted': 'unread',
  'revision-unreadable': 'unread',
  'form-unsupported': 'unread',
  'signed-earlier-revision': 'none',
  'too-large': 'unread',
} as const satisfies Record<FindingCode, Wrong | 'none'>;

/**
 * The refusal of a signature that is not taken: a forgery first, then other bytes, another signer, another time, and
 * whatever else makes it invalid. What could not be judged is `signature-undecided` when nothing speaks against it.
 */
export function refusalOf({ findings }: Pick<Verdict, 'findings'>): SignatureRefusal {
  const found = new Set<string>(findings.map((finding) => wrongIn[finding]));
  const [, refusal] = Object.entries(wrongs).find(([wrong]) => found.has(wrong)) ?? [];
  return refusal ?? 'signature-invalid';
}
