import { constants } from 'node:fs';
import { copyFile, mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

const isAbsent = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT';

/**
 * Copies what is in a folder that may be in use, names in the order given first, and answers how many files. Nothing
 * when there is no such folder. A file that goes away meanwhile was moved on, or given up.
 */
export async function copyFiles(from: string, to: string, first: readonly string[] = []): Promise<number> {
  const entries = await readdir(from, { withFileTypes: true }).catch((error: unknown) => {
    if (isAbsent(error)) return undefined;
    throw error;
  });
  if (entries === undefined) return 0;
  const { mode } = await stat(from);
  await mkdir(to, { recursive: true, mode });
  const rank = (name: string): number => (first.includes(name) ? first.indexOf(name) : first.length);
  let files = 0;
  for (const entry of entries.sort((a, b) => rank(a.name) - rank(b.name))) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) files += await copyFiles(source, target);
    else if (entry.isFile() && (await isCopied(source, target))) files += 1;
  }
  return files;
}

function isCopied(source: string, target: string): Promise<boolean> {
  return copyFile(source, target, constants.COPYFILE_FICLONE).then(
    () => true,
    (error: unknown) => {
      if (isAbsent(error)) return false;
      throw error;
    },
  );
}
