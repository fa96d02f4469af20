import { endOfValue, headAt } from './nesting';
import type { FindingCode } from './verdict';

/** Bytes of a PDF that is judged whole in memory. */
export const pdfBytesMax = 64 * 1024 * 1024;
/** Bytes of one signature inside a PDF, which often carries revocation answers; the room around it is not counted. */
const contentsBytesMax = 256 * 1024;
/** Bytes of the room that is kept for one. */
const roomBytesMax = 8 * 1024 * 1024;
const signaturesMax = 16;

/** A signature as the file itself tells it (ISO 32000-2, 12.8.1): everything up to `end` but the hole is signed. */
export interface PdfSignature {
  /** Offset of `<` and the offset after `>` of the hole that holds the signature. */
  readonly hole: readonly [number, number];
  readonly end: number;
  /** The CMS in the hole, or why there is none: the ranges or the hole are not as they must be, or too large. */
  readonly cms: Uint8Array | Extract<FindingCode, 'byte-range-malformed' | 'too-large'>;
}

const key = Buffer.from('/ByteRange');
const contentsKey = '/Contents';
/** Room for the array behind the key: four numbers, brackets and the spaces that signing software leaves. */
const arrayBytesMax = 256;
const array = /^[\0\t\n\f\r ]*\[[\0\t\n\f\r ]*((?:\d{1,10}[\0\t\n\f\r ]+){3}\d{1,10})[\0\t\n\f\r ]*\]/;

/**
 * All signatures of a PDF in the order of what they cover, found by one pass for `/ByteRange`: a signature dictionary
 * cannot stand in a compressed stream, because its hole is addressed by offsets of the file. What looks like one in a
 * stream covers the file from its first byte all the same, or is not whole. Room that is kept for a signature and holds
 * none yet is no signature.
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
  const found = [...places].flatMap(([numbers, at]) => {
    const range = numbers.split(/[\0\t\n\f\r ]+/).map(Number);
    return isEmptyRoom(pdf, at, range) ? [] : [signatureAt(pdf, at, range)];
  });
  return found.sort((one, other) => one.end - other.end);
}

/**
 * Nothing but zeros are where the signature will be: between the ranges, or, when those are not known yet, in the
 * dictionary around the key.
 */
function isEmptyRoom(pdf: Buffer, at: number, [, from = 0, to = 0]: readonly number[]): boolean {
  const [open, close] = [0x3c, 0x3e];
  if (to > from && pdf[from] === open && pdf[to - 1] === close) return isZeros(pdf, from + 1, to - 1);
  const start = Math.max(0, pdf.lastIndexOf(' obj', at), at - 2 * roomBytesMax);
  const around = pdf.subarray(start, at + 2 * roomBytesMax);
  const end = around.indexOf('endobj', at - start);
  const dictionary = around.subarray(0, end === -1 ? around.length : end);
  const contents = dictionary.indexOf(contentsKey);
  const hole = dictionary.indexOf('<', contents);
  if (contents === -1 || hole === -1) return false;
  const between = dictionary.toString('latin1', contents + contentsKey.length, hole);
  const last = dictionary.indexOf('>', hole);
  return between.trim() === '' && last !== -1 && isZeros(dictionary, hole + 1, last);
}

function isZeros(bytes: Buffer, from: number, to: number): boolean {
  for (let index = from; index < to; index++) if (bytes[index] !== 0x30) return false;
  return true;
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
  return { hole: [length, after], end, cms: whole ? cmsIn(pdf, length, after) : 'byte-range-malformed' };
}

/** One hexadecimal string, filled up with zeros: anything else in the hole would be unsigned bytes of somebody's. */
function cmsIn(pdf: Buffer, from: number, to: number): PdfSignature['cms'] {
  if (to - from > 2 * roomBytesMax + 2) return 'too-large';
  const open = 0x3c;
  const close = 0x3e;
  if ((to - from) % 2 !== 0 || pdf[from] !== open || pdf[to - 1] !== close) return 'byte-range-malformed';
  let last = to - 2;
  while (last > from && pdf[last] === 0x30) last -= 1;
  const digits = last - from + ((last - from) % 2);
  if (digits > 2 * contentsBytesMax) return 'too-large';
  // The last bytes of a signature may be zeros themselves.
  const text = pdf.toString('latin1', from + 1, Math.min(to - 1, from + 1 + 2 * contentsBytesMax));
  if (!/^[0-9a-fA-F]+$/.test(text)) return 'byte-range-malformed';
  const bytes = Uint8Array.from(Buffer.from(text, 'hex'));
  const told = headAt(bytes, 0, 2 ** 32)?.end ?? 0;
  if (told > bytes.length && told <= (to - from - 2) / 2) return 'too-large';
  const end = endOfValue(bytes);
  return end === undefined || 2 * end < digits ? 'byte-range-malformed' : bytes.slice(0, end);
}
