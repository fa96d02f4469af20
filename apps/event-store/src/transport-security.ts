import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ServerCredentials } from '@grpc/grpc-js';

export interface CertificateFiles {
  /** PEM file of the node's certificate, followed by those of intermediate authorities if there are any. */
  readonly certificateFile: string;
  /** PEM file of the certificate's private key, without a passphrase. */
  readonly privateKeyFile: string;
}

/** The node cannot prove who it is; the message names the file and says what to do. A retry does not help. */
class CertificateUnusable extends Error {
  constructor(
    readonly file: string,
    what: string,
    options?: ErrorOptions,
  ) {
    super(`${file} cannot be used for TLS: ${what}.`, options);
    this.name = 'CertificateUnusable';
  }
}

/** Credentials of a TLS server, from files that belong together and are valid now. Throws `CertificateUnusable`. */
export function transportSecurity(files: CertificateFiles, nowMs: number): ServerCredentials {
  const { certificateFile, privateKeyFile } = files;
  const certificatePem = read(certificateFile);
  const privateKeyPem = read(privateKeyFile);
  const certificate = parseCertificate(certificateFile, certificatePem);
  if (!certificate.checkPrivateKey(parsePrivateKey(privateKeyFile, privateKeyPem))) {
    const what = `it is not the key of the certificate in ${certificateFile}; give the two files made together`;
    throw new CertificateUnusable(privateKeyFile, what);
  }
  if (nowMs < Date.parse(certificate.validFrom) || nowMs > Date.parse(certificate.validTo)) {
    const what = `it is valid from ${certificate.validFrom} to ${certificate.validTo}; renew it, or set the clock`;
    throw new CertificateUnusable(certificateFile, what);
  }
  return ServerCredentials.createSsl(null, [{ cert_chain: certificatePem, private_key: privateKeyPem }]);
}

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new CertificateUnusable(file, (cause as Error).message, { cause });
  }
}

function parseCertificate(file: string, pem: Buffer): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new CertificateUnusable(file, 'it holds no certificate in PEM', { cause });
  }
}

function parsePrivateKey(file: string, pem: Buffer): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch (cause) {
    throw new CertificateUnusable(file, 'it holds no private key in PEM without a passphrase', { cause });
  }
}
