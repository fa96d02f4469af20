import type { BaseBlock } from 'asn1js';
import * as pkijs from 'pkijs';
import { type DigestName, digestNamed, weakDigest } from './algorithms';
import { hex } from './certificate';
import { pathToRoot } from './chain';
import { octets, readSignedData } from './signed-data';
import { checkSigner, type Content, digestOf } from './signer';
import type { Trust } from './trust';
import { type FindingCode, statusOf } from './verdict';

export const tstInfo = '1.2.840.113549.1.9.16.1.4';
const timeStamping = '1.3.6.1.5.5.7.3.8';
const timeStampToken = '1.2.840.113549.1.9.16.2.14';

/** The moment that a token proves, milliseconds, or why it proves none. */
export interface Stamp {
  readonly at: number | undefined;
  readonly findings: readonly FindingCode[];
}

/**
 * The moment that a time-stamp token (RFC 3161) proves for some bytes. One that was changed, or is over other bytes,
 * is told from one of an authority that no configured root vouches for, which proves nothing here.
 */
export function timeIn(token: Uint8Array, stamped: (digest: DigestName) => Content, trust: Trust): Stamp {
  const none = (...findings: readonly FindingCode[]): Stamp => ({ at: undefined, findings });
  const signed = readSignedData(token);
  if (signed === 'too-large') return none('too-large');
  const [signer] = signed?.signers ?? [];
  if (signed?.contentType !== tstInfo || signed.content === undefined || signer === undefined)
    return none('malformed');
  const info = infoIn(signed.content);
  if (info === undefined) return none('malformed');
  const known = [...signed.certificates, ...trust.authorities];
  const check = checkSigner(signer, tstInfo, { bytes: signed.content }, known);
  if (statusOf(check.findings) === 'invalid') return none(...check.findings);
  const digest = digestNamed(info.messageImprint.hashAlgorithm);
  if (digest === undefined || weakDigest(digest)) return none('timestamp-unusable');
  if (digestOf(stamped(digest), digest) !== hex(octets(info.messageImprint.hashedMessage)))
    return none('content-hash-mismatch');
  if (check.certificate?.extendedKeyUsage?.includes(timeStamping) !== true) return none('timestamp-unusable');
  const at = info.genTime.getTime();
  const path = pathToRoot(check.certificate, trust.roots, known, at);
  const isValid = path !== undefined && statusOf([...check.findings, ...path.findings]) === 'valid';
  return isValid ? { at, findings: [] } : none('timestamp-unusable');
}

function infoIn(content: Uint8Array): pkijs.TSTInfo | undefined {
  try {
    return pkijs.TSTInfo.fromBER(content);
  } catch {
    return undefined;
  }
}

/** The time-stamp token beside a signature, as DER. */
export function timestampBeside(signer: pkijs.SignerInfo): Uint8Array | undefined {
  const found = signer.unsignedAttrs?.attributes.find(({ type }) => type === timeStampToken);
  const token = found?.values[0] as BaseBlock | undefined;
  return token === undefined ? undefined : Uint8Array.from(token.valueBeforeDecodeView);
}
