import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from './process-identity';

/** What a tool on this machine needs to reach the running house; it has to know only the port. */
export interface RunFile {
  readonly address: string;
  readonly pid: number;
  readonly dataFolder: string;
  /** Absent when an outside identity provider issues the tokens. */
  readonly operatorToken?: string;
  /** Recipients a carrier serves, `LIENTHONG_CARRIED_AGENCIES`. */
  readonly carriedAgencies?: readonly string[];
  readonly natsUrl: string;
  /** Absent with a NATS server of others. */
  readonly natsUser?: string;
  readonly natsPassword?: string;
  /** Keys by which the services know each other, and tools with them. */
  readonly busKeysFile: string;
  /** File with what tools connect with, at a server with accounts. */
  readonly natsCreds?: string;
}

/**
 * Writes `<cache>/run/<port>.json`, readable by its owner only, and resolves its path. What killed supervisors left
 * there is cleared away, so that no token outlives its house for long.
 */
export async function writeRunFile(cache: string, port: number, content: RunFile): Promise<string> {
  const folder = join(cache, 'run');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await clearDead(folder);
  const file = join(folder, `${port}.json`);
  const next = `${file}.${process.pid}`;
  await rm(next, { force: true });
  await writeFile(next, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 });
  await rename(next, file);
  return file;
}

export async function removeRunFile(file: string): Promise<void> {
  await rm(file, { force: true });
}

async function clearDead(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const pid = /"pid": (\d+)/.exec(await readFile(file, 'utf8').catch(() => ''))?.[1];
    const isDead = pid !== undefined && !isRunning({ pid: Number(pid), startedTicks: null });
    if (isDead) await rm(file, { force: true });
  }
}
