import 'reflect-metadata';
import { createHash, generateKeyPairSync, type KeyObject, webcrypto } from 'node:crypto';
import {
  BasicConstraintsExtension,
  cryptoProvider,
  ExtendedKeyUsageExtension,
  type Extension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectKeyIdentifierExtension,
  X509CertificateGenerator,
  X509CrlGenerator,
  X509CrlReason,
} from '@peculiar/x509';

cryptoProvider.set(webcrypto as unknown as Parameters<typeof cryptoProvider.set>[0]);

/** A certificate with its key. Everybody and everything named in it is made up. */
export interface Holder {
  readonly name: string;
  readonly der: Uint8Array;
  readonly sha256: string;
  readonly serial: string;
  readonly key: KeyObject;
  readonly publicKey: KeyObject;
}

export interface Wanted {
  /** `CN=…,2.5.4.5=…`: RFC 4514, with numbers for the types that have no short name. */
  readonly name: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly keys?: 'ec' | 'rsa' | 'short-rsa' | 'ed25519';
  readonly hash?: 'SHA-1' | 'SHA-256';
  readonly usage?: KeyUsageFlags;
  /** Extended key usage. */
  readonly purposes?: readonly string[];
  readonly authority?: boolean;
  readonly pathLength?: number;
  readonly extensions?: readonly Extension[];
}

let serials = 0;

/** Issues a certificate, by default one of an official who signs documents; without an issuer it signs itself. */
export async function issue(wanted: Wanted, issuer?: Holder): Promise<Holder> {
  const { privateKey, publicKey } = keysOf(wanted.keys ?? 'ec');
  const signingKey = issuer?.key ?? privateKey;
  const serial = (0x1000 + ++serials).toString(16);
  const certificate = await X509CertificateGenerator.create({
    serialNumber: serial,
    subject: wanted.name,
    issuer: issuer?.name ?? wanted.name,
    notBefore: new Date(wanted.notBefore ?? '2026-01-01T00:00:00Z'),
    notAfter: new Date(wanted.notAfter ?? '2029-01-01T00:00:00Z'),
    publicKey: await imported(publicKey, wanted.hash),
    signingKey: await imported(signingKey, wanted.hash),
    signingAlgorithm: algorithmOf(signingKey, wanted.hash),
    extensions: await extensionsOf(wanted, await imported(publicKey, wanted.hash)),
  });
  const der = new Uint8Array(certificate.rawData);
  return { name: wanted.name, der, sha256: sha256Of(der), serial, key: privateKey, publicKey };
}

export const issueAuthority = (wanted: Wanted, issuer?: Holder): Promise<Holder> =>
  issue({ usage: KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, authority: true, ...wanted }, issuer);

/** A revocation list of this authority, DER. */
export async function revocationList(
  authority: Holder,
  revoked: readonly { readonly serial: string; readonly at: string }[],
  { thisUpdate, nextUpdate }: { readonly thisUpdate: string; readonly nextUpdate: string },
): Promise<Uint8Array> {
  const list = await X509CrlGenerator.create({
    issuer: authority.name,
    thisUpdate: new Date(thisUpdate),
    nextUpdate: new Date(nextUpdate),
    signingKey: await imported(authority.key),
    signingAlgorithm: algorithmOf(authority.key),
    entries: revoked.map(({ serial, at }) => ({
      serialNumber: serial,
      revocationDate: new Date(at),
      reason: X509CrlReason.keyCompromise,
    })),
  });
  return new Uint8Array(list.rawData);
}

export const sha256Of = (bytes: Uint8Array | string): string =>
  createHash('sha256').update(bytes).digest('hex');

async function extensionsOf(wanted: Wanted, publicKey: webcrypto.CryptoKey): Promise<Extension[]> {
  const {
    usage = KeyUsageFlags.digitalSignature | KeyUsageFlags.nonRepudiation,
    purposes,
    authority,
  } = wanted;
  return [
    new KeyUsagesExtension(usage, true),
    await SubjectKeyIdentifierExtension.create(publicKey),
    ...(authority === true ? [new BasicConstraintsExtension(true, wanted.pathLength, true)] : []),
    ...(purposes === undefined ? [] : [new ExtendedKeyUsageExtension([...purposes])]),
    ...(wanted.extensions ?? []),
  ];
}

function keysOf(kind: NonNullable<Wanted['keys']>): { privateKey: KeyObject; publicKey: KeyObject } {
  switch (kind) {
    case 'ec':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'rsa':
      return generateKeyPairSync('rsa', { modulusLength: 2048 });
    case 'short-rsa':
      return generateKeyPairSync('rsa', { modulusLength: 1024 });
    case 'ed25519':
      return generateKeyPairSync('ed25519');
  }
}

const algorithmOf = (key: KeyObject, hash = 'SHA-256') => {
  switch (key.asymmetricKeyType) {
    case 'rsa':
      return { name: 'RSASSA-PKCS1-v1_5', hash };
    case 'ec':
      return { name: 'ECDSA', namedCurve: 'P-256', hash };
    default:
      return { name: 'Ed25519' };
  }
};

const imported = (key: KeyObject, hash = 'SHA-256'): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey(
    key.type === 'private' ? 'pkcs8' : 'spki',
    key.export({
      format: 'der',
      type: key.type === 'private' ? 'pkcs8' : 'spki',
    } as never) as unknown as Buffer,
    algorithmOf(key, hash),
    true,
    [key.type === 'private' ? 'sign' : 'verify'],
  );
