import { createHash } from 'node:crypto';
import { OctetString, Sequence } from 'asn1js';
import * as pkijs from 'pkijs';
import { checkSignature, type DigestName, digestNamed, keyText, weakDigest } from './algorithms';
import { type Certificate, hex } from './certificate';
import { octets } from './signed-data';
import type { Evidence, FindingCode } from './verdict';

/**
 * What was signed. With `bytes` every signature can be checked. With `digests` (lower-case hex, by algorithm), made
 * while the content streamed by, every signature with signed attributes can, which all CAdES and PAdES ones have; one
 * without them needs the bytes.
 */
export type Content =
  { readonly bytes: Uint8Array; readonly digests?: Digests } | { readonly digests: Digests };

type Digests = Readonly<Partial<Record<DigestName, string>>>;

export interface SignerCheck {
  readonly findings: readonly FindingCode[];
  readonly certificate: Certificate | undefined;
  readonly algorithm: NonNullable<Evidence['algorithm']> | undefined;
  /** When the signer says that it was, milliseconds. */
  readonly claimedAt: number | undefined;
}

const attribute = {
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
} as const;

/** The arithmetic of one signer (RFC 5652, 5.4 and 5.6): content, attributes, key and value belong together. */
export function checkSigner(
  signer: pkijs.SignerInfo,
  contentType: string,
  content: Content,
  known: readonly Certificate[],
): SignerCheck {
  const findings: FindingCode[] = [];
  const certificate = known.find((candidate) => isNamed(signer, candidate));
  const digest = digestNamed(signer.digestAlgorithm);
  if (certificate === undefined) findings.push('signer-certificate-missing');
  if (digest === undefined) findings.push('algorithm-unsupported');
  else if (weakDigest(digest)) findings.push('digest-weak');

  const attributes = signer.signedAttrs === undefined ? undefined : attributesOf(signer.signedAttrs);
  if (attributes === 'malformed') findings.push('signed-attributes-malformed');
  const read = attributes === 'malformed' ? undefined : attributes;
  if (read !== undefined && digest !== undefined) {
    findings.push(...attributeFindings(read, contentType, digest, content, certificate));
  }
  const signed = signer.signedAttrs === undefined ? content : { bytes: derOf(signer.signedAttrs) };
  if (!('bytes' in signed)) findings.push('content-bytes-needed');
  const check =
    certificate === undefined || !('bytes' in signed)
      ? undefined
      : checkSignature(
          signer.signatureAlgorithm,
          digest,
          certificate.key,
          signed.bytes,
          octets(signer.signature),
        );
  if (check?.result === 'bad') findings.push('signature-mismatch');
  if (check?.result === 'unsupported') findings.push('algorithm-unsupported');
  if (check?.weak === true) findings.push('digest-weak');
  return {
    findings,
    certificate,
    algorithm:
      certificate === undefined || check === undefined
        ? undefined
        : { digest: digest ?? 'unknown', signature: check.scheme, key: keyText(certificate.key) },
    claimedAt: read?.claimedAt,
  };
}

/** The digest that the content must have; nothing when it was not given. */
export const digestOf = (content: Content, digest: DigestName): string | undefined =>
  content.digests?.[digest] ??
  ('bytes' in content ? createHash(digest).update(content.bytes).digest('hex') : undefined);

/** pkijs keeps the attributes as they were sent, under the tag that is signed (RFC 5652, 5.4). */
const derOf = ({ encodedValue }: pkijs.SignedAndUnsignedAttributes) => new Uint8Array(encodedValue);

function isNamed({ sid }: pkijs.SignerInfo, certificate: Certificate): boolean {
  if (sid instanceof pkijs.IssuerAndSerialNumber) {
    return (
      hex(sid.issuer.valueBeforeDecode) === certificate.issuer &&
      hex(sid.serialNumber.valueBlock.valueHexView) === certificate.serial
    );
  }
  // SignerIdentifier [0] is an implicit OCTET STRING, which arrives as a bare primitive or already rebuilt.
  const identifier: unknown = sid?.valueBlock?.valueHexView;
  return identifier instanceof Uint8Array && certificate.keyIdentifier === hex(identifier);
}

interface Attributes {
  readonly contentType: string | undefined;
  readonly messageDigest: string;
  readonly claimedAt: number | undefined;
  /** The certificate the signer says is his (RFC 5035): digest algorithm and value. */
  readonly named: { readonly digest: DigestName | undefined; readonly hash: string } | undefined;
}

/** Each attribute that is judged stands there at most once, with one value: two would let a reader choose. */
function attributesOf({ attributes }: pkijs.SignedAndUnsignedAttributes): Attributes | 'malformed' {
  try {
    const one = (type: string): unknown => {
      const found = attributes.filter((candidate) => candidate.type === type);
      if (found.length > 1 || found.some(({ values }) => values.length !== 1)) throw new Error(type);
      return found[0]?.values[0];
    };
    const digest = one(attribute.messageDigest);
    if (!(digest instanceof OctetString)) return 'malformed';
    const type = one(attribute.contentType) as { valueBlock: { toString(): string } } | undefined;
    const time = one(attribute.signingTime) as { toDate(): Date } | undefined;
    const claimedAt = time?.toDate().getTime();
    if (Number.isNaN(claimedAt)) return 'malformed';
    return {
      contentType: type?.valueBlock.toString(),
      messageDigest: hex(octets(digest)),
      claimedAt,
      named:
        namedCertificate(one(attribute.signingCertificateV2), 'sha256') ??
        namedCertificate(one(attribute.signingCertificate), 'sha1'),
    };
  } catch {
    return 'malformed';
  }
}

function namedCertificate(value: unknown, byDefault: DigestName): Attributes['named'] {
  if (value === undefined) return undefined;
  const first = ((value as Sequence).valueBlock.value[0] as Sequence).valueBlock.value[0] as Sequence;
  const [head, next] = first.valueBlock.value;
  const algorithm = head instanceof Sequence ? new pkijs.AlgorithmIdentifier({ schema: head }) : undefined;
  return {
    digest: algorithm === undefined ? byDefault : digestNamed(algorithm),
    hash: hex(octets((algorithm === undefined ? head : next) as OctetString)),
  };
}

function attributeFindings(
  read: Attributes,
  contentType: string,
  digest: DigestName,
  content: Content,
  certificate: Certificate | undefined,
): FindingCode[] {
  const findings: FindingCode[] = [];
  if (read.contentType !== contentType) findings.push('signed-attributes-malformed');
  const is = digestOf(content, digest);
  if (is === undefined) findings.push('digest-not-given');
  else if (is !== read.messageDigest) findings.push('content-hash-mismatch');
  if (read.named === undefined) findings.push('signing-certificate-not-bound');
  else if (read.named.digest === undefined) findings.push('algorithm-unsupported');
  else if (certificate !== undefined) {
    const hash = createHash(read.named.digest).update(certificate.der).digest('hex');
    if (hash !== read.named.hash) findings.push('signing-certificate-mismatch');
  }
  return findings;
}
