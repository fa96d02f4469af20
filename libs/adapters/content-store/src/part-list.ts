import { createHash, type Hash } from 'node:crypto';

/** Read from a disk at a time: hashing costs more than asking, from here on. */
export const readBytes = 256 * 1024;

/** Bytes of every part but the last, which may be shorter. Stored with each list, so it may change. */
const partBytes = 4 * 1024 ** 2;

/** Hash of each part of some bytes, in order: what a range is checked by. */
export interface PartList {
  readonly partBytes: number;
  readonly size: number;
  /** Lower-case hex SHA-256. */
  readonly parts: readonly string[];
}

export interface Sums extends PartList {
  readonly sha256: string;
}

/** Sums bytes up as they pass: the hash of the whole and of each part, in flat memory. */
export class Summing {
  private part: Hash | undefined;
  private readonly parts: string[] = [];
  private partLeft = partBytes;
  size = 0;

  constructor(private readonly whole = createHash('sha256')) {}

  /** One that goes on from here by itself. */
  copy(): Summing {
    const copy = new Summing(this.whole.copy());
    copy.part = this.part?.copy();
    copy.parts.push(...this.parts);
    copy.partLeft = this.partLeft;
    copy.size = this.size;
    return copy;
  }

  update(chunk: Buffer): void {
    for (let from = 0; from < chunk.byteLength;) {
      const piece = chunk.subarray(from, from + this.partLeft);
      this.whole.update(piece);
      this.part?.update(piece);
      from += piece.byteLength;
      this.size += piece.byteLength;
      this.partLeft -= piece.byteLength;
      if (this.partLeft === 0) this.endPart();
    }
  }

  /** Ends it. */
  digest(): Sums {
    if (this.partLeft < partBytes || this.size === 0) this.endPart();
    return { sha256: this.whole.digest('hex'), size: this.size, partBytes, parts: this.parts };
  }

  /** Up to the end of the first part its hash is that of the whole: most contents are hashed once. */
  private endPart(): void {
    this.parts.push((this.part ?? this.whole.copy()).digest('hex'));
    this.part = createHash('sha256');
    this.partLeft = partBytes;
  }
}

/** A content of one part needs no list of its own: the part's hash is its address. */
export const isOnePart = (size: number): boolean => size <= partBytes;

export const onePart = (sha256: string, size: number): PartList => ({ partBytes, size, parts: [sha256] });

export const writtenList = ({ partBytes: bytes, size, parts }: PartList): string =>
  JSON.stringify({ v: 1, partBytes: bytes, size, parts });

/** The list as it was written; nothing when it is garbled, so that it is made anew. */
export function readList(text: string): PartList | undefined {
  let value: Partial<PartList> & { readonly v?: unknown };
  try {
    value = JSON.parse(text) as typeof value;
  } catch {
    return undefined;
  }
  const { v, partBytes: bytes, size, parts } = value ?? {};
  if (v !== 1 || !Number.isSafeInteger(bytes) || !Number.isSafeInteger(size) || !Array.isArray(parts)) {
    return undefined;
  }
  const list = { partBytes: bytes, size, parts } as PartList;
  return list.partBytes > 0 && list.parts.length === Math.max(1, Math.ceil(list.size / list.partBytes))
    ? list
    : undefined;
}
