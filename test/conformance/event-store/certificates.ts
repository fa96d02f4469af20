import 'reflect-metadata';
import { KeyObject, webcrypto } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  BasicConstraintsExtension,
  type Extension,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

/** PEM files of an authority and of a node it vouches for as `localhost` and `127.0.0.1`. */
export interface CertificateFiles {
  readonly authorityFile: string;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

export interface Validity {
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
const today = (): Validity => ({
  notBefore: new Date(Date.now() - dayMs),
  notAfter: new Date(Date.now() + dayMs),
});

export async function makeCertificates(folder: string, validity = today()): Promise<CertificateFiles> {
  mkdirSync(folder, { recursive: true });
  const authorityKeys = await newKeys();
  const nodeKeys = await newKeys();
  const common = { ...validity, signingAlgorithm: algorithm, signingKey: authorityKeys.privateKey };
  const issuer = 'CN=authority of a test';
  const authority = await create({
    ...common,
    subject: issuer,
    issuer,
    publicKey: authorityKeys.publicKey,
    extensions: [new BasicConstraintsExtension(true, 1, true)],
  });
  const node = await create({
    ...common,
    subject: 'CN=node of a test',
    issuer,
    publicKey: nodeKeys.publicKey,
    extensions: [
      new SubjectAlternativeNameExtension([
        { type: 'dns', value: 'localhost' },
        { type: 'ip', value: '127.0.0.1' },
      ]),
    ],
  });
  return {
    authorityFile: write(folder, 'authority.pem', authority.toString('pem')),
    certificateFile: write(folder, 'node.pem', node.toString('pem')),
    privateKeyFile: write(folder, 'node.key', toPem(nodeKeys.privateKey)),
  };
}

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);

interface Wanted extends Validity {
  readonly subject: string;
  readonly issuer: string;
  readonly publicKey: webcrypto.CryptoKey;
  readonly signingKey: webcrypto.CryptoKey;
  readonly signingAlgorithm: typeof algorithm;
  readonly extensions: Extension[];
}

const create = (wanted: Wanted): Promise<X509Certificate> => X509CertificateGenerator.create(wanted);

const toPem = (key: webcrypto.CryptoKey): string | Buffer =>
  KeyObject.from(key).export({ type: 'pkcs8', format: 'pem' });

function write(folder: string, name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}
