import { mayBeCalled, unmarked } from '@domain/codes';

/** Programs, and what is opened by running it. */
const programs = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
  'application/java-archive',
  'application/wasm',
  'application/x-msi',
  'application/vnd.android.package-archive',
  'application/x.ms.shortcut',
  'application/x-deb',
  'application/x-rpm',
  'application/x-google-chrome-extension',
  'application/x-shockwave-flash',
  'application/x-apple-diskimage',
]);

/** Packed in ways that cannot be looked into here, so nothing could be said of what comes out of them. */
const closedArchives = new Set([
  'application/x-7z-compressed',
  'application/x-rar-compressed',
  'application/gzip',
  'application/x-bzip2',
  'application/x-xz',
  'application/x-tar',
  'application/zstd',
  'application/x-lz4',
  'application/x-compress',
  'application/x-lzip',
  'application/vnd.ms-cab-compressed',
  'application/x-iso9660-image',
  'application/x-arj',
  'application/x-ace-compressed',
  'application/x-lzh-compressed',
  'application/x-cpio',
  'application/x-unix-archive',
]);

/** What was found in the bytes themselves. */
export interface FoundType {
  /** Lower case; absent when the bytes bear no known mark. */
  readonly mediaType: string | undefined;
  /** The first bytes. */
  readonly sample: Buffer;
  /** Whether bytes of this type bear a mark, so that its absence says that they are of another. */
  isMarked(mediaType: string): boolean;
}

export interface TypeRefusal {
  readonly refused: 'executable' | 'type-not-taken' | 'type-mismatch';
  readonly detail: string;
}

/**
 * Whether bytes are what their sender says. Without a declared type, or with `application/octet-stream`, nothing is
 * said of them; programs and archives that cannot be looked into are refused whatever they are called.
 */
export function typeRefusal(declared: string | undefined, found: FoundType): TypeRefusal | undefined {
  const { mediaType: actual, sample } = found;
  if (sample.subarray(0, 2).toString('latin1') === '#!') return refusal('executable', 'is a script');
  if (actual !== undefined && programs.has(actual)) return refusal('executable', `is ${actual}`);
  if (actual !== undefined && closedArchives.has(actual)) return refusal('type-not-taken', `is ${actual}`);
  const told = declared?.toLowerCase() ?? '';
  return mayBeCalled(told, foundTypeOf(found), found.isMarked)
    ? undefined
    : refusal('type-mismatch', `is said to be ${told} and is ${actual ?? 'something else'}`);
}

const refusal = (refused: TypeRefusal['refused'], detail: string): TypeRefusal => ({ refused, detail });

/** What bytes were found to be, by their mark or, without one, by whether a sample of them reads as text. */
export function foundTypeOf({ mediaType: actual, sample }: Pick<FoundType, 'mediaType' | 'sample'>): string {
  if (!isTextual(actual, sample) || !looksLikeText(sample)) return actual ?? unmarked.other;
  return looksLikeXml(sample) ? unmarked.xml : unmarked.text;
}

/** The byte order mark of UTF-16 is taken for one of music. */
const isTextual = (actual: string | undefined, sample: Buffer): boolean =>
  actual === undefined || actual === 'application/xml' || isUtf16(sample);

const isUtf16 = (sample: Buffer): boolean => [0xfffe, 0xfeff].includes(byteOrderMark(sample));
const byteOrderMark = (sample: Buffer): number => (sample.length < 2 ? 0 : sample.readUInt16BE(0));

const looksLikeXml = (sample: Buffer): boolean =>
  looksLikeText(sample) && /^\uFEFF?\s*</.test(decoded(sample));

/** No character that no text has. A byte order mark says that it is UTF-16. */
function looksLikeText(sample: Buffer): boolean {
  return !/[\u0000-\u0008\u000E-\u001A\u001C-\u001F\u007F]/.test(decoded(sample));
}

function decoded(sample: Buffer): string {
  const mark = byteOrderMark(sample);
  if (mark === 0xfffe) return sample.toString('utf16le');
  if (mark === 0xfeff) return new TextDecoder('utf-16be').decode(sample);
  return sample.toString('utf8');
}
