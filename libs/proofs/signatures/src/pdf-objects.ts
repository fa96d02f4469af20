import type { NumberList } from './number-list';

/**
 * Objects of a PDF (ISO 32000-2, 7.3), read strictly: what two readers might read in two ways is not read at all.
 * Viewers repair files; whoever says what a signature covers must not.
 */
export type PdfValue =
  | { readonly kind: 'atom'; readonly text: string }
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'string'; readonly text: string }
  | { readonly kind: 'ref'; readonly number: number; readonly generation: number }
  | { readonly kind: 'array'; readonly items: readonly PdfValue[] }
  | PdfDictionary;

export interface PdfDictionary {
  readonly kind: 'dictionary';
  readonly entries: ReadonlyMap<string, PdfValue>;
}

/** Where an object is, and how it is called. */
export interface PdfPlace {
  readonly number: number;
  readonly generation: number;
  /** Offsets of the bytes of a stream. */
  readonly stream: readonly [number, number] | undefined;
  /** Offsets of the whole object; both 0 for one in an object stream. */
  readonly from: number;
  readonly to: number;
}

export interface PdfObject extends PdfPlace {
  readonly value: PdfValue;
}

/** Bytes that are not read: damaged, ambiguous, or of a form that is not supported. */
export class UnreadablePdf extends Error {
  override readonly name: string = 'UnreadablePdf';
}

/** More work than is done for one file; what it says is not known. */
export class TooMuchInPdf extends UnreadablePdf {
  override readonly name = 'TooMuchInPdf';
}

/** A form that conforms and is not read here: nothing is known of what it says. */
export class UnsupportedPdf extends UnreadablePdf {
  override readonly name = 'UnsupportedPdf';
}

