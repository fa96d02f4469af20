import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import {
  firstUsable,
  type PostgresPrograms,
  type PostgresSearch,
  PostgresUnavailable,
  programsHere,
  versionsIn,
} from './postgres-programs';

const fetchLimitMs = 180_000;

/**
 * Finds `initdb` and `postgres`: in the npm package for this machine, installed, in the house's cache, or as the
 * distribution's signed packages unpacked into the cache by an ordinary user. Safe to call from several processes at
 * once.
 * @throws PostgresUnavailable
 */
export async function providePostgres(search: PostgresSearch): Promise<PostgresPrograms> {
  const cache = join(search.cache, 'postgresql');
  const found = (await programsHere(search)) ?? (await unpackedIn(cache));
  return found ?? fetchInto(cache, search.signal);
}

async function unpackedIn(root: string): Promise<PostgresPrograms | undefined> {
  return firstUsable(await versionsIn(join(root, 'usr/lib/postgresql')), await libraryPath(root));
}

async function libraryPath(root: string): Promise<NodeJS.ProcessEnv> {
  const folders: string[] = [];
  for (const libraries of [join(root, 'usr/lib'), join(root, 'lib')]) {
    const names = await readdir(libraries).catch(() => []);
    folders.push(...names.filter((name) => name.includes('-linux-')).map((name) => join(libraries, name)));
  }
  return { LD_LIBRARY_PATH: folders.join(delimiter) };
}

async function fetchInto(cache: string, signal: AbortSignal | undefined): Promise<PostgresPrograms> {
  let folder: string | undefined;
  try {
    await mkdir(join(cache, '..'), { recursive: true });
    folder = await mkdtemp(`${cache}-fetching-`);
    const apt = new Apt(folder, signal);
    const root = join(folder, 'unpacked');
    await unpackServer(apt, root).catch(async (error: unknown) => {
      if (signal?.aborted) throw error;
      // The machine's lists may be empty or of long ago.
      await apt.useOwnLists();
      await rm(root, { recursive: true, force: true });
      await unpackServer(apt, root);
    });
    // When another process was faster, its copy is as good.
    await rename(root, cache).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } catch (cause) {
    const [line] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new PostgresUnavailable(`none is installed, and apt could not fetch it (${line})`, { cause });
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
  const fetched = await unpackedIn(cache);
  if (fetched === undefined) throw new PostgresUnavailable(`${cache} holds no server; delete that folder`);
  return fetched;
}

async function unpackServer(apt: Apt, root: string): Promise<void> {
  const server = /postgresql-\d+/.exec(await apt.cache('depends', 'postgresql'))?.[0];
  if (server === undefined) throw new Error('apt knows no package postgresql');
  await unpackWithLibraries(apt, server, root);
}

/** Unpacks the server, then libraries it depends on until the programs run. */
async function unpackWithLibraries(apt: Apt, server: string, root: string): Promise<void> {
  const fetched = new Set<string>();
  let wanted = [server];
  while (wanted.length > 0) {
    const next = new Set<string>();
    for (const name of wanted) {
      fetched.add(name);
      const archive = await apt.download(name);
      await apt.run('dpkg-deb', ['-x', archive, root]);
      const depends = await apt.run('dpkg-deb', ['-f', archive, 'Depends']);
      for (const [library] of depends.matchAll(/\blib[a-z0-9.+-]+/g)) next.add(library);
    }
    if ((await unpackedIn(root)) !== undefined) return;
    // The C library belongs to the machine's own loader; LLVM is large, and only the compiler of queries needs it.
    wanted = [...next].filter((name) => !fetched.has(name) && !/^lib(c6|llvm)/.test(name));
  }
  throw new Error('libraries it needs are in no package apt offers, or it is older than 14');
}

/** apt as an ordinary user: nothing outside the folder is written or locked. */
class Apt {
  private readonly options: string[];

  constructor(
    private readonly folder: string,
    private readonly signal: AbortSignal | undefined,
  ) {
    const settings = [`Dir::Cache=${join(folder, 'cache')}`, 'Debug::NoLocking=1', 'Acquire::Retries=2'];
    // As root, apt would hand the download to a user who may not enter here.
    if (process.getuid?.() === 0) settings.push('APT::Sandbox::User=root');
    this.options = ['-qq', ...settings.flatMap((setting) => ['-o', setting])];
  }

  async useOwnLists(): Promise<void> {
    const lists = join(this.folder, 'lists');
    await mkdir(join(lists, 'partial'), { recursive: true });
    this.options.push('-o', `Dir::State::lists=${lists}`);
    // One unreachable source makes an update fail while the distribution's own lists have arrived.
    await this.run('apt-get', [...this.options, 'update']).catch(() => undefined);
  }

  cache(...args: readonly string[]): Promise<string> {
    return this.run('apt-cache', [...this.options, ...args]);
  }

  /** Path of the downloaded package. */
  async download(name: string): Promise<string> {
    await this.run('apt-get', [...this.options, 'download', name]);
    const archive = (await readdir(this.folder)).find((file) => file.startsWith(`${name}_`));
    if (archive === undefined) throw new Error(`apt-get download left no package ${name}`);
    return join(this.folder, archive);
  }

  run(file: string, args: readonly string[]): Promise<string> {
    const env = { ...process.env, LC_ALL: 'C.UTF-8' };
    const { folder: cwd, signal } = this;
    const options = { cwd, env, timeout: fetchLimitMs, ...(signal && { signal }) };
    return new Promise((resolve, reject) => {
      execFile(file, [...args], options, (error, stdout, stderr) => {
        if (error === null) resolve(stdout);
        else reject(new Error(stderr.trim() || error.message, { cause: error }));
      });
    });
  }
}
