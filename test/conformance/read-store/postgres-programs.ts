import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheFolder } from '@adapters/messaging/nats-server';

/** Neither here nor to be fetched. The message names the ways to get it. */
export class PostgresUnavailable extends Error {
  override readonly name = 'PostgresUnavailable';
  constructor(reason: string, options?: ErrorOptions) {
    super(
      `No PostgreSQL server for the tests: ${reason}. Install one (apt install postgresql, brew install postgresql) ` +
        'so that initdb and postgres are on PATH or in /usr/lib/postgresql.',
      options,
    );
  }
}

export interface PostgresPrograms {
  /** Folder of `initdb` and `postgres`. */
  readonly folder: string;
  /** Root of an unpacked distribution package; absent when the programs are installed. */
  readonly unpacked?: string;
  /** Environment they run with: the libraries that came with them. */
  readonly env: NodeJS.ProcessEnv;
}

const fetchLimitMs = 180_000;
const installedVersions = '/usr/lib/postgresql';

/**
 * Finds `initdb` and `postgres`: on PATH, where Debian puts them, in the house's cache, or as the distribution's
 * signed packages unpacked into the cache by an ordinary user.
 * @throws PostgresUnavailable
 */
export async function providePostgres(): Promise<PostgresPrograms> {
  const onPath = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  const installed = [...onPath, ...(await versionsIn(installedVersions))];
  for (const folder of installed) if (await holdsPrograms(folder)) return { folder, env: {} };
  const cache = join(cacheFolder(), 'postgresql');
  return (await unpackedIn(cache)) ?? fetchInto(cache);
}

async function unpackedIn(root: string): Promise<PostgresPrograms | undefined> {
  for (const folder of await versionsIn(join(root, installedVersions))) {
    if (await holdsPrograms(folder)) return { folder, unpacked: root, env: await libraryPath(root) };
  }
  return undefined;
}

/** `bin` of each version below a folder such as `/usr/lib/postgresql`, the newest first. */
async function versionsIn(folder: string): Promise<string[]> {
  const versions = (await readdir(folder).catch(() => [])).filter((name) => /^\d+$/.test(name));
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(folder, version, 'bin'));
}

async function holdsPrograms(folder: string): Promise<boolean> {
  const programs = ['initdb', 'postgres'].map((name) => access(join(folder, name), constants.X_OK));
  return Promise.all(programs).then(
    () => true,
    () => false,
  );
}

async function libraryPath(root: string): Promise<NodeJS.ProcessEnv> {
  const folders: string[] = [];
  for (const libraries of [join(root, 'usr/lib'), join(root, 'lib')]) {
    const names = await readdir(libraries).catch(() => []);
    folders.push(...names.filter((name) => name.includes('-linux-')).map((name) => join(libraries, name)));
  }
  return { LD_LIBRARY_PATH: folders.join(delimiter) };
}

async function fetchInto(cache: string): Promise<PostgresPrograms> {
  await mkdir(join(cache, '..'), { recursive: true });
  const folder = await mkdtemp(`${cache}-fetching-`);
  try {
    const apt = new Apt(folder);
    await apt.useOwnListsWhenEmpty();
    const server = /postgresql-\d+/.exec(await apt.cache('depends', 'postgresql'))?.[0];
    if (server === undefined) throw new Error('apt knows no package postgresql');
    const root = join(folder, 'unpacked');
    await unpackWithLibraries(apt, server, root);
    // When another process was faster, its copy is as good.
    await rename(root, cache).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } catch (cause) {
    const [line] = String(cause instanceof Error ? cause.message : cause).split('\n');
    throw new PostgresUnavailable(`none is installed, and apt could not fetch it (${line})`, { cause });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  const fetched = await unpackedIn(cache);
  if (fetched === undefined) throw new PostgresUnavailable(`${cache} holds no server; delete that folder`);
  return fetched;
}

/** Unpacks the server, then libraries it depends on until nothing it is linked with is missing. */
async function unpackWithLibraries(apt: Apt, server: string, root: string): Promise<void> {
  const fetched = new Set<string>();
  let wanted = [server];
  while (wanted.length > 0) {
    const next = new Set<string>();
    for (const name of wanted) {
      fetched.add(name);
      const archive = await apt.download(name);
      await run('dpkg-deb', ['-x', archive, root]);
      const depends = await run('dpkg-deb', ['-f', archive, 'Depends']);
      for (const [library] of depends.matchAll(/\blib[a-z0-9.+-]+/g)) next.add(library);
    }
    if (!(await lacksLibraries(root))) return;
    // The C library belongs to the machine's own loader; LLVM is large, and only the compiler of queries needs it.
    wanted = [...next].filter((name) => !fetched.has(name) && !/^lib(c6|llvm)/.test(name));
  }
  throw new Error('libraries it needs are in no package apt offers');
}

async function lacksLibraries(root: string): Promise<boolean> {
  const programs = await unpackedIn(root);
  if (programs === undefined) throw new Error('the package holds no server');
  for (const name of ['postgres', 'initdb']) {
    const linked = await run('ldd', [join(programs.folder, name)], { env: programs.env });
    if (linked.includes('not found')) return true;
  }
  return false;
}

/** apt as an ordinary user: nothing outside the folder is written or locked. */
class Apt {
  private readonly options: string[];

  constructor(private readonly folder: string) {
    const settings = [`Dir::Cache=${join(folder, 'cache')}`, 'Debug::NoLocking=1', 'Acquire::Retries=2'];
    // As root, apt would hand the download to a user who may not enter here.
    if (process.getuid?.() === 0) settings.push('APT::Sandbox::User=root');
    this.options = ['-qq', ...settings.flatMap((setting) => ['-o', setting])];
  }

  async useOwnListsWhenEmpty(): Promise<void> {
    if ((await this.cache('depends', 'postgresql').catch(() => '')) !== '') return;
    const lists = join(this.folder, 'lists');
    await mkdir(join(lists, 'partial'), { recursive: true });
    this.options.push('-o', `Dir::State::lists=${lists}`);
    // One unreachable source makes an update fail while the distribution's own lists have arrived.
    await run('apt-get', [...this.options, 'update'], { cwd: this.folder }).catch(() => undefined);
  }

  cache(...args: readonly string[]): Promise<string> {
    return run('apt-cache', [...this.options, ...args]);
  }

  /** Path of the downloaded package. */
  async download(name: string): Promise<string> {
    await run('apt-get', [...this.options, 'download', name], { cwd: this.folder });
    const archive = (await readdir(this.folder)).find((file) => file.startsWith(`${name}_`));
    if (archive === undefined) throw new Error(`apt-get download left no package ${name}`);
    return join(this.folder, archive);
  }
}

interface RunOptions {
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
}

function run(file: string, args: readonly string[], { cwd, env }: RunOptions = {}): Promise<string> {
  const options = { cwd, env: { ...process.env, LC_ALL: 'C.UTF-8', ...env }, timeout: fetchLimitMs };
  return new Promise((resolve, reject) => {
    execFile(file, [...args], options, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(stderr.trim() || error.message, { cause: error }));
    });
  });
}
