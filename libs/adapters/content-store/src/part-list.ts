import { createCipheriv, createHash, randomBytes, webcrypto } from 'node:crypto';

/** Read from a disk at a time: hashing costs more than asking, from here on. */
export const readBytes = 256 * 1024;

/** Bytes of every part but the last, which may be shorter. Stored with each list, so it may change. */
const partBytes = 4 * 1024 ** 2;

const keyPattern = /^[0-9a-f]{32}$/;

/** What a range of some bytes is checked by, part by part, in order. */
export interface PartList {
  readonly partBytes: number;
  readonly size: number;
  /** Of the tags, hex. A list without one was written by an earlier release: its parts are SHA-256. */
  readonly key?: string;
  /** Lower-case hex. */
  readonly parts: readonly string[];
}

export interface Sums extends PartList {
  readonly sha256: string;
}

/**
 * The tag of one part (GMAC of AES-128, as in NIST SP 800-38D, nothing encrypted): who knows nothing of the key meets
 * it with other bytes once in 2^110 tries, for a tenth of what another SHA-256 costs.
 */
class PartTag {
  private readonly gmac;

  constructor(key: Buffer, index: number) {
    const nonce = Buffer.alloc(12);
    nonce.writeUInt32BE(index, 8);
    this.gmac = createCipheriv('aes-128-gcm', key, nonce);
  }

  update(bytes: Buffer): void {
    this.gmac.setAAD(bytes);
  }

  digest(): string {
    this.gmac.final();
    return this.gmac.getAuthTag().toString('hex');
  }
}

/** What the list has to say of a part with these bytes. */
export async function sumOfPart({ key }: PartList, index: number, bytes: Buffer): Promise<string> {
  if (key === undefined) {
    // Off this thread: a part at once would hold it for as long as 4 MiB take to hash.
    return Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');
  }
  const tag = new PartTag(Buffer.from(key, 'hex'), index);
  tag.update(bytes);
  return tag.digest();
}

/** Sums bytes up as they pass: the hash of the whole and the tag of each part, in flat memory. */
export class Summing {
  private readonly whole = createHash('sha256');
  private readonly key = randomBytes(16);
  private readonly parts: string[] = [];
  private part = new PartTag(this.key, 0);
  private partLeft = partBytes;
  size = 0;

  update(chunk: Buffer): void {
    this.whole.update(chunk);
    for (let from = 0; from < chunk.byteLength;) {
      const piece = chunk.subarray(from, from + this.partLeft);
      this.part.update(piece);
      from += piece.byteLength;
      this.size += piece.byteLength;
      this.partLeft -= piece.byteLength;
      if (this.partLeft === 0) this.endPart();
    }
  }

  /** Ends it. */
  digest(): Sums {
    if (this.partLeft < partBytes || this.size === 0) this.endPart();
    const { size, parts } = this;
    return { sha256: this.whole.digest('hex'), size, partBytes, key: this.key.toString('hex'), parts };
  }

  private endPart(): void {
    this.parts.push(this.part.digest());
    this.part = new PartTag(this.key, this.parts.length);
    this.partLeft = partBytes;
  }
}

/** A content of one part needs no list of its own: the part's hash is its address. */
export const isOnePart = (size: number): boolean => size <= partBytes;

export const onePart = (sha256: string, size: number): PartList => ({ partBytes, size, parts: [sha256] });

export const writtenList = ({ partBytes: bytes, size, key, parts }: PartList): string =>
  JSON.stringify(
    key === undefined
      ? { v: 1, partBytes: bytes, size, parts }
      : { v: 2, partBytes: bytes, size, key, parts },
  );

/** The list as it was written; nothing when it is garbled, so that it is made anew. */
export function readList(text: string): PartList | undefined {
  let value: Partial<PartList> & { readonly v?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  const { v, partBytes: bytes, size, key, parts } = value ?? {};
  if (!(v === 1 && key === undefined) && !(v === 2 && keyPattern.test(String(key)))) return undefined;
  if (!Number.isSafeInteger(bytes) || !Number.isSafeInteger(size) || !Array.isArray(parts)) return undefined;
  const list = { partBytes: bytes, size, parts, ...(key !== undefined && { key }) } as PartList;
  return list.partBytes > 0 && list.parts.length === Math.max(1, Math.ceil(list.size / list.partBytes))
    ? list
    : undefined;
}
