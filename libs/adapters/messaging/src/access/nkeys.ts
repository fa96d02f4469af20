import { nkeys as untyped } from 'nats';

/** One Ed25519 pair as NATS writes it: `O…` an operator, `A…` an account, `U…` a user; `S…` its secret half. */
export interface KeyPair {
  getPublicKey(): string;
  getSeed(): Uint8Array;
  sign(input: Uint8Array): Uint8Array;
}

interface Nkeys {
  createOperator(): KeyPair;
  createAccount(): KeyPair;
  createUser(): KeyPair;
  fromSeed(seed: Uint8Array): KeyPair;
  fromPublic(key: string): KeyPair;
}

/** The client ships them without types. */
export const nkeys = untyped as Nkeys;

export const seedOf = (pair: KeyPair): string => Buffer.from(pair.getSeed()).toString('ascii');
export const pairOf = (seed: string): KeyPair => nkeys.fromSeed(Buffer.from(seed.trim(), 'ascii'));

/** Whether it is the public half of a user's pair, its checksum included. */
export function isUserKey(key: string): boolean {
  try {
    return key.startsWith('U') && nkeys.fromPublic(key).getPublicKey() === key;
  } catch {
    return false;
  }
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648 without padding. */
export function base32(bytes: Uint8Array): string {
  let [text, held, bits] = ['', 0, 0];
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) text += alphabet[(held >>> (bits - 5)) & 31];
    held &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + alphabet[(held << (5 - bits)) & 31];
}

/** CRC-16/XMODEM. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = ((crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021) & 0xffff;
  }
  return crc;
}

/** The pair of an account whose secret half is 32 bytes derived from something else. */
export function accountFrom(raw: Uint8Array): KeyPair {
  if (raw.length !== 32) throw new RangeError(`an nkey has 32 bytes, not ${raw.length}`);
  // Five bits say that it is a seed, the next eight whose: zeros for an account.
  const body = Uint8Array.from([18 << 3, 0, ...raw]);
  const crc = checksum(body);
  return pairOf(base32(Uint8Array.from([...body, crc & 0xff, crc >> 8])));
}
