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

export interface PdfObject {
  readonly number: number;
  readonly generation: number;
  readonly value: PdfValue;
  /** Offsets of the bytes of a stream. */
  readonly stream: readonly [number, number] | undefined;
  /** Offsets of the whole object; both 0 for one in an object stream. */
  readonly from: number;
  readonly to: number;
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

const depthMax = 64;
const codes = (text: string): ReadonlySet<number> => new Set(Buffer.from(text, 'latin1'));
export const spaces = codes('\0\t\n\f\r ');
/** 1 for every byte that may stand in a name, a number or a word. */
const regular = Uint8Array.from({ length: 256 }, (_, code) =>
  spaces.has(code) || codes('()<>[]{}/%').has(code) ? 0 : 1,
);
const [lf, cr, percent] = [0x0a, 0x0d, 0x25];
const [opening, closing, backslash] = [0x28, 0x29, 0x5c];
const refTail = /^[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+R(?![^\0\t\n\f\r ()<>[\]{}/%])/;
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };

export class PdfReader {
  constructor(
    readonly bytes: Buffer,
    public at: number,
    /** Only where an object ends is asked: which of two values counts is then nobody's question. */
    private readonly mayRepeatKeys = false,
  ) {}

  /** Past spaces and comments. */
  skip(): void {
    for (;;) {
      const code = this.bytes[this.at];
      if (code === undefined) return;
      if (spaces.has(code)) this.at += 1;
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
    this.skip();
    const from = this.at;
    const number = this.integer();
    const generation = this.integer();
    this.expect('obj');
    const value = this.value();
    const stream = this.takes('stream') ? this.stream(value, lengthOf) : undefined;
    this.expect('endobj');
    return { number, generation, value, stream, from, to: this.at };
  }

  private stream(value: PdfValue, lengthOf: (ref: PdfValue) => number): readonly [number, number] {
    if (this.bytes[this.at] === cr) this.at += 1;
    if (this.bytes[this.at] !== lf) throw new UnreadablePdf(`no stream at ${this.at}`);
    const from = this.at + 1;
    const length = entryOf(value, 'Length');
    if (length === undefined) throw new UnreadablePdf('a stream without a length');
    const to = from + lengthOf(length);
    if (!(to >= from && to <= this.bytes.length)) throw new UnreadablePdf('a stream beyond the end');
    this.at = to;
    this.skipSpaces();
    this.expect('endstream');
    return [from, to];
  }

  private dictionary(depth: number): PdfDictionary {
    this.at += 2;
    const entries = new Map<string, PdfValue>();
    for (;;) {
      this.skip();
      if (this.bytes[this.at] === 0x3e && this.bytes[this.at + 1] === 0x3e) break;
      if (this.bytes[this.at] !== 0x2f) throw new UnreadablePdf(`no key at ${this.at}`);
      const key = this.nameText();
      if (entries.has(key) && !this.mayRepeatKeys) throw new UnreadablePdf(`key ${key} stands there twice`);
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
    let text = '';
    let from = this.at + 1;
    let open = 1;
    for (this.at = from; ; this.at += 1) {
      const code = this.bytes[this.at];
      if (code === undefined) throw new UnreadablePdf('a string without an end');
      if (code === backslash) {
        text += this.bytes.toString('latin1', from, this.at) + this.escaped();
        from = this.at + 1;
      } else if (code === opening) open += 1;
      else if (code === closing && --open === 0) break;
    }
    this.at += 1;
    return text + this.bytes.toString('latin1', from, this.at - 1);
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

  private regular(): string {
    const from = this.at;
    while (this.isRegular(this.at)) this.at += 1;
    return this.bytes.toString('latin1', from, this.at);
  }

  private isRegular(at: number): boolean {
    return regular[this.bytes[at] ?? 0x20] === 1;
  }

  private skipSpaces(): void {
    while (spaces.has(this.bytes[this.at] ?? -1)) this.at += 1;
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

/**
 * Numbers of the objects that a value refers to, one for each time. What a signature reference says it was computed
 * over (`/Data`, ISO 32000-2, table 256) is not shown anywhere, and does not count.
 */
export function refsIn(value: PdfValue, found: number[] = []): number[] {
  if (value.kind === 'ref') found.push(value.number);
  else if (value.kind === 'array') for (const item of value.items) refsIn(item, found);
  else if (value.kind === 'dictionary') {
    const isOfSignature = isSignatureReference(value);
    for (const [key, item] of value.entries) if (key !== 'Data' || !isOfSignature) refsIn(item, found);
  }
  return found;
}

const inSignatureReference = [
  ...['Type', 'TransformMethod', 'TransformParams', 'Data'],
  ...['DigestMethod', 'DigestValue', 'DigestLocation'],
];

/** With any other key it may be something else besides. */
const isSignatureReference = ({ entries }: PdfDictionary): boolean =>
  entries.get('TransformMethod')?.kind === 'name' &&
  [...entries.keys()].every((key) => inSignatureReference.includes(key));
