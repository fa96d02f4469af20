import { randomBytes, webcrypto } from 'node:crypto';
import { isIPv4 } from 'node:net';

export interface OwnCertificate {
  readonly certificatePem: string;
  /** PKCS #8, without a passphrase. */
  readonly privateKeyPem: string;
}

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 86_400_000;
/** A new one comes with each start, so this only has to outlast the longest run. */
const validDays = 3_650;
const commonName = '2.5.4.3';
const subjectAltName = '2.5.29.17';
/** Kinds of a GeneralName (RFC 5280, section 4.2.1.6). */
const [dnsName, ipAddress] = [2, 7] as const;

/**
 * A key and a certificate (X.509 v3, ECDSA on P-256) that it signs itself, for these names and IPv4 addresses.
 * Whoever is given the certificate trusts this key and no other.
 */
export async function makeOwnCertificate(hosts: readonly string[], nowMs: number): Promise<OwnCertificate> {
  // Only a start that makes a certificate pays for the library.
  const { AttributeTypeAndValue, Certificate, CryptoEngine, Extension, GeneralName, GeneralNames } =
    await import('pkijs');
  const { Integer, OctetString, Utf8String } = await import('asn1js');
  const engine = new CryptoEngine({ name: 'node', crypto: webcrypto as never });
  const keys = await webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const named = (host: string) =>
    isIPv4(host)
      ? new GeneralName({
          type: ipAddress,
          value: new OctetString({ valueHex: Uint8Array.from(host.split('.'), Number).buffer }),
        })
      : new GeneralName({ type: dnsName, value: host });
  const certificate = new Certificate({
    version: 2,
    // Positive and not zero, as RFC 5280, section 4.1.2.2, wants it.
    serialNumber: new Integer({ valueHex: Uint8Array.from([1, ...randomBytes(15)]).buffer }),
  });
  for (const name of [certificate.subject, certificate.issuer]) {
    const value = new Utf8String({ value: 'event store node' });
    name.typesAndValues.push(new AttributeTypeAndValue({ type: commonName, value }));
  }
  certificate.notBefore.value = new Date(nowMs - dayMs);
  certificate.notAfter.value = new Date(nowMs + validDays * dayMs);
  const names = new GeneralNames({ names: [...new Set(hosts)].map(named) });
  certificate.extensions = [
    new Extension({ extnID: subjectAltName, critical: false, extnValue: names.toSchema().toBER() }),
  ];
  await certificate.subjectPublicKeyInfo.importKey(keys.publicKey, engine);
  await certificate.sign(keys.privateKey, algorithm.hash, engine);
  const privateKey = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    certificatePem: pem('CERTIFICATE', certificate.toSchema().toBER()),
    privateKeyPem: pem('PRIVATE KEY', privateKey),
  };
}

function pem(label: string, der: ArrayBuffer): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .replace(/(.{64})(?=.)/g, '$1\n');
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
