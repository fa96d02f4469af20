import { type Certificate, readCertificate } from './certificate';
import { signedBy } from './chain';
import { readRevocation, type RevocationAnswers } from './revocation';

/** What the installation believes: made once from its folder of trust roots. */
export interface Trust {
  readonly roots: readonly Certificate[];
  /** Authorities below the roots, for signatures that come without them; trusted for nothing by themselves. */
  readonly authorities: readonly Certificate[];
  readonly revocation: readonly RevocationAnswers[];
}

export interface TrustFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Reads certificates, revocation lists and OCSP answers, DER or PEM (several blocks in a file are read in turn). A
 * certificate that signed itself is a root, any other one is an authority on the way to one.
 * @returns `unread` names the files that hold something else.
 */
export function readTrust(files: readonly TrustFile[]): { trust: Trust; unread: readonly string[] } {
  const roots: Certificate[] = [];
  const authorities: Certificate[] = [];
  const revocation: RevocationAnswers[] = [];
  const unread: string[] = [];
  for (const { name, bytes } of files) {
    for (const der of blocksOf(bytes)) {
      const certificate = readCertificate(der);
      const answers = certificate === undefined ? readRevocation(der) : undefined;
      if (certificate !== undefined) (isRoot(certificate) ? roots : authorities).push(certificate);
      else if (answers !== undefined) revocation.push(answers);
      else unread.push(name);
    }
  }
  return { trust: { roots, authorities, revocation }, unread };
}

const isRoot = (certificate: Certificate): boolean =>
  certificate.subject === certificate.issuer && signedBy(certificate, certificate).result === 'good';

const begin = '-----BEGIN ';

function blocksOf(bytes: Uint8Array): Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1');
  if (!text.includes(begin)) return [bytes];
  return text
    .split(begin)
    .slice(1)
    .map((block) => {
      const start = block.indexOf('-----') + 5;
      return Uint8Array.from(Buffer.from(block.slice(start, block.indexOf('-----END', start)), 'base64'));
    });
}
