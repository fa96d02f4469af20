import { createHash } from 'node:crypto';

/** Excel encrypts a workbook whose structure is protected with this one, and opens it without asking anybody. */
const askedOfNobody = 'VelvetSweatshop';

const [beginning, filePass, writeProtect] = [0x0809, 0x002f, 0x0086];
/** Bytes that are looked at: what says that a workbook is encrypted stands behind its first record. */
export const workbookHeadBytes = 512;

/**
 * Whether a workbook of Excel 5 to 2003 asks for a password when it is opened ([MS-XLS] 2.4.117 FilePass).
 * @param head its first bytes
 */
export function isLockedWorkbook(head: Buffer): boolean {
  const pass = filePassIn(head);
  return pass !== undefined && !opensWith(askedOfNobody, pass);
}

function filePassIn(head: Buffer): Buffer | undefined {
  for (let at = 0; at + 4 <= head.length;) {
    const [type, length] = [head.readUInt16LE(at), head.readUInt16LE(at + 2)];
    const isExpected = at === 0 ? type === beginning : type === filePass || type === writeProtect;
    if (!isExpected) return undefined;
    if (type === filePass) return head.subarray(at + 4, at + 4 + length);
    at += 4 + length;
  }
  return undefined;
}

/** One that cannot be read is encrypted as it says. */
function opensWith(password: string, pass: Buffer): boolean {
  const ofExcel5 = pass.length === 4;
  const method = ofExcel5 || pass.length < 6 ? 0 : pass.readUInt16LE(0);
  if (method === 0) return pass.length >= 4 && pass.readUInt16LE(pass.length - 2) === obfuscated(password);
  // A version of the encryption follows: 1.1, or 2.2 to 4.2 by a provider of Windows.
  if (pass.length >= 54 && pass.readUInt32LE(2) === 0x0001_0001)
    return opensByMd5(password, pass.subarray(6));
  return pass.length >= 14 && pass.readUInt16LE(4) === 2 && opensBySha1(password, pass.subarray(10));
}

/** [MS-OFFCRYPTO] 2.3.7.1: fifteen bits of a password. */
function obfuscated(password: string): number {
  const bytes = [...Buffer.from(password, 'latin1')];
  const mixed = [bytes.length, ...bytes].reverse();
  return mixed.reduce((bits, byte) => ((bits >> 14) | ((bits << 1) & 0x7fff)) ^ byte, 0) ^ 0xce4b;
}

const digest = (algorithm: 'md5' | 'sha1', ...parts: readonly Buffer[]): Buffer =>
  createHash(algorithm).update(Buffer.concat(parts)).digest();
const firstBlock = Buffer.alloc(4);
const utf16 = (password: string): Buffer => Buffer.from(password, 'utf16le');

/** [MS-OFFCRYPTO] 2.3.6.2 and 2.3.6.4: salt, verifier and its hash, 16 bytes each. */
function opensByMd5(password: string, verifier: Buffer): boolean {
  const salt = verifier.subarray(0, 16);
  const short = digest('md5', utf16(password)).subarray(0, 5);
  const salted = Array.from({ length: 16 }, () => [short, salt]).flat();
  const key = digest('md5', digest('md5', ...salted).subarray(0, 5), firstBlock);
  const plain = decrypted(key, verifier.subarray(16, 48));
  return digest('md5', plain.subarray(0, 16)).equals(plain.subarray(16));
}

/** [MS-OFFCRYPTO] 2.3.5.2 and 2.3.5.6: a header, then salt, verifier and its hash of 20 bytes. */
function opensBySha1(password: string, info: Buffer): boolean {
  const headerBytes = info.readUInt32LE(0);
  const verifier = info.subarray(4 + headerBytes);
  if (headerBytes < 20 || verifier.length < 60) return false;
  // Zero stands for 40 bits; a key of 40 bits is filled up with zeros.
  const bits = info.readUInt32LE(4 + 16) || 40;
  const whole = digest('sha1', digest('sha1', verifier.subarray(4, 20), utf16(password)), firstBlock);
  const short = whole.subarray(0, bits / 8);
  const key = bits === 40 ? Buffer.concat([short, Buffer.alloc(11)]) : short;
  const plain = decrypted(key, Buffer.concat([verifier.subarray(20, 36), verifier.subarray(40, 60)]));
  return digest('sha1', plain.subarray(0, 16)).equals(plain.subarray(16));
}

/** RC4, which the libraries of today leave out. */
function decrypted(key: Buffer, bytes: Buffer): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, n) => n);
  const at = (index: number): number => state[index & 0xff] as number;
  const swap = (one: number, other: number): void => {
    [state[one & 0xff], state[other & 0xff]] = [at(other), at(one)];
  };
  for (let n = 0, other = 0; n < 256; n++) {
    other = (other + at(n) + (key[n % key.length] as number)) & 0xff;
    swap(n, other);
  }
  let [one, other] = [0, 0];
  return Buffer.from(bytes).map((byte) => {
    one = (one + 1) & 0xff;
    other = (other + at(one)) & 0xff;
    swap(one, other);
    return byte ^ at(at(one) + at(other));
  }) as Buffer;
}
