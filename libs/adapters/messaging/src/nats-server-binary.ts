import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Passing } from '@contracts';

/** No `nats-server` on this machine and no way to fetch one. The message is one line that names the ways to get it. */
export class NatsServerUnavailable extends Error implements Passing {
  override readonly name = 'NatsServerUnavailable';
  readonly passes = true;
  constructor(
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(
      `No nats-server: ${reason}. Install one (apt install nats-server, brew install nats-server, or ` +
        'https://github.com/nats-io/nats-server/releases) and put it on PATH, or name a running one in NATS_URL.',
      options,
    );
  }
}

export interface NatsServerBinary {
  readonly file: string;
  /** As the program states it, without the `v`: `2.9.10`. */
  readonly version: string;
}

interface Search {
  /** Folders looked through in order. Default: PATH, then where Debian puts daemons; nowhere when PATH is empty. */
  readonly folders?: readonly string[];
  /** The house's cache folder. Default: `$XDG_CACHE_HOME/lienthong`, or `~/.cache/lienthong`. */
  readonly cache?: string;
  /** Folder of apt's package lists. Default: apt's own. */
  readonly packageLists?: string;
  /** Folders with apt-get and dpkg-deb. Default: PATH, then the system's. */
  readonly tools?: readonly string[];
  /** Calls off a download that is under way. */
  readonly signal?: AbortSignal | undefined;
}

// What the streams need (limits, discard policy, durable consumers) is complete from 2.9 on; Debian 12 ships 2.9.10.
const oldestVersion = [2, 9];
const fetchLimitMs = 90_000;
// Debian puts daemons where an ordinary user's PATH does not look.
const systemFolders = ['/usr/local/sbin', '/usr/sbin', '/usr/local/bin', '/usr/bin', '/sbin', '/bin'];

export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'lienthong');
}

/**
 * Finds a real `nats-server`: on PATH, in the cache, or as the distribution's signed package unpacked into the cache by
 * an ordinary user. Safe to call from several processes at once. Throws `NatsServerUnavailable`.
 */
export async function provideNatsServer(search: Search = {}): Promise<NatsServerBinary> {
  const folders = search.folders ?? (process.env['PATH'] ? onThisMachine() : []);
  const cache = join(search.cache ?? cacheFolder(), 'nats-server');
  const found = (await firstUsable(folders)) ?? (await cached(cache));
  return found ?? fetchPackage(cache, search);
}

async function cached(cache: string): Promise<NatsServerBinary | undefined> {
  const entries = await readdir(cache).catch(() => []);
  const versions = entries.filter((entry) => /^\d/.test(entry)).sort();
  return firstUsable(versions.reverse().map((version) => join(cache, version)));
}

async function firstUsable(folders: readonly string[]): Promise<NatsServerBinary | undefined> {
  for (const folder of folders) {
    const file = join(folder, 'nats-server');
    const version = await versionOf(file);
    if (version !== undefined && isRecentEnough(version)) return { file, version };
  }
  return undefined;
}

async function versionOf(file: string): Promise<string | undefined> {
  try {
    await access(file, constants.X_OK);
    return /v?(\d+\.\d+\.\d+)/.exec(await run(file, ['--version']))?.[1];
  } catch {
    return undefined;
  }
}

function isRecentEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldestVersion;
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

