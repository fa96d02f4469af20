import type { BaseBlock } from 'asn1js';
import * as pkijs from 'pkijs';
import { type DigestName, digestNamed, weakDigest } from './algorithms';
import { hex } from './certificate';
import { pathToRoot } from './chain';
import { octets, readSignedData } from './signed-data';
import { checkSigner, type Content, digestOf } from './signer';
import type { Trust } from './trust';
import { statusOf } from './verdict';

export const tstInfo = '1.2.840.113549.1.9.16.1.4';
const timeStamping = '1.3.6.1.5.5.7.3.8';
const timeStampToken = '1.2.840.113549.1.9.16.2.14';

/**
 * The moment that a time-stamp token (RFC 3161) proves for some bytes, milliseconds; nothing when it proves none: other
 * bytes, a broken signature, or an authority that no configured root vouches for.
 */
export function timeProvenBy(
  token: Uint8Array,
  stamped: (digest: DigestName) => Content,
  trust: Trust,
): number | undefined {
  const signed = readSignedData(token);
  const [signer] = signed?.signers ?? [];
  if (signed?.contentType !== tstInfo || signed.content === undefined || signer === undefined)
    return undefined;
  const info = infoIn(signed.content);
  const digest = info === undefined ? undefined : digestNamed(info.messageImprint.hashAlgorithm);
  if (info === undefined || digest === undefined || weakDigest(digest)) return undefined;
  if (digestOf(stamped(digest), digest) !== hex(octets(info.messageImprint.hashedMessage))) return undefined;
  const at = info.genTime.getTime();
  const known = [...signed.certificates, ...trust.authorities];
  const check = checkSigner(signer, tstInfo, { bytes: signed.content }, known);
  if (check.certificate?.extendedKeyUsage?.includes(timeStamping) !== true) return undefined;
  const path = pathToRoot(check.certificate, trust.roots, known, at);
  if (path === undefined) return undefined;
  return statusOf([...check.findings, ...path.findings]) === 'valid' ? at : undefined;
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
