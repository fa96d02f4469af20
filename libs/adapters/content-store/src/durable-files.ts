import { mkdir, open, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException)?.code;

/** What a call gives, or nothing when the file is not there. */
export const unlessAbsent = <T>(work: Promise<T>): Promise<T | undefined> =>
  work.catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  });

export const fileSize = async (path: string): Promise<number | undefined> =>
  (await unlessAbsent(stat(path)))?.size;

/**
 * Makes names in a folder durable: a renamed or linked file is found after a power cut only once its folder is
 * synced.
 */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Makes a folder and those above it; each new name is synced. */
export async function makeFolder(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true });
  if (first === undefined) return;
  for (let made = path; made.length >= first.length; made = dirname(made)) await syncFolder(dirname(made));
}

/** Writes a new file whole and syncs it; its name is durable once its folder is synced. */
export async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'wx', 0o640);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}
