import type { FindingCode, Verdict } from '@proofs/signatures';

/** Why a signature is not taken, as the refusal that names it. */
export type SignatureRefusal =
  'signature-invalid' | 'content-hash-mismatch' | 'certificate-not-of-signer' | 'signature-expired';

/** Findings that have a refusal of their own; whatever else makes a signature invalid is `signature-invalid`. */
const own: readonly (readonly [SignatureRefusal, readonly FindingCode[]])[] = [
  ['content-hash-mismatch', ['content-hash-mismatch', 'unsigned-bytes']],
  ['certificate-not-of-signer', ['certificate-not-of-signer']],
  [
    'signature-expired',
    [
      'certificate-expired',
      'certificate-not-yet-valid',
      'ca-certificate-expired',
      'ca-certificate-not-yet-valid',
    ],
  ],
];

const forged: readonly FindingCode[] = [
  'malformed',
  'signature-mismatch',
  'signed-attributes-malformed',
  'signing-certificate-mismatch',
  'chain-untrusted',
  'certificate-revoked',
  'ca-certificate-revoked',
];

/** The refusal of an invalid signature: a forgery first, then other bytes, another signer, another time. */
export function refusalOf({ findings }: Pick<Verdict, 'findings'>): SignatureRefusal {
  if (findings.some((finding) => forged.includes(finding))) return 'signature-invalid';
  const named = own.find(([, codes]) => codes.some((code) => findings.includes(code)));
  return named?.[0] ?? 'signature-invalid';
}
