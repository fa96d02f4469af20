import { headAt } from './nesting';

/** One value where it stands: its tag, the offset of its head, and the offsets around its content. */
export interface DerValue {
  readonly tag: number;
  readonly from: number;
  readonly start: number;
  readonly end: number;
}

/** Bytes that are not of the form they are said to be. */
export class NotThatDer extends Error {
  override readonly name = 'NotThatDer';
}

/**
 * Reads values of definite length one behind the other, by their offsets: no tree is built and nothing is copied, so
 * that a list of a million entries costs one pass over its bytes.
 */
export class DerReader {
  constructor(
    private readonly bytes: Uint8Array,
    private at = 0,
    private readonly end = bytes.length,
  ) {}

  get isAtEnd(): boolean {
    return this.at >= this.end;
  }

  /** The value here, when its tag is one of these. */
  optional(...tags: readonly number[]): DerValue | undefined {
    return !this.isAtEnd && tags.includes(this.bytes[this.at] ?? -1) ? this.next() : undefined;
  }

  /** The value here. @throws NotThatDer when it has another tag or does not end within the one around it. */
  next(tag = this.bytes[this.at]): DerValue {
    const head = headAt(this.bytes, this.at, this.end);
    const from = this.at;
    if (head?.end === undefined || this.bytes[from] !== tag || tag === undefined)
      throw new NotThatDer(`no value of tag ${tag} at ${from}`);
    this.at = head.end;
    return { tag, from, start: head.start, end: head.end };
  }

  into({ start, end }: DerValue): DerReader {
    return new DerReader(this.bytes, start, end);
  }

  content({ start, end }: DerValue): Uint8Array {
    return this.bytes.subarray(start, end);
  }

  whole({ from, end }: DerValue): Uint8Array {
    return this.bytes.subarray(from, end);
  }
}

export const tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  enumerated: 0x0a,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** The tag `[number]`, constructed. */
export const explicit = (number: number): number => 0xa0 + number;
