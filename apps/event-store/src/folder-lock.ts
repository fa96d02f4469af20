import {
  chmodSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { StoreUnusable } from './store';

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Start time of the process as the system counts it, so that a reused pid is not taken for the holder. */
  readonly startedAt: string;
}

const lockName = 'node.lock';
const attemptsMax = 5;

/** Holds a data folder for one process. The lock of a dead process is taken over, that of a living one is refused. */
export class FolderLock {
  private constructor(private readonly path: string) {}

  /** Throws `StoreUnusable` with one line that says what to do. */
  static take(folder: string): FolderLock {
    prepare(folder);
    const path = join(folder, lockName);
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      if (create(path)) return new FolderLock(path);
      const holder = readHolder(path);
      if (holder !== undefined) refuseLiving(holder, folder, path);
      discard(path, holder);
    }
    throw new StoreUnusable(`The lock ${path} changes hands all the time: start one node per folder.`);
  }

  release(): void {
    rmSync(this.path, { force: true });
  }
}

/** The process that holds the folder, as far as this host can tell; undefined when nobody does. */
export function holderOf(folder: string): { readonly pid: number; readonly host: string } | undefined {
  const holder = readHolder(join(folder, lockName));
  if (holder === undefined || (holder.host === hostname() && !isAlive(holder))) return undefined;
  return { pid: holder.pid, host: holder.host };
}

function refuseLiving(holder: Holder, folder: string, path: string): void {
  if (holder.host !== hostname()) {
    throw new StoreUnusable(
      `The event store folder ${folder} is in use by process ${holder.pid} of host ${holder.host}: ` +
        `stop it there, or delete ${path} when that host is gone.`,
    );
  }
  if (!isAlive(holder)) return;
  throw new StoreUnusable(
    `The event store folder ${folder} is in use by process ${holder.pid}: stop that process, ` +
      'or choose another folder with --data.',
  );
}

/** What a start writes at most: the lock, and the first pages of lmdb, which ends the process when it has no room. */
const startBytes = 131_072;
const lacksOfRoom = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

function prepare(folder: string): void {
  const probe = join(folder, `.writable-${process.pid}`);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    // The file of the store has no password: the folder keeps others from it, also one made before that held.
    if ((statSync(folder).mode & 0o077) !== 0) chmodSync(folder, 0o700);
    writeFileSync(probe, Buffer.alloc(startBytes));
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    const [what, remedy] = lacksOfRoom.has(code)
      ? ['has no room', `free ${startBytes / 1_024} KiB there and start again; nothing was changed`]
      : ['cannot be written', 'correct its owner and permissions, or choose another folder with --data'];
    throw new StoreUnusable(`The event store folder ${folder} ${what} (${message}): ${remedy}.`, {
      cause: error,
    });
  } finally {
    if (existsSync(probe)) rmSync(probe);
  }
}

/** A link to a finished file appears at once and whole, so nobody reads a half-written lock. */
function create(path: string): boolean {
  const draft = `${path}.${process.pid}`;
  const holder: Holder = { pid: process.pid, host: hostname(), startedAt: startOf(process.pid) };
  try {
    writeFileSync(draft, JSON.stringify(holder));
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the stale lock away; when another process has replaced it meanwhile, its lock is put back. */
function discard(path: string, stale: Holder | undefined): void {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const moved = readHolder(aside);
  if (moved !== undefined && (moved.pid !== stale?.pid || moved.startedAt !== stale.startedAt)) {
    linkSync(aside, path);
  }
  rmSync(aside, { force: true });
}

function readHolder(path: string): Holder | undefined {
  try {
    const holder = JSON.parse(readFileSync(path, 'utf8')) as Partial<Holder>;
    if (typeof holder.pid !== 'number') return undefined;
    return { pid: holder.pid, host: holder.host ?? hostname(), startedAt: holder.startedAt ?? '' };
  } catch {
    return undefined;
  }
}

/** A zombie is not alive: it holds nothing any more and only waits for its parent to look. */
function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const [state] = statusOf(pid);
  if (state === 'Z' || state === 'X') return false;
  const now = startOf(pid);
  return now === '' || startedAt === '' || now === startedAt;
}

/** Field 22 of Linux's process status; empty where the system does not tell, which counts as the same process. */
const startOf = (pid: number): string => statusOf(pid)[19] ?? '';

/** Linux's process status from its third field, the state, on; the second may itself hold spaces and parentheses. */
function statusOf(pid: number): readonly string[] {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return status.slice(status.lastIndexOf(')') + 2).split(' ');
  } catch {
    return [];
  }
}
