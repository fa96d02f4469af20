import { endOfValue } from './nesting';

/** Bytes of a PDF that is judged whole in memory. */
export const pdfBytesMax = 64 * 1024 * 1024;
/** Bytes of one signature inside a PDF, which often carries revocation answers. */
const contentsBytesMax = 256 * 1024;
const signaturesMax = 16;

/** A signature as the file itself tells it (ISO 32000-2, 12.8.1): everything up to `end` but the hole is signed. */
export interface PdfSignature {
  /** Offset of `<` and the offset after `>` of the hole that holds the signature. */
  readonly hole: readonly [number, number];
  readonly end: number;
  /** The CMS in the hole; nothing when the ranges or the hole are not as they must be. */
  readonly cms: Uint8Array | undefined;
}

const key = Buffer.from('/ByteRange');
const contentsKey = '/Contents';
/** Room for the array behind the key: four numbers, brackets and the spaces that signing software leaves. */
const arrayBytesMax = 256;
const array = /^[\0\t\n\f\r ]*\[[\0\t\n\f\r ]*((?:\d{1,10}[\0\t\n\f\r ]+){3}\d{1,10})[\0\t\n\f\r ]*\]/;

/**
 * All signatures of a PDF in the order of what they cover, found by one pass for `/ByteRange`: a signature dictionary
 * cannot stand in a compressed stream, because its hole is addressed by offsets of the file. What looks like one in a
 * stream covers the file from its first byte all the same, or is not whole.
 */
export function signaturesIn(pdf: Buffer): readonly PdfSignature[] | 'too-many' {
  // What the same numbers cover is looked at once, however often they stand there.
  const places = new Map<string, number>();
  for (let at = pdf.indexOf(key); at !== -1; at = pdf.indexOf(key, at + key.length)) {
    const numbers = array.exec(pdf.toString('latin1', at + key.length, at + key.length + arrayBytesMax))?.[1];
    if (numbers === undefined) continue;
    places.set(numbers, at);
    if (places.size > signaturesMax) return 'too-many';
  }
  const found = [...places].map(([numbers, at]) =>
    signatureAt(pdf, at, numbers.split(/[\0\t\n\f\r ]+/).map(Number)),
  );
  return found.sort((one, other) => one.end - other.end);
}

function signatureAt(pdf: Buffer, at: number, range: readonly number[]): PdfSignature {
  const [start = 0, length = 0, after = 0, rest = 0] = range;
  const end = after + rest;
  const whole =
    start === 0 &&
    length < after &&
    end <= pdf.length &&
    // What says what is signed is itself signed.
    (at + key.length < length || (at >= after && at < end)) &&
    pdf
      .toString('latin1', Math.max(0, length - 32), length)
      .trimEnd()
      .endsWith(contentsKey);
  return { hole: [length, after], end, cms: whole ? cmsIn(pdf, length, after) : undefined };
}

/** One hexadecimal string, filled up with zeros: anything else in the hole would be unsigned bytes of somebody's. */
function cmsIn(pdf: Buffer, from: number, to: number): Uint8Array | undefined {
  if (to - from > 2 * contentsBytesMax + 2) return undefined;
  const text = pdf.toString('latin1', from, to);
  if (!/^<[0-9a-fA-F]+>$/.test(text) || text.length % 2 !== 0) return undefined;
  const bytes = Uint8Array.from(Buffer.from(text.slice(1, -1), 'hex'));
  const end = endOfValue(bytes);
  return end === undefined || bytes.subarray(end).some((byte) => byte !== 0)
    ? undefined
    : bytes.slice(0, end);
}