/** Of an object; no reader takes more than 8,388,607 (ISO 32000-2, annex C). */
export const numberMax = 2 ** 32 - 1;
const depthMax = 64;
const valuesAlways = 32_000;
/** Values of an object that is read whole, for each byte of its file: some 200 bytes for 256, its text included. */
const valuesPerByte = 1 / 256;
export const valuesMaxIn = (bytes: number): number => Math.max(valuesAlways, bytes * valuesPerByte);
const codes = (text: string): ReadonlySet<number> => new Set(Buffer.from(text, 'latin1'));
export const spaces = codes('\0\t\n\f\r ');
const space = Uint8Array.from({ length: 256 }, (_, code) => (spaces.has(code) ? 1 : 0));
/** 1 for every byte that may stand in a name, a number or a word. */
const regular = Uint8Array.from({ length: 256 }, (_, code) =>
  spaces.has(code) || codes('()<>[]{}/%').has(code) ? 0 : 1,
);
const inHexadecimal = Uint8Array.from({ length: 256 }, (_, code) =>
  spaces.has(code) || codes('0123456789abcdefABCDEF').has(code) ? 1 : 0,
);
const [lf, cr, percent] = [0x0a, 0x0d, 0x25];
const [opening, closing, backslash] = [0x28, 0x29, 0x5c];
const refTail = /^[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

export class PdfReader {
  private values = 0;

  /** @param valuesMax how many values are held at a time, some 100 bytes each; what is passed is not counted. */
  constructor(
    readonly bytes: Buffer,
    public at: number,
    private readonly valuesMax = valuesAlways,
  ) {}

  /** Past spaces and comments. */
  skip(): void {
    for (;;) {
      const code = this.bytes[this.at];
      if (code === undefined) return;
      if (space[code] === 1) this.at += 1;
      else if (code === percent) this.skipLine();
      else return;
    }
  }

  /** Whether this word stands here, and if so, past it. */
  takes(word: string): boolean {
    this.skip();
    const end = this.at + word.length;
    if (this.bytes.toString('latin1', this.at, end) !== word || this.isRegular(end)) return false;
    this.at = end;
    return true;
  }

  expect(word: string): void {
    if (!this.takes(word)) throw new UnreadablePdf(`no ${word} at ${this.at}`);
  }

  integer(): number {
    this.skip();
    const text = this.regular();
    if (!/^\d{1,10}$/.test(text)) throw new UnreadablePdf(`no integer at ${this.at}`);
    return Number(text);
  }

  value(depth = 0): PdfValue {
    if (depth > depthMax) throw new UnreadablePdf('too deep');
    if (++this.values > this.valuesMax) throw new TooMuchInPdf('too many values in one object');
    this.skip();
    switch (this.bytes[this.at]) {
      case 0x5b:
        return this.array(depth);
      case 0x2f:
        return { kind: 'name', text: this.nameText() };
      case 0x28:
        return { kind: 'string', text: this.literal() };
      case 0x3c:
        return this.bytes[this.at + 1] === 0x3c
          ? this.dictionary(depth)
          : { kind: 'string', text: this.hexadecimal() };
      default:
        return this.atom();
    }
  }

  /** `12 0 obj … endobj`. `lengthOf` looks up the length of a stream that stands elsewhere. */
  object(lengthOf: (ref: PdfValue) => number): PdfObject {
    const [place, value] = this.around(lengthOf, () => {
      const whole = this.value();
      return [entryOf(whole, 'Length'), whole] as const;
    });
    return { ...place, value };
  }

  /**
   * Past an object as `object` reads it, whatever its size, holding nothing of it.
   * @param found takes the numbers that it refers to (see `pass`).
   * @param mayRepeatKeys only where the object ends is asked: which of two values counts is then nobody's question.
   */
  passObject(lengthOf: (ref: PdfValue) => number, found: NumberList, mayRepeatKeys = false): PdfPlace {
    return this.around(lengthOf, () => [this.pass(found, mayRepeatKeys), undefined] as const)[0];
  }

  private around<Body>(
    lengthOf: (ref: PdfValue) => number,
    body: () => readonly [length: PdfValue | undefined, body: Body],
  ): readonly [PdfPlace, Body] {
    this.skip();
    const from = this.at;
    const number = this.integer();
    const generation = this.integer();
    this.expect('obj');
    const [length, told] = body();
    const stream = this.takes('stream') ? this.stream(length, lengthOf) : undefined;
    this.expect('endobj');
    return [{ number, generation, stream, from, to: this.at }, told];
  }

  private stream(
    length: PdfValue | undefined,
    lengthOf: (ref: PdfValue) => number,
  ): readonly [number, number] {
    if (this.bytes[this.at] === cr) this.at += 1;
    if (this.bytes[this.at] !== lf) throw new UnreadablePdf(`no stream at ${this.at}`);
    const from = this.at + 1;
    if (length === undefined) throw new UnreadablePdf('a stream without a length');
    const to = from + lengthOf(length);
    if (!(to >= from && to <= this.bytes.length)) throw new UnreadablePdf('a stream beyond the end');
    this.at = to;
    this.skipSpaces();
    this.expect('endstream');
    return [from, to];
  }

  /**
   * Past a value, which is as strictly read as by `value`.
   * @param found takes the numbers of the objects that it refers to, one for each time. What a signature reference says
   * it was computed over (`/Data`, ISO 32000-2, table 256) is not shown anywhere, and does not count.
   * @returns the length of a stream whose dictionary it is.
   */
  pass(found: NumberList, mayRepeatKeys = false, depth = 0): PdfValue | undefined {
    if (depth > depthMax) throw new UnreadablePdf('too deep');
    this.skip();
    switch (this.bytes[this.at]) {
      case 0x5b:
        this.at += 1;
        for (this.skip(); this.bytes[this.at] !== 0x5d; this.skip())
          this.pass(found, mayRepeatKeys, depth + 1);
        this.at += 1;
        return undefined;
      case 0x2f:
        this.at += 1;
        this.passRegular();
        return undefined;
      case 0x28:
        this.passLiteral();
        return undefined;
      case 0x3c:
        if (this.bytes[this.at + 1] === 0x3c) return this.passDictionary(found, mayRepeatKeys, depth);
        this.passHexadecimal();
        return undefined;
      default: {
        const atom = this.atom();
        if (atom.kind === 'ref') found.add(atom.number);
        return undefined;
      }
    }
  }

  private passDictionary(found: NumberList, mayRepeatKeys: boolean, depth: number): PdfValue | undefined {
    this.at += 2;
    const keys = new Set<string>();
    let length: PdfValue | undefined;
    let [hasMethod, data]: [boolean, NumberList | undefined] = [false, undefined];
    for (this.skip(); !this.isAtDictionaryEnd(); this.skip()) {
      if (this.bytes[this.at] !== 0x2f) throw new UnreadablePdf(`no key at ${this.at}`);
      const key = this.nameText();
      if (!mayRepeatKeys && keys.has(key)) throw new UnreadablePdf(`key ${key} stands there twice`);
      if (!mayRepeatKeys) keys.add(key);
      this.skip();
      const [from, before] = [this.at, found.length];
      this.pass(found, mayRepeatKeys, depth + 1);
      if (key === 'Length' && depth === 0) length = this.lengthAt(from);
      else if (key === 'TransformMethod') hasMethod = this.bytes[from] === 0x2f;
      else if (key === 'Data') data = found.takeFrom(before);
    }
    this.at += 2;
    const isOfSignature = hasMethod && [...keys].every((key) => inSignatureReference.includes(key));
    if (!isOfSignature && data !== undefined) found.addAll(data);
    return length;
  }

  private isAtDictionaryEnd(): boolean {
    return this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e;
  }

  /** A number or a reference to one. */
  private lengthAt(from: number): PdfValue | undefined {
    const after = this.at;
    this.at = from;
    const length = this.isRegular(from) ? this.atom() : undefined;
    this.at = after;
    return length;
  }

  private dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (this.skip(); !this.isAtDictionaryEnd(); this.skip()) {
      if (this.bytes[this.at] !== 0x2f) throw new UnreadablePdf(`no key at ${this.at}`);
      const key = this.nameText();
      if (entries.has(key)) throw new UnreadablePdf(`key ${key} stands there twice`);
      entries.set(key, this.value(depth + 1));
    }
    this.at += 2;
    return { kind: 'dictionary', entries };
  }

  private array(depth: number): PdfValue {
    this.at += 1;
    const items: PdfValue[] = [];
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === 0x5d) break;
      items.push(this.value(depth + 1));
    }
    this.at += 1;
    return { kind: 'array', items };
  }

  private atom(): PdfValue {
    const text = this.regular();
    if (text.length <= 10 && this.at < this.bytes.length && isDigits(text)) {
      const tail = refTail.exec(this.bytes.toString('latin1', this.at, this.at + 24));
      if (tail !== null) {
        this.at += tail[0].length;
        if (Number(text) > numberMax) throw new UnreadablePdf('a number beyond every file');
        return { kind: 'ref', number: Number(text), generation: Number(tail[1]) };
      }
    }
    if (!/^(?:[+-]?(?:\d+\.?\d*|\.\d+)|true|false|null)$/.test(text)) {
      throw new UnreadablePdf(`no value at ${this.at}`);
    }
    return { kind: 'atom', text };
  }

  private nameText(): string {
    this.at += 1;
    const text = this.regular();
    if (!text.includes('#')) return text;
    return text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }

  private literal(): string {
    const from = this.at + 1;
    const hasEscapes = this.passLiteral();
    const to = this.at - 1;
    if (!hasEscapes) return this.bytes.toString('latin1', from, to);
    const text = Buffer.allocUnsafe(to - from);
    let length = 0;
    for (this.at = from; this.at < to; this.at += 1) {
      const code = this.bytes[this.at] === backslash ? this.escaped().charCodeAt(0) : this.bytes[this.at];
      if (code !== undefined && !Number.isNaN(code)) text[length++] = code;
    }
    this.at = to + 1;
    return text.toString('latin1', 0, length);
  }

  /** @returns whether there are escapes in it. */
  private passLiteral(): boolean {
    let hasEscapes = false;
    let open = 1;
    for (this.at += 1; ; this.at += 1) {
      const code = this.bytes[this.at];
      if (code === undefined) throw new UnreadablePdf('a string without an end');
      if (code === backslash) {
        hasEscapes = true;
        this.at += 1;
      } else if (code === opening) open += 1;
      else if (code === closing && --open === 0) break;
    }
    this.at += 1;
    return hasEscapes;
  }

  private escaped(): string {
    const following = this.bytes.toString('latin1', this.at + 1, this.at + 4);
    const octal = /^[0-7]{1,3}/.exec(following)?.[0];
    const taken = octal?.length ?? (following.startsWith('\r\n') ? 2 : 1);
    this.at += taken;
    if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 0xff);
    const char = following[0] ?? '';
    return char === '\r' || char === '\n' ? '' : (escapes[char] ?? char);
  }

  private hexadecimal(): string {
    const end = this.bytes.indexOf('>', this.at);
    const digits = this.bytes.toString('latin1', this.at + 1, end).replace(/[\0\t\n\f\r ]/g, '');
    if (end === -1 || /[^0-9a-fA-F]/.test(digits)) throw new UnreadablePdf(`no string at ${this.at}`);
    this.at = end + 1;
    return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex').toString('latin1');
  }

  private passHexadecimal(): void {
    const from = this.at;
    for (this.at += 1; this.bytes[this.at] !== 0x3e; this.at += 1)
      if (inHexadecimal[this.bytes[this.at] ?? 0x3c] !== 1) throw new UnreadablePdf(`no string at ${from}`);
    this.at += 1;
  }

  private passRegular(): void {
    while (this.isRegular(this.at)) this.at += 1;
  }

  private regular(): string {
    const from = this.at;
    this.passRegular();
    return this.bytes.toString('latin1', from, this.at);
  }

  private isRegular(at: number): boolean {
    return regular[this.bytes[at] ?? 0x20] === 1;
  }

  private skipSpaces(): void {
    while (space[this.bytes[this.at] ?? 0x21] === 1) this.at += 1;
  }

  private skipLine(): void {
    while (this.at < this.bytes.length && this.bytes[this.at] !== lf && this.bytes[this.at] !== cr)
      this.at += 1;
  }
}

