import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { SealBroken } from './failures';

/** Personal data at rest: AES-256-GCM (NIST SP 800-38D), base64url as in JOSE (RFC 7518 section 5.3). */
export interface Sealed {
  readonly kid: string;
  readonly alg: 'A256GCM';
  /** 96 bits, random. */
  readonly iv: string;
  /** The text, then the tag of 128 bits. */
  readonly ct: string;
}

const tagBytes = 16;

/** @param place where it will stand; it opens nowhere else */
export function seal(text: string, { kid, key, place }: SealedWith): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(`${kid}\n${place}`));
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { kid, alg: 'A256GCM', iv: iv.toString('base64url'), ct: bytes.toString('base64url') };
}

/** @throws SealBroken */
export function unseal(sealed: Sealed, { key, place }: Omit<SealedWith, 'kid'>): string {
  const bytes = Buffer.from(sealed.ct, 'base64url');
  const end = bytes.length - tagBytes;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(sealed.iv, 'base64url'), {
      authTagLength: tagBytes,
    });
    decipher.setAAD(Buffer.from(`${sealed.kid}\n${place}`)).setAuthTag(bytes.subarray(end));
    return decipher.update(bytes.subarray(0, end), undefined, 'utf8') + decipher.final('utf8');
  } catch (error) {
    throw new SealBroken(sealed.kid, { cause: error });
  }
}

interface SealedWith {
  readonly kid: string;
  readonly key: Buffer;
  readonly place: string;
}
