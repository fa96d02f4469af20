import type { OctetString } from 'asn1js';
import * as pkijs from 'pkijs';
import type { Allowance } from './allowance';
import { type Certificate, hex, readCertificate } from './certificate';
import { endOfValue, nodesIn, valuesIn } from './nesting';
import { readRevocation, type RevocationAnswers } from './revocation';

/** A decoded CMS SignedData (RFC 5652, 5.1). */
export interface SignedData {
  readonly contentType: string;
  /** Bytes inside the signature; undefined when it is detached. */
  readonly content: Uint8Array | undefined;
  readonly signers: readonly pkijs.SignerInfo[];
  readonly certificates: readonly Certificate[];
  readonly revocation: readonly RevocationAnswers[];
  /** There are more revocation lists in it than are read. */
  readonly isCut: boolean;
}

const nodesMax = 10_000;
const signersMax = 8;
const certificatesMax = 16;
const listsMax = 64;

/**
 * @param allowance for the revocation lists in it.
 * @returns nothing for anything but one SignedData with signers, and `too-large` for one that nests well and has more
 * than 8 signers, 16 certificates, or 10,000 values in a signer (pkijs reads no more).
 */
export function readSignedData(der: Uint8Array, allowance?: Allowance): SignedData | 'too-large' | undefined {
  if (endOfValue(der) !== der.length) return undefined;
  try {
    const [type, wrapped, ...beyond] = valuesIn(der);
    const [content, ...more] = wrapped === undefined ? [] : valuesIn(wrapped);
    if (
      hex(type ?? new Uint8Array()) !== signedData ||
      beyond.length > 0 ||
      content === undefined ||
      more.length > 0
    ) {
      return undefined;
    }
    return fieldsOf(valuesIn(content), allowance);
  } catch {
    return undefined;
  }
}

/**
 * version, digestAlgorithms, encapContentInfo, certificates [0], crls [1], signerInfos. Certificates are taken as they
 * were sent: encoding them anew could change what their authority signed.
 */
function fieldsOf(
  fields: readonly Uint8Array[],
  allowance: Allowance | undefined,
): SignedData | 'too-large' | undefined {
  const [, , encapsulated, ...optional] = fields;
  const last = optional.pop();
  const bag = (tag: number) => optional.filter(([first]) => first === tag).flatMap(valuesIn);
  const certificates = bag(0xa0).filter(([tag]) => tag === sequenceTag);
  const lists = bag(0xa1);
  const signers = last?.[0] === setTag ? valuesIn(last) : [];
  if (encapsulated === undefined || signers.length === 0) return undefined;
  const isTooLarge =
    signers.length > signersMax ||
    certificates.length > certificatesMax ||
    signers.some((signer) => nodesIn(signer) >= nodesMax);
  if (isTooLarge) return 'too-large';
  const { eContentType, eContent } = pkijs.EncapsulatedContentInfo.fromBER(encapsulated);
  return {
    contentType: eContentType,
    content: contentIn(eContent),
    signers: signers.map((signer) => pkijs.SignerInfo.fromBER(signer)),
    certificates: certificates.flatMap((certificate) => readCertificate(certificate) ?? []),
    revocation: lists.slice(0, listsMax).flatMap((list) => readRevocation(list, allowance) ?? []),
    isCut: lists.length > listsMax,
  };
}

/** Several programs write an empty content where they mean that there is none. */
function contentIn(eContent: OctetString | undefined): Uint8Array | undefined {
  const bytes = eContent === undefined ? undefined : new Uint8Array(eContent.getValue());
  return bytes?.length === 0 ? undefined : bytes;
}

const sequenceTag = 0x30;
const setTag = 0x31;
/** The object identifier 1.2.840.113549.1.7.2, encoded. */
const signedData = '06092a864886f70d010702';

export const octets = (value: OctetString): Uint8Array => new Uint8Array(value.getValue());