function isDigits(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x30 || code > 0x39) return false;
  }
  return text.length > 0;
}

/**
 * The same text for the same number: `+5`, `05` and `5`, `.50` and `0.5`. A whole number and one with a point stay two,
 * because not every reader takes the one where it wants the other.
 */
function numberText(text: string): string {
  if (text.length > 15 || !/^[+-]?[\d.]+$/.test(text)) return text;
  const value = String(Number(text) || 0);
  return text.includes('.') && !value.includes('.') ? `${value}.0` : value;
}

export const entryOf = (value: PdfValue | undefined, key: string): PdfValue | undefined =>
  value?.kind === 'dictionary' ? value.entries.get(key) : undefined;

export const isName = (value: PdfValue | undefined, text: string): boolean =>
  value?.kind === 'name' && value.text === text;

/** A text string (7.9.2.2) as it is read, however it is encoded. */
export function wordsOf(value: PdfValue | undefined): string | undefined {
  if (value?.kind !== 'string') return undefined;
  const { text } = value;
  if (text.startsWith('\xef\xbb\xbf')) return Buffer.from(text.slice(3), 'latin1').toString('utf8');
  if (!text.startsWith('\xfe\xff')) return text;
  const bytes = Buffer.from(text.slice(2, text.length - (text.length % 2)), 'latin1');
  return bytes.swap16().toString('utf16le');
}

/** Nothing when it is no whole number. */
export const integerOf = (value: PdfValue | undefined): number | undefined =>
  value?.kind === 'atom' && /^[+-]?\d{1,10}$/.test(value.text) ? Number(value.text) : undefined;

/** The same text for the same value, whatever the spaces and the order of keys. */
export function textOf(value: PdfValue | undefined): string {
  switch (value?.kind) {
    case undefined:
      return 'null';
    case 'atom':
      return numberText(value.text);
    case 'name':
      return `/${JSON.stringify(value.text)}`;
    case 'string':
      return JSON.stringify(value.text);
    case 'ref':
      return `${value.number} ${value.generation} R`;
    case 'array':
      return `[${value.items.map(textOf).join(' ')}]`;
    case 'dictionary': {
      const entries = [...value.entries].map(([key, each]) => `${JSON.stringify(key)} ${textOf(each)}`);
      return `<<${entries.sort().join(' ')}>>`;
    }
  }
}

/** Keys of a signature reference; with any other one it may be something else besides. */
const inSignatureReference = [
  ...['Type', 'TransformMethod', 'TransformParams', 'Data'],
  ...['DigestMethod', 'DigestValue', 'DigestLocation'],
];
