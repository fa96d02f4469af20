import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Removes full logs of nats-server, the oldest first, until `keep` of them are left beside the one that is written.
 * The server gives a full one the instant as its ending and, as of 2.9, keeps all of them: whoever is connected could
 * fill the disk.
 */
export async function removeFullLogs(file: string, keep: number): Promise<void> {
  const start = `${basename(file)}.`;
  const isFull = (name: string) => name.startsWith(start) && /^\d{4}(\.\d+)+$/.test(name.slice(start.length));
  const full = (await readdir(dirname(file))).filter(isFull).sort();
  for (const name of full.slice(0, Math.max(0, full.length - keep)))
    await rm(join(dirname(file), name), { force: true });
}
