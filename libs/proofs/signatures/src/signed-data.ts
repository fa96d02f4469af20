import { type Constructed, fromBER, type OctetString, type Sequence } from 'asn1js';
import * as pkijs from 'pkijs';
import { type Certificate, readCertificate } from './certificate';
import { endOfValue } from './nesting';
import { listAnswers, type RevocationAnswers } from './revocation';

/** A decoded CMS SignedData (RFC 5652, 5.1). */
export interface SignedData {
  readonly contentType: string;
  /** Bytes inside the signature; undefined when it is detached. */
  readonly content: Uint8Array | undefined;
  readonly signers: readonly pkijs.SignerInfo[];
  readonly certificates: readonly Certificate[];
  readonly revocation: readonly RevocationAnswers[];
}

export const signersMax = 8;
const certificatesMax = 16;
const signedData = '1.2.840.113549.1.7.2';

/**
 * @returns nothing for anything but one SignedData with 1 to 8 signers and at most 16 certificates, 64 levels and
 * 10,000 nodes.
 */
export function readSignedData(der: Uint8Array): SignedData | undefined {
  if (endOfValue(der) !== der.length) return undefined;
  try {
    const { result } = fromBER(der);
    const certificates = takeCertificates(result as Sequence);
    const info = new pkijs.ContentInfo({ schema: result });
    if (info.contentType !== signedData) return undefined;
    const decoded = new pkijs.SignedData({ schema: info.content });
    const signers = decoded.signerInfos;
    if (signers.length === 0 || signers.length > signersMax || certificates.length > certificatesMax) {
      return undefined;
    }
    const { eContentType, eContent } = decoded.encapContentInfo;
    return {
      contentType: eContentType,
      content: eContent === undefined ? undefined : new Uint8Array(eContent.getValue()),
      signers,
      certificates: certificates.flatMap((certificate) => readCertificate(certificate) ?? []),
      revocation: (decoded.crls ?? []).flatMap((list) =>
        list instanceof pkijs.CertificateRevocationList ? (listAnswers(list) ?? []) : [],
      ),
    };
  } catch {
    return undefined;
  }
}

/**
 * Takes the certificates out, as they were sent: encoding them anew could change what their authority signed, and the
 * decoder would spend most of its time on those that are known already.
 */
function takeCertificates(contentInfo: Sequence): Uint8Array[] {
  const content = contentInfo.valueBlock.value[1] as Constructed;
  const fields = (content.valueBlock.value[0] as Sequence).valueBlock.value;
  const at = fields.findIndex(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0);
  const [bag] = at === -1 ? [] : (fields.splice(at, 1) as Constructed[]);
  return (bag?.valueBlock.value ?? [])
    .filter(({ idBlock }) => idBlock.tagClass === 1)
    .map(({ valueBeforeDecodeView }) => Uint8Array.from(valueBeforeDecodeView));
}

export const octets = (value: OctetString): Uint8Array => new Uint8Array(value.getValue());
