import type { OpenBytes } from './open-bytes';

/** Their programs look for these marks as far behind the beginning, for what was put before an archive. */
const soughtBytes = 1_024 * 1_024;

const marks: readonly (readonly [string, Buffer])[] = [
  ['application/x-rar-compressed', Buffer.from('526172211a0700', 'hex')],
  ['application/x-rar-compressed', Buffer.from('526172211a070100', 'hex')],
  ['application/x-7z-compressed', Buffer.from('377abcaf271c', 'hex')],
];

/** An archive that cannot be looked into, behind the beginning of another file. */
export async function archiveBehind(bytes: OpenBytes): Promise<string | undefined> {
  const part = await bytes.read(0, soughtBytes);
  return marks.find(([, mark]) => part.includes(mark))?.[0];
}
