import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, readlink, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Account, environmentWith, giveTo } from './postgres-account';
import type { PostgresPrograms } from './postgres-programs';

/** Who owns the rows. */
export const user = 'lienthong';

interface ClusterParts {
  /** Holds the files of the server, the password and, while it runs, the socket. */
  readonly folder: string;
  readonly programs: PostgresPrograms;
  readonly account: Account;
  /** Calls off the making. */
  readonly signal?: AbortSignal | undefined;
  /** Leaves a folder as it is that holds no rows which these programs read. */
  readonly isAsFound?: boolean | undefined;
  /** Told in a sentence why rows that were there are gone. */
  readonly onRemoved?: ((why: string) => void) | undefined;
}

export interface Cluster {
  readonly data: string;
  readonly password: string;
}

const nameOfData = 'cluster';
const fileOfPassword = 'password';

/** Whether a folder holds rows. */
export async function holdsCluster(folder: string): Promise<boolean> {
  return (await majorOf(join(folder, nameOfData))) !== undefined;
}

/**
 * The files of a server, made where there are none. Those of another major version are removed: what they hold is
 * derived, and is built again.
 */
export async function openCluster(parts: ClusterParts): Promise<Cluster> {
  const { folder, programs, account, isAsFound, onRemoved } = parts;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const data = join(folder, nameOfData);
  const passwordFile = join(folder, fileOfPassword);
  const known = await textOf(passwordFile);
  const major = await majorOf(data);
  if (isAsFound === true && (known === undefined || major !== programs.major)) {
    throw new Error(`it holds no rows that PostgreSQL ${programs.major} reads`);
  }
  if (major !== undefined && major !== programs.major) {
    onRemoved?.(`PostgreSQL ${major} wrote the rows and this is ${programs.major}: they are built again`);
  }
  if (known !== undefined && major === programs.major) {
    // A folder that was copied may belong to whoever copied it.
    if ((await stat(data)).uid !== (account.owner ?? process.getuid?.())) await giveTo(account, folder);
    await chmod(data, 0o700);
    await removeStrangersPid(data);
    return { data, password: known };
  }
  await rm(data, { recursive: true, force: true });
  const password = randomBytes(24).toString('hex');
  await writeFile(passwordFile, password, { mode: 0o600 });
  await make(parts, { data, passwordFile });
  return { data, password };
}

/** They appear under their name when they are whole. */
async function make(
  { folder, programs, account, signal }: ClusterParts,
  { data, passwordFile }: { readonly data: string; readonly passwordFile: string },
): Promise<void> {
  const draft = `${data}.unfinished`;
  await rm(draft, { recursive: true, force: true });
  await giveTo(account, folder);
  const way = ['--username', user, '--auth', 'scram-sha-256', '--pwfile', passwordFile, '--no-instructions'];
  const args = ['--pgdata', draft, ...way, '--encoding', 'UTF8', '--no-locale'];
  const [file, ...words] = account.command(join(programs.folder, 'initdb'), args);
  const options = { cwd: folder, env: environmentWith(programs.env) };
  await new Promise<void>((resolve, reject) => {
    // Answered once it and the servers it runs are gone: a signal of execFile's own would answer before.
    const making = execFile(file, words, options, (error, _, stderr) => {
      signal?.removeEventListener('abort', callOff);
      if (error === null) resolve();
      else reject(new Error(`initdb failed: ${reasonIn(stderr) ?? error.message}`, { cause: error }));
    });
    const callOff = (): void => void making.kill();
    signal?.addEventListener('abort', callOff);
    if (signal?.aborted) callOff();
  });
  await rename(draft, data);
}

function reasonIn(complaint: string): string | undefined {
  const nameless = /could not look up effective user ID (\d+)/.exec(complaint)?.[1];
  if (nameless !== undefined) return `it wants a line for uid ${nameless} in /etc/passwd`;
  return (
    complaint.split('\n').findLast((line) => /error|fatal/i.test(line)) ?? (complaint.trim() || undefined)
  );
}

async function majorOf(data: string): Promise<string | undefined> {
  return (await textOf(join(data, 'PG_VERSION')))?.trim();
}

function textOf(file: string): Promise<string | undefined> {
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/**
 * A server that was killed leaves its pid behind, and the next one refuses to start when a program of the same user has
 * that pid by now. PostgreSQL works in its own folder: what works elsewhere is a stranger.
 */
async function removeStrangersPid(data: string): Promise<void> {
  const file = join(data, 'postmaster.pid');
  const pid = /^\d+/.exec((await textOf(file)) ?? '')?.[0];
  if (pid === undefined) return;
  const at = await readlink(`/proc/${pid}/cwd`).catch(() => undefined);
  if (at !== undefined && at !== data) await rm(file, { force: true });
}
