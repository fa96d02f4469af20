import { statfs } from 'node:fs/promises';

/** With less than this a server that is started has no room for what it writes first. */
const roomBytes = 32 * 1024 ** 2;

/** Whether the disk of a folder takes something again. */
export async function hasRoom(folder: string): Promise<boolean> {
  const space = await statfs(folder).catch(() => undefined);
  return space === undefined || space.bavail * space.bsize >= roomBytes;
}
