import type { SignerInfo } from 'pkijs';
import { weakKey } from './algorithms';
import { Allowance } from './allowance';
import { allows, type Certificate, keyUsage } from './certificate';
import { pathToRoot } from './chain';
import { instant, revocationOf } from './revocation';
import { octets, readSignedData, type SignedData } from './signed-data';
import { checkSigner, type Content, digestOf } from './signer';
import { timeIn, timestampBeside } from './timestamp';
import type { Trust } from './trust';
import {
  type Evidence,
  type Expected,
  type FindingCode,
  statusOf,
  type Verdict,
  worstFirst,
} from './verdict';

export interface Circumstances {
  readonly trust: Trust;
  /** Now, as an instant. */
  readonly checkedAt: string;
  /** When the signature was received, when somebody who is trusted knows: it outweighs what the signer claims. */
  readonly signedAt?: string;
  /** Whose signature is wanted; one of anybody else is invalid. Absent: any holder under a root. */
  readonly expected?: readonly Expected[];
  /** Of the command that this is a part of; one of its own without it. */
  readonly allowance?: Allowance;
}

/** A signature with its certificates and time-stamp has some 5 KiB; one with revocation lists may have more. */
const signatureBytesMax = 64 * 1024;

const skewMs = 300_000;
const dataType = '1.2.840.113549.1.7.1';

/** Purposes of certificates that may sign documents: any, client, e-mail, RFC 9336, Adobe, Microsoft. */
const documentPurposes = [
  '2.5.29.37.0',
  '1.3.6.1.5.5.7.3.2',
  '1.3.6.1.5.5.7.3.4',
  '1.3.6.1.5.5.7.3.36',
  '1.2.840.113583.1.1.5',
  '1.3.6.1.4.1.311.10.3.12',
];

/**
 * Judges a detached CMS signature (RFC 5652; CAdES is one): one verdict for each signer in it, at least one. Nothing is
 * thrown, whatever the bytes are.
 * @param signature DER or BER, at most 64 KiB.
 * @param content must hold SHA-256 when it is given as digests: the verdict names the content by it.
 */
export function verifyDetached(
  signature: Uint8Array,
  content: Content,
  circumstances: Circumstances,
): readonly Verdict[] {
  const sha256 = digestOf(content, 'sha256') ?? '';
  const form = 'cms-detached';
  if (signature.length > signatureBytesMax) return [unread(form, sha256, ['too-large'], circumstances)];
  const hashed = 'bytes' in content ? { ...content, digests: { ...content.digests, sha256 } } : content;
  const { allowance = Allowance.ofCommand() } = circumstances;
  const signed = readSignedData(signature, allowance.ofFile());
  if (signed === undefined || signed === 'too-large') {
    return [unread(form, sha256, [signed ?? 'malformed'], circumstances)];
  }
  return signed.signers.map((signer) =>
    judgeSigner(signed, signer, hashed, { form, sha256, findings: [], evidence: {} }, circumstances),
  );
}

/** What is known of a signature before its bytes are looked at. */
export interface Frame {
  readonly form: Evidence['form'];
  readonly sha256: string;
  readonly findings: readonly FindingCode[];
  readonly evidence: Partial<Evidence>;
  /** A time-stamp over the whole proves that the signature was there by then, milliseconds. */
  readonly provenAt?: number | undefined;
}

/** The verdict on bytes that could not be read as a signature. */
export const unread = (
  form: Evidence['form'],
  content: string,
  findings: readonly FindingCode[],
  { checkedAt }: Circumstances,
): Verdict => ({
  status: statusOf(findings),
  content,
  findings: worstFirst(findings),
  evidence: { form, checkedAt },
});

export function judgeSigner(
  signed: SignedData,
  signer: SignerInfo,
  content: Content,
  frame: Frame,
  circumstances: Circumstances,
): Verdict {
  const { trust, checkedAt } = circumstances;
  const known = [...signed.certificates, ...trust.authorities, ...trust.roots];
  const check = checkSigner(signer, signed.contentType, content, known);
  const moment = momentOf(signer, check.claimedAt, frame.provenAt, circumstances);
  const findings: FindingCode[] = [...frame.findings, ...check.findings, ...moment.findings];
  if (signed.content !== undefined) findings.push('content-embedded');
  if (signed.contentType !== dataType) findings.push('form-unsupported');
  if (signed.isCut) findings.push('revocation-too-large');
  const { certificate } = check;
  const judged =
    certificate === undefined ? undefined : judgeCertificate(certificate, signed, moment, circumstances);
  const owner = certificate === undefined ? undefined : ownerOf(certificate, circumstances.expected);
  if (owner === undefined && certificate !== undefined && circumstances.expected !== undefined) {
    findings.push('certificate-not-of-signer');
  }
  findings.push(...(judged?.findings ?? []));
  return {
    status: statusOf(findings),
    ...(owner === undefined ? {} : { by: owner.kind }),
    content: frame.sha256,
    ...(certificate === undefined ? {} : { certificate: certificate.sha256 }),
    findings: worstFirst(findings),
    evidence: {
      form: frame.form,
      checkedAt,
      signedAt: { at: instant(moment.at), source: moment.source },
      ...(check.algorithm === undefined ? {} : { algorithm: check.algorithm }),
      ...judged?.evidence,
      ...(owner === undefined ? {} : { signer: { kind: owner.kind, id: owner.id } }),
      ...frame.evidence,
    },
  };
}

