import { mayBeCalled, plainMediaType, unmarked } from '@domain/codes';
import { type Reason, reason } from './reason';
import { looksLikeText, looksLikeXml } from './sample-text';

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
  'application/x.apple.alias',
  'application/x-deb',
  'application/x-rpm',
  'application/x-google-chrome-extension',
  'application/x-xpinstall',
  'application/x-shockwave-flash',
  'application/vnd.ms-htmlhelp',
  'application/x-ms-regedit',
  'application/x-ft-windows-registry-hive',
  'application/x-nintendo-nes-rom',
]);

/** What a sender calls a program or a script. Bytes cannot always tell one: what it is called by does. */
const namesOfPrograms = new Set([
  ...programs,
  ...[
    'application/x-msdos-program',
    'application/x-dosexec',
    'application/vnd.microsoft.portable-executable',
  ],
  ...['application/x-executable', 'application/exe', 'application/x-exe', 'application/x-winexe'],
  ...['application/bat', 'application/x-bat', 'text/x-bat', 'application/cmd', 'application/x-cmd'],
  ...['text/javascript', 'application/javascript', 'application/x-javascript', 'text/jscript'],
  ...['text/vbscript', 'text/vbs', 'application/x-vbs', 'application/hta', 'application/x-wsf'],
  ...['application/x-powershell', 'text/x-powershell', 'application/x-sh', 'application/x-shellscript'],
  ...['text/x-sh', 'text/x-shellscript', 'application/x-ms-shortcut', 'application/x-mswinurl'],
  ...['application/internet-shortcut', 'text/x-uri-shortcut', 'application/x-java-jnlp-file'],
  ...['application/x-ms-installer', 'application/x-ms-application'],
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
  'application/x-apple-diskimage',
  'application/x-arj',
  'application/x-ace-compressed',
  'application/x-lzh-compressed',
  'application/x-cpio',
  'application/x-unix-archive',
  'application/x-asar',
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

export interface TypeRefusal extends Reason {
  readonly refused: 'executable' | 'type-not-taken' | 'type-mismatch';
}

/**
 * Whether bytes are what their sender says. Without a declared type, or with `application/octet-stream`, nothing is
 * said of them; programs and archives that cannot be looked into are refused whatever they are called.
 */
export function typeRefusal(declared: string | undefined, found: FoundType): TypeRefusal | undefined {
  const { mediaType: actual } = found;
  if (actual !== undefined && programs.has(actual)) {
    return { refused: 'executable', ...reason(`is ${actual}`, `là chương trình (${actual})`) };
  }
  if (actual !== undefined && closedArchives.has(actual)) {
    return { refused: 'type-not-taken', ...reason(`is ${actual}`, `là ${actual}`) };
  }
  const told = plainMediaType(declared ?? '');
  if (namesOfPrograms.has(told)) {
    return {
      refused: 'executable',
      ...reason(`is said to be ${told}, a program`, `được khai là ${told}, tức là chương trình`),
    };
  }
  if (mayBeCalled(told, foundTypeOf(found), found.isMarked)) return undefined;
  const something = actual ?? whatItLooksLike(found.sample);
  return {
    refused: 'type-mismatch',
    ...reason(
      `is said to be ${told} and is ${something}`,
      `được khai là ${told} nhưng nội dung là ${actual ?? inVietnamese[something]}`,
    ),
  };
}

const inVietnamese: Readonly<Record<string, string>> = {
  'plain text': 'văn bản thuần',
  'XML or HTML': 'XML hoặc HTML',
  'something else': 'định dạng khác',
};

function whatItLooksLike(sample: Buffer): string {
  if (!looksLikeText(sample)) return 'something else';
  return looksLikeXml(sample) ? 'XML or HTML' : 'plain text';
}

/** What bytes were found to be, by their mark or, without one, by whether a sample of them reads as text. */
export function foundTypeOf({ mediaType: actual, sample }: Pick<FoundType, 'mediaType' | 'sample'>): string {
  if (actual !== undefined) return actual;
  if (!looksLikeText(sample)) return unmarked.other;
  return looksLikeXml(sample) ? unmarked.xml : unmarked.text;
}
