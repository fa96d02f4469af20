import { checkSignature, weakKey } from './algorithms';
import { allows, type Certificate, keyUsage } from './certificate';
import type { FindingCode } from './verdict';

/** Certificates between the signer's and the root; government chains have one or two. */
const authoritiesMax = 6;
/** A bag of look-alike authorities must not cost more checks than this. */
const checksMax = 48;

export interface Path {
  /** From the signer's certificate to a configured root. */
  readonly certificates: readonly Certificate[];
  readonly findings: readonly FindingCode[];
}

/**
 * A way from a certificate to a configured root, judged at one moment (RFC 5280, 6.1, without name constraints and
 * policy trees: a path that needs them is undecided).
 * @param pool certificates that came with the signature; they help to find the way and are trusted for nothing.
 */
export function pathToRoot(
  leaf: Certificate,
  roots: readonly Certificate[],
  pool: readonly Certificate[],
  at: number,
): Path | undefined {
  const trusted = new Set(roots.map(({ sha256 }) => sha256));
  const known = new Map([...roots, ...pool].map((certificate) => [certificate.sha256, certificate]));
  let checks = 0;
  let second: Path | undefined;

  const climb = (below: readonly Certificate[], weak: boolean): Path | undefined => {
    const current = below[below.length - 1] as Certificate;
    if (trusted.has(current.sha256)) {
      const path = judged(below, weak, at);
      if (path.findings.length === 0) return path;
      second ??= path;
      return undefined;
    }
    if (below.length > authoritiesMax + 1) return undefined;
    for (const issuer of known.values()) {
      if (issuer.subject !== current.issuer || below.includes(issuer)) continue;
      if (!mayIssue(issuer, below) || ++checks > checksMax) continue;
      const check = signedBy(current, issuer);
      const found = check.result === 'good' ? climb([...below, issuer], weak || check.weak) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return climb([leaf], false) ?? second;
}

function mayIssue(issuer: Certificate, below: readonly Certificate[]): boolean {
  const between = below.slice(1).filter(({ subject, issuer: by }) => subject !== by).length;
  return (
    issuer.authority &&
    allows(issuer, keyUsage.keyCertSign) &&
    (issuer.pathLength === undefined || between <= issuer.pathLength)
  );
}

export const signedBy = ({ decoded }: Certificate, issuer: Certificate) =>
  checkSignature(
    decoded.signatureAlgorithm,
    undefined,
    issuer.key,
    decoded.tbsView,
    decoded.signatureValue.valueBlock.valueHexView,
  );

function judged(certificates: readonly Certificate[], weak: boolean, at: number): Path {
  const findings: FindingCode[] = weak ? ['certificate-algorithm-weak'] : [];
  for (const [index, { notBefore, notAfter, key, notUnderstood }] of certificates.entries()) {
    if (at > notAfter) findings.push(index === 0 ? 'certificate-expired' : 'ca-certificate-expired');
    if (at < notBefore) {
      findings.push(index === 0 ? 'certificate-not-yet-valid' : 'ca-certificate-not-yet-valid');
    }
    if (weakKey(key)) findings.push('key-weak');
    if (notUnderstood.length > 0) findings.push('extension-unsupported');
  }
  return { certificates, findings };
}