interface Moment {
  readonly at: number;
  readonly source: 'timestamp' | 'given' | 'signed-attribute';
  readonly claimedAt: number | undefined;
  readonly findings: readonly FindingCode[];
}

/** A time-stamp proves the moment; what a trusted receiver knows comes next, what the signer claims last. */
function momentOf(
  signer: SignerInfo,
  claimedAt: number | undefined,
  provenAt: number | undefined,
  { trust, checkedAt, signedAt }: Circumstances,
): Moment {
  const now = Date.parse(checkedAt);
  const token = timestampBeside(signer);
  const stamped =
    token === undefined ? undefined : timeIn(token, () => ({ bytes: octets(signer.signature) }), trust).at;
  const findings: FindingCode[] = token !== undefined && stamped === undefined ? ['timestamp-unusable'] : [];
  const proven = stamped ?? provenAt;
  if (Math.max(proven ?? 0, claimedAt ?? 0) > now + skewMs) findings.push('signing-time-in-future');
  if (proven !== undefined) return { at: proven, source: 'timestamp', claimedAt, findings };
  if (signedAt !== undefined) return { at: Date.parse(signedAt), source: 'given', claimedAt, findings };
  if (claimedAt === undefined) return { at: now, source: 'given', claimedAt, findings };
  return {
    at: claimedAt,
    source: 'signed-attribute',
    claimedAt,
    findings: [...findings, 'signing-time-claimed'],
  };
}

function judgeCertificate(
  certificate: Certificate,
  signed: SignedData,
  moment: Moment,
  { trust, checkedAt }: Circumstances,
): { findings: FindingCode[]; evidence: Partial<Evidence> } {
  const pool = [...signed.certificates, ...trust.authorities];
  const path = pathToRoot(certificate, trust.roots, pool, moment.at);
  const findings: FindingCode[] = path === undefined ? alone(certificate, moment.at) : [...path.findings];
  // A signer who claims a moment outside the life of the certificate speaks against himself.
  if (moment.claimedAt !== undefined && moment.claimedAt > certificate.notAfter)
    findings.push('certificate-expired');
  if (moment.claimedAt !== undefined && moment.claimedAt < certificate.notBefore) {
    findings.push('certificate-not-yet-valid');
  }
  if (!maySign(certificate)) findings.push('key-usage-wrong');
  const checked =
    path === undefined
      ? undefined
      : revocationOf(path.certificates, [...trust.revocation, ...signed.revocation], {
          signedAt: moment.at,
          proven: moment.source !== 'signed-attribute',
          now: Date.parse(checkedAt),
        });
  return {
    findings: [...findings, ...(checked?.findings ?? [])],
    evidence: {
      serial: certificate.serial,
      notBefore: instant(certificate.notBefore),
      notAfter: instant(certificate.notAfter),
      // The name of an authority that nobody vouches for may be anything, a person's name too.
      ...(path === undefined
        ? {}
        : {
            ...(path.certificates.length === 1 ? {} : { issuer: certificate.issuerText }),
            chain: path.certificates.map(({ sha256 }) => sha256),
            revocation: checked?.revocation ?? { status: 'not-checked' },
          }),
    },
  };
}

function alone({ notBefore, notAfter, key }: Certificate, at: number): FindingCode[] {
  const findings: FindingCode[] = ['chain-untrusted'];
  if (at > notAfter) findings.push('certificate-expired');
  if (at < notBefore) findings.push('certificate-not-yet-valid');
  if (weakKey(key)) findings.push('key-weak');
  return findings;
}

function maySign(certificate: Certificate): boolean {
  const { extendedKeyUsage: purposes, authority } = certificate;
  return (
    !authority &&
    allows(certificate, keyUsage.digitalSignature | keyUsage.nonRepudiation) &&
    (purposes === undefined || purposes.some((purpose) => documentPurposes.includes(purpose)))
  );
}

/** Whose certificate it is: registered itself, or by an identifier in its subject. */
const ownerOf = (certificate: Certificate, expected: readonly Expected[] = []): Expected | undefined =>
  expected.find(({ certificates }) => certificates.includes(certificate.sha256)) ??
  expected.find(({ subjectIds }) => subjectIds?.some((id) => certificate.subjectIds.includes(id)) === true);
