import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { fromBER, type OctetString } from 'asn1js';
import * as pkijs from 'pkijs';

/** A certificate as the checks need it; every field is decoded once. */
export interface Certificate {
  readonly der: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  readonly serial: string;
  /** Encoded names in hex: two names are the same when their bytes are, as authorities are bound to write them. */
  readonly subject: string;
  readonly issuer: string;
  readonly issuerText: string;
  /** Milliseconds. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly key: KeyObject;
  /** Bytes of the public key bit string, which key identifiers are made of. */
  readonly keyBits: Uint8Array;
  readonly keyIdentifier: string | undefined;
  readonly authority: boolean;
  /** Authorities that may stand between this one and the signer. */
  readonly pathLength: number | undefined;
  /** First two bytes of the key usage; undefined when the certificate does not restrict it. */
  readonly keyUsage: number | undefined;
  readonly extendedKeyUsage: readonly string[] | undefined;
  /** Extensions that may change the judgement and are not understood here. */
  readonly notUnderstood: readonly string[];
  readonly subjectIds: readonly string[];
  readonly decoded: pkijs.Certificate;
}

/** Bits of key usage as read big-endian from its first two bytes (RFC 5280, 4.2.1.3). */
export const keyUsage = {
  digitalSignature: 0x8000,
  nonRepudiation: 0x4000,
  keyCertSign: 0x0400,
  crlSign: 0x0200,
} as const;

const extension = {
  keyIdentifier: '2.5.29.14',
  keyUsage: '2.5.29.15',
  basicConstraints: '2.5.29.19',
  nameConstraints: '2.5.29.30',
  extendedKeyUsage: '2.5.29.37',
} as const;

/** Critical extensions that cannot turn a good path into a bad one here, beside those that are evaluated. */
const harmless: readonly string[] = [
  extension.keyIdentifier,
  extension.keyUsage,
  extension.basicConstraints,
  extension.extendedKeyUsage,
  '2.5.29.17', // subject alternative name
  '2.5.29.31', // where lists are found: those that came are looked into, and a partial one counts for nothing
  '2.5.29.32', // certificate policies, which none of our roots requires
  '1.3.6.1.5.5.7.1.3', // statements of qualified certificates
];

/** serialNumber, userId, organizationIdentifier: what identifies a holder without a name. */
const idTypes = ['2.5.4.5', '0.9.2342.19200300.100.1.1', '2.5.4.97'];

export const hex = (bytes: Uint8Array | ArrayBuffer): string =>
  Buffer.from(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)).toString('hex');

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The same few hundred officials and authorities sign all day: their certificates are decoded once. */
const recent = new Map<string, Certificate>();
const recentMax = 512;

/** Bytes of a certificate; those in use have one to three thousand. */
const certificateBytesMax = 64 * 1024;

/** @returns nothing when the bytes are not exactly one DER certificate with a key that OpenSSL can use. */
export function readCertificate(der: Uint8Array): Certificate | undefined {
  if (der.length > certificateBytesMax) return undefined;
  const sha256 = sha256Of(der);
  const certificate = recent.get(sha256) ?? decode(Uint8Array.from(der), sha256);
  if (certificate === undefined) return undefined;
  // The newest is last: what is not asked for drifts to the front and goes.
  recent.delete(sha256);
  recent.set(sha256, certificate);
  if (recent.size > recentMax) recent.delete(recent.keys().next().value as string);
  return certificate;
}

/** @param der a copy that keeps nothing else in memory. */
function decode(der: Uint8Array, sha256: string): Certificate | undefined {
  try {
    const { result, offset } = fromBER(der);
    if (offset !== der.length) return undefined;
    const decoded = new pkijs.Certificate({ schema: result });
    const native = new X509Certificate(der);
    return {
      der,
      sha256,
      serial: hex(decoded.serialNumber.valueBlock.valueHexView),
      subject: hex(decoded.subject.valueBeforeDecode),
      issuer: hex(decoded.issuer.valueBeforeDecode),
      issuerText: native.issuer.split('\n').reverse().join(', '),
      notBefore: decoded.notBefore.value.getTime(),
      notAfter: decoded.notAfter.value.getTime(),
      key: native.publicKey,
      keyBits: decoded.subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView,
      subjectIds: decoded.subject.typesAndValues
        .filter(({ type }) => idTypes.includes(type))
        .map(({ value }) => String(value.valueBlock.value)),
      decoded,
      ...extensionsOf(decoded.extensions ?? []),
    };
  } catch {
    return undefined;
  }
}

function extensionsOf(extensions: readonly pkijs.Extension[]) {
  const parsed = (id: string): unknown => extensions.find(({ extnID }) => extnID === id)?.parsedValue;
  const constraints = parsed(extension.basicConstraints) as pkijs.BasicConstraints | undefined;
  const usage = parsed(extension.keyUsage) as { valueBlock: { valueHexView: Uint8Array } } | undefined;
  const purposes = parsed(extension.extendedKeyUsage) as pkijs.ExtKeyUsage | undefined;
  const identifier = parsed(extension.keyIdentifier) as OctetString | undefined;
  const [high = 0, low = 0] = usage?.valueBlock.valueHexView ?? [];
  const ids = extensions.map(({ extnID }) => extnID);
  return {
    authority: constraints?.cA === true,
    pathLength:
      typeof constraints?.pathLenConstraint === 'number' ? constraints.pathLenConstraint : undefined,
    keyUsage: usage === undefined ? undefined : (high << 8) | low,
    extendedKeyUsage: purposes?.keyPurposes,
    keyIdentifier: identifier === undefined ? undefined : hex(identifier.valueBlock.valueHexView),
    notUnderstood: extensions
      .filter(
        ({ extnID, critical }) =>
          extnID === extension.nameConstraints || (critical && !harmless.includes(extnID)),
      )
      .map(({ extnID }) => extnID)
      .concat(ids.filter((id, index) => ids.indexOf(id) !== index)),
  };
}

/** Whether a certificate that restricts its key allows any of these uses. */
export const allows = (certificate: Certificate, uses: number): boolean =>
  certificate.keyUsage === undefined || (certificate.keyUsage & uses) !== 0;
