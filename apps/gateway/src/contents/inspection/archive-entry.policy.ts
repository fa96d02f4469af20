import { isProgramName } from '@contracts';
import { archiveLimits } from './archive-limits';

/** One entry of an archive as its directory promises it. */
export interface ArchiveEntry {
  readonly name: string;
  readonly unixMode: number;
}

export type EntryRefusal = 'unsafe' | 'nested' | 'executable';

const [fileTypeBits, symbolicLink, regular, folder] = [0o170000, 0o120000, 0o100000, 0o040000];
const archives = /\.(zip|7z|rar|gz|tgz|bz2|tbz2?|xz|txz|zst|lz4?|tar|cab|iso|arj|ace|lzh|cpio)$/i;

/** What an entry may not be: a way out of the folder it is unpacked into, a further archive, a program. */
export function entryRefusal({ name, unixMode }: ArchiveEntry): EntryRefusal | undefined {
  const kind = unixMode & fileTypeBits;
  if (isUnsafe(name) || (kind !== 0 && kind !== regular && kind !== folder)) return 'unsafe';
  if (archives.test(name)) return 'nested';
  return isProgramName(name) ? 'executable' : undefined;
}

export const isSymbolicLink = (unixMode: number): boolean => (unixMode & fileTypeBits) === symbolicLink;

/** Windows takes `\` for `/`, `C:` for a drive, and drops dots and spaces at the end of a name. */
function isUnsafe(name: string): boolean {
  const { nameBytesMax, nameDepthMax } = archiveLimits;
  if (name === '' || Buffer.byteLength(name) > nameBytesMax) return true;
  if (/[\p{Cc}\p{Cs}\uFFFD]|^[\\/]|^[A-Za-z]:/u.test(name)) return true;
  const parts = name.split(/[\\/]/);
  return parts.length > nameDepthMax || parts.some((part) => /^\.\.[. ]*$/.test(part));
}
