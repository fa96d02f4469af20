/** Ordered from best to worst. `undecided`: what was given does not suffice to judge, nothing speaks against it. */
export const statuses = ['valid', 'weak', 'undecided', 'invalid'] as const;
export type Status = (typeof statuses)[number];

/** What a finding does to the verdict; a note leaves it as it is. Codes are stored: never renamed, never reused. */
const weightOf = {
  // The signature itself (RFC 5652).
  malformed: 'invalid',
  'signature-mismatch': 'invalid',
  'content-hash-mismatch': 'invalid',
  'signed-attributes-malformed': 'invalid',
  'signing-certificate-mismatch': 'invalid',
  'content-embedded': 'invalid',
  'digest-not-given': 'undecided',
  'content-bytes-needed': 'undecided',
  'algorithm-unsupported': 'undecided',
  'digest-weak': 'weak',
  'signing-certificate-not-bound': 'note',
  // The certificate and its way to a root (RFC 5280).
  'signer-certificate-missing': 'undecided',
  'certificate-expired': 'invalid',
  'certificate-not-yet-valid': 'invalid',
  'ca-certificate-expired': 'invalid',
  'ca-certificate-not-yet-valid': 'invalid',
  'chain-untrusted': 'invalid',
  'key-usage-wrong': 'invalid',
  'extension-unsupported': 'undecided',
  'key-weak': 'weak',
  'certificate-algorithm-weak': 'weak',
  'certificate-not-of-signer': 'invalid',
  // Revocation (RFC 5280, RFC 6960).
  'certificate-revoked': 'invalid',
  'ca-certificate-revoked': 'invalid',
  'revoked-after-signing': 'note',
  'revocation-not-checked': 'note',
  'revocation-stale': 'note',
  'revocation-too-large': 'undecided',
  // The moment (RFC 3161).
  'signing-time-in-future': 'undecided',
  'signing-time-claimed': 'note',
  'timestamp-unusable': 'note',
  // The PDF around it (ISO 32000-2, 12.8).
  'byte-range-malformed': 'invalid',
  'unsigned-bytes': 'invalid',
  'update-unreadable': 'invalid',
  'content-changed': 'invalid',
  'catalog-changed': 'invalid',
  'annotation-changed': 'invalid',
  'form-changed': 'invalid',
  'drawing-not-vouched-for': 'invalid',
  'not-permitted-by-earlier-signature': 'invalid',
  'update-unsupported': 'undecided',
  'file-encrypted': 'undecided',
  'revision-unreadable': 'undecided',
  'form-unsupported': 'undecided',
  'signed-earlier-revision': 'note',
  'too-large': 'undecided',
} as const satisfies Record<string, Status | 'note'>;

export type FindingCode = keyof typeof weightOf;

export const findingCodes = Object.keys(weightOf) as readonly FindingCode[];

/** Whether the finding alone makes a verdict this. */
export const weighs = (code: FindingCode, status: Status): boolean => weightOf[code] === status;

const rank = (code: FindingCode): number => {
  const weight = weightOf[code];
  return weight === 'note' ? 0 : statuses.indexOf(weight);
};

/** The worst of the findings; without any, or with notes only, `valid`. */
export const statusOf = (findings: Iterable<FindingCode>): Status =>
  statuses[Math.max(0, ...[...findings].map(rank))] as Status;

export const worstFirst = (findings: Iterable<FindingCode>): FindingCode[] =>
  [...new Set(findings)].sort((one, other) => rank(other) - rank(one) || one.localeCompare(other));

/**
 * The verdict on one signature: plain JSON, complete enough to be stored and explained years later, and without names
 * of persons (their certificates carry them; the verdict names the certificate only).
 */
export interface Verdict {
  readonly status: Status;
  /** Whose certificate it is among those expected; absent when nobody was expected or it is no one's. */
  readonly by?: SignerKind;
  /** Lower-case hex SHA-256 of the whole signed content: of a PDF, the file that was checked. */
  readonly content: string;
  /** Lower-case hex SHA-256 of the DER certificate. */
  readonly certificate?: string;
  readonly findings: readonly FindingCode[];
  readonly evidence: Evidence;
}

/** Person or organisation, Decree 30/2020/NĐ-CP art. 5. */
export type SignerKind = 'officer' | 'agency';

/** Instants are `YYYY-MM-DDTHH:mm:ss.sssZ`. */
export interface Evidence {
  readonly form: 'cms-detached' | 'pades' | 'pdf-timestamp';
  readonly checkedAt: string;
  /** The moment the certificate was judged at; a time-stamp is proof, the other two are somebody's word. */
  readonly signedAt?: { readonly at: string; readonly source: 'timestamp' | 'given' | 'signed-attribute' };
  /** Serial number, lower-case hex. */
  readonly serial?: string;
  /** Distinguished name of the authority; only when a configured root vouches for it. */
  readonly issuer?: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** `sha256`, `rsa-pkcs1`, `rsa 2048` or `ec prime256v1`. */
  readonly algorithm?: { readonly digest: string; readonly signature: string; readonly key: string };
  /** SHA-256 of every certificate from the signer's to the root; absent when none leads to a configured root. */
  readonly chain?: readonly string[];
  readonly revocation?: Revocation;
  readonly signer?: { readonly kind: SignerKind; readonly id: string };
  /** PDF: bytes covered by this signature, of the file's bytes; the hole of the signature counts as covered. */
  readonly covered?: { readonly bytes: number; readonly of: number };
}

export interface Revocation {
  readonly status: 'good' | 'revoked' | 'stale' | 'not-checked';
  readonly source?: 'crl' | 'ocsp';
  readonly thisUpdate?: string;
  readonly nextUpdate?: string;
  readonly revokedAt?: string;
}

/** Who may have signed, with the certificates registered for them (lower-case hex SHA-256 of the DER). */
export interface Expected {
  readonly kind: SignerKind;
  readonly id: string;
  readonly certificates: readonly string[];
  /** Subject serial numbers, user ids or organisation identifiers that are registered instead of certificates. */
  readonly subjectIds?: readonly string[];
}
