import { statfs } from 'node:fs/promises';

/** Bytes of the file system that a folder lies on; `free` without what is kept for the system's own use. */
export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

/** Nothing when there is no such folder: not every program keeps something on a disk. */
export async function diskSpaceOf(folder: string): Promise<DiskSpace | undefined> {
  const found = await statfs(folder).catch(() => undefined);
  if (found === undefined) return undefined;
  const { bsize, bavail, blocks } = found;
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