async function fetchPackage(cache: string, search: Search): Promise<NatsServerBinary> {
  const apt = await program('apt-get', search.tools);
  const unpack = await program('dpkg-deb', search.tools);
  if (!apt || !unpack)
    throw new NatsServerUnavailable('none on PATH, and this system has no apt to fetch it with');
  let folder: string | undefined;
  try {
    await mkdir(cache, { recursive: true });
    folder = await mkdtemp(join(cache, '.fetching-'));
    const archive = await download(apt, folder, search);
    await run(unpack, ['-x', archive, join(folder, 'unpacked')], folder);
    return await settle(cache, join(folder, 'unpacked', 'usr', 'sbin'));
  } catch (error) {
    if (error instanceof NatsServerUnavailable) throw error;
    throw new NatsServerUnavailable(`apt could not fetch it (${firstLine(error)})`, { cause: error });
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Downloads the package as an ordinary user; on a machine whose package lists are empty it reads them into `folder`
 * first.
 */
async function download(apt: string, folder: string, { packageLists, signal }: Search): Promise<string> {
  const given = packageLists === undefined ? [] : ['-o', `Dir::State::lists=${packageLists}`];
  const options = [...privateOptions(folder), ...given];
  try {
    await run(apt, [...options, 'download', 'nats-server'], folder, signal);
  } catch (error) {
    if (signal?.aborted) throw error;
    const lists = join(folder, 'lists');
    await mkdir(join(lists, 'partial'), { recursive: true });
    const own = [...privateOptions(folder), '-o', `Dir::State::lists=${lists}`];
    // One unreachable third-party source makes an update fail while the distribution's own lists have arrived.
    const update = await run(apt, [...own, 'update'], folder, signal).then(
      () => undefined,
      (error: unknown) => error,
    );
    await run(apt, [...own, 'download', 'nats-server'], folder, signal).catch((error: unknown) => {
      throw update ?? error;
    });
  }
  const archive = (await readdir(folder)).find((name) => name.endsWith('.deb'));
  if (archive === undefined) throw new Error('apt-get download left no package');
  return join(folder, archive);
}

// Nothing outside the folder is written or locked. As root, apt would hand the download to a user who may not enter
// here.
function privateOptions(folder: string): string[] {
  const settings = [`Dir::Cache=${join(folder, 'cache')}`, 'Debug::NoLocking=1', 'Acquire::Retries=2'];
  if (process.getuid?.() === 0) settings.push('APT::Sandbox::User=root');
  return ['-qq', ...settings.flatMap((setting) => ['-o', setting])];
}

/** Moves the unpacked program to its place. When another process was faster, its copy is as good. */
async function settle(cache: string, unpacked: string): Promise<NatsServerBinary> {
  const version = await versionOf(join(unpacked, 'nats-server'));
  if (version === undefined) throw new Error('the fetched nats-server does not run on this machine');
  if (!isRecentEnough(version))
    throw new NatsServerUnavailable(`apt offers ${version}, and 2.9 or newer is needed`);
  const place = join(cache, `${version}-${process.arch}`);
  await rename(unpacked, place).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
  const settled = await firstUsable([place]);
  if (!settled) throw new Error(`${place} holds no usable nats-server; delete that folder`);
  return settled;
}

async function program(name: string, folders = onThisMachine()): Promise<string | undefined> {
  for (const folder of folders) {
    const file = join(folder, name);
    const isThere = await access(file, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return file;
  }
  return undefined;
}

function onThisMachine(): readonly string[] {
  const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return [...path, ...systemFolders];
}

// apt itself needs the system's folders on PATH to find gpg and its own methods.
function run(file: string, args: readonly string[], cwd?: string, signal?: AbortSignal): Promise<string> {
  const env = {
    ...process.env,
    PATH: onThisMachine().join(delimiter),
    LC_ALL: 'C.UTF-8',
    DEBIAN_FRONTEND: 'noninteractive',
  };
  return new Promise((resolve, reject) => {
    execFile(
      file,
      [...args],
      { cwd, env, timeout: fetchLimitMs, ...(signal && { signal }) },
      (error, stdout, stderr) => {
        if (error) reject(new Error(stderr.trim() || error.message, { cause: error }));
        else resolve(`${stdout}${stderr}`);
      },
    );
  });
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return (lines.find((line) => line.startsWith('E:')) ?? lines[0] ?? 'unknown reason')
    .replace(/^E:\s*/, '')
    .trim();
}
