import { constants, type KeyObject, type SignKeyObjectInput, verify } from 'node:crypto';
import { type AlgorithmIdentifier, RSASSAPSSParams } from 'pkijs';

export type DigestName =
  'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512' | 'sha3-256' | 'sha3-384' | 'sha3-512';

const digests = new Map<string, DigestName>([
  ['1.2.840.113549.2.5', 'md5'],
  ['1.3.14.3.2.26', 'sha1'],
  ['2.16.840.1.101.3.4.2.4', 'sha224'],
  ['2.16.840.1.101.3.4.2.1', 'sha256'],
  ['2.16.840.1.101.3.4.2.2', 'sha384'],
  ['2.16.840.1.101.3.4.2.3', 'sha512'],
  ['2.16.840.1.101.3.4.2.8', 'sha3-256'],
  ['2.16.840.1.101.3.4.2.9', 'sha3-384'],
  ['2.16.840.1.101.3.4.2.10', 'sha3-512'],
]);

type Scheme = 'rsa-pkcs1' | 'rsa-pss' | 'ecdsa' | 'eddsa';

/** Schemes by object identifier; those without a digest take the one named beside the signature. */
const schemes = new Map<string, { readonly scheme: Scheme; readonly digest?: DigestName }>([
  ['1.2.840.113549.1.1.1', { scheme: 'rsa-pkcs1' }],
  ['1.2.840.113549.1.1.4', { scheme: 'rsa-pkcs1', digest: 'md5' }],
  ['1.2.840.113549.1.1.5', { scheme: 'rsa-pkcs1', digest: 'sha1' }],
  ['1.2.840.113549.1.1.14', { scheme: 'rsa-pkcs1', digest: 'sha224' }],
  ['1.2.840.113549.1.1.11', { scheme: 'rsa-pkcs1', digest: 'sha256' }],
  ['1.2.840.113549.1.1.12', { scheme: 'rsa-pkcs1', digest: 'sha384' }],
  ['1.2.840.113549.1.1.13', { scheme: 'rsa-pkcs1', digest: 'sha512' }],
  ['1.2.840.113549.1.1.10', { scheme: 'rsa-pss' }],
  ['1.2.840.10045.2.1', { scheme: 'ecdsa' }],
  ['1.2.840.10045.4.1', { scheme: 'ecdsa', digest: 'sha1' }],
  ['1.2.840.10045.4.3.1', { scheme: 'ecdsa', digest: 'sha224' }],
  ['1.2.840.10045.4.3.2', { scheme: 'ecdsa', digest: 'sha256' }],
  ['1.2.840.10045.4.3.3', { scheme: 'ecdsa', digest: 'sha384' }],
  ['1.2.840.10045.4.3.4', { scheme: 'ecdsa', digest: 'sha512' }],
  ['1.3.101.112', { scheme: 'eddsa' }],
  ['1.3.101.113', { scheme: 'eddsa' }],
]);

const keyTypes: Record<Scheme, readonly string[]> = {
  'rsa-pkcs1': ['rsa'],
  'rsa-pss': ['rsa', 'rsa-pss'],
  ecdsa: ['ec'],
  eddsa: ['ed25519', 'ed448'],
};

const strongCurves = ['prime256v1', 'secp384r1', 'secp521r1', 'brainpoolP256r1', 'brainpoolP384r1'];
const rsaBitsMin = 2048;

export const digestNamed = (algorithm: AlgorithmIdentifier): DigestName | undefined =>
  digests.get(algorithm.algorithmId);

/** Collisions are made in practice: readable in old documents, never good for a new one. */
export const weakDigest = (digest: DigestName): boolean => digest === 'md5' || digest === 'sha1';

export function weakKey(key: KeyObject): boolean {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  if (modulusLength !== undefined) return modulusLength < rsaBitsMin;
  return namedCurve !== undefined && !strongCurves.includes(namedCurve);
}

/** `rsa 2048`, `ec prime256v1`, `ed25519`. */
export function keyText(key: KeyObject): string {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  return [key.asymmetricKeyType, modulusLength ?? namedCurve].filter((part) => part !== undefined).join(' ');
}

export interface SignatureCheck {
  readonly result: 'good' | 'bad' | 'unsupported';
  readonly scheme: string;
  readonly weak: boolean;
}

/**
 * Checks one signature value over bytes.
 * @param besides digest named beside the signature, for schemes whose identifier names none.
 */
export function checkSignature(
  algorithm: AlgorithmIdentifier,
  besides: DigestName | undefined,
  key: KeyObject,
  data: Uint8Array,
  signature: Uint8Array,
): SignatureCheck {
  const known = schemes.get(algorithm.algorithmId);
  if (known === undefined || !keyTypes[known.scheme].includes(key.asymmetricKeyType ?? '')) {
    return { result: 'unsupported', scheme: algorithm.algorithmId, weak: false };
  }
  const { scheme } = known;
  const pss = scheme === 'rsa-pss' ? pssOf(algorithm) : undefined;
  const digest = pss?.digest ?? known.digest ?? besides;
  if (scheme === 'eddsa') return { result: told(verify(null, data, key, signature)), scheme, weak: false };
  if (digest === undefined || (scheme === 'rsa-pss' && pss === undefined)) {
    return { result: 'unsupported', scheme, weak: false };
  }
  const input: SignKeyObjectInput =
    pss === undefined
      ? { key }
      : { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength };
  return { result: told(verified(digest, data, input, signature)), scheme, weak: weakDigest(digest) };
}

const told = (good: boolean) => (good ? 'good' : 'bad');

function verified(digest: DigestName, data: Uint8Array, key: SignKeyObjectInput, signature: Uint8Array) {
  try {
    return verify(digest, data, key, signature);
  } catch {
    // OpenSSL throws where the numbers do not fit the key at all, as with a salt longer than the modulus.
    return false;
  }
}

/** Only where the mask uses the same digest as the message: other combinations are legal and nowhere in use. */
function pssOf(algorithm: AlgorithmIdentifier): { digest: DigestName; saltLength: number } | undefined {
  try {
    const parameters = new RSASSAPSSParams({ schema: algorithm.algorithmParams });
    const digest = digestNamed(parameters.hashAlgorithm);
    const mask = parameters.maskGenAlgorithm.algorithmParams?.valueBlock?.value?.[0]?.valueBlock?.toString();
    const same = mask === undefined ? digest === 'sha1' : mask === parameters.hashAlgorithm.algorithmId;
    return digest === undefined || !same ? undefined : { digest, saltLength: parameters.saltLength };
  } catch {
    return undefined;
  }
}
