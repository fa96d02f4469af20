import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { FolderLock } from './folder-lock';
import { StartRefused } from './start-refused';

/** What `format` holds. It changes only when an older version could not read the folder any more. */
export const dataFormat = 'lienthong-data 1';

export interface DataFolder {
  readonly path: string;
  readonly eventStore: string;
  readonly jetstream: string;
  readonly postgres: string;
  readonly identity: string;
  /** Keys of the accounts on the nats-server; the keys that sign messages are a file, `identity/bus-keys`. */
  readonly natsKeys: string;
  readonly logs: string;
  readonly lock: FolderLock;
}

/**
 * Makes or opens the data folder and takes its lock. Throws `StartRefused` when it is not ours, not writable or in
 * use.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await assertReadable(path);
    const lock = await FolderLock.take(path);
    try {
      await writeFile(join(path, 'format'), `${dataFormat}\n`);
      const folders = ['event-store', 'jetstream', 'postgres', 'contents', 'identity', 'logs'];
      for (const folder of folders) {
        await mkdir(join(path, folder), { recursive: true, mode: 0o700 });
        // One that came from elsewhere, such as a copy, may be open to others.
        await chmod(join(path, folder), 0o700);
      }
    } catch (error) {
      await lock.release();
      throw error;
    }
    return {
      path,
      eventStore: join(path, 'event-store'),
      jetstream: join(path, 'jetstream'),
      postgres: join(path, 'postgres'),
      identity: join(path, 'identity'),
      natsKeys: join(path, 'identity', 'bus'),
      logs: join(path, 'logs'),
      lock,
    };
  } catch (error) {
    if (error instanceof StartRefused) throw error;
    throw unwritable(path, error as NodeJS.ErrnoException);
  }
}

async function assertReadable(path: string): Promise<void> {
  const found = await readFile(join(path, 'format'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (found?.trim() === dataFormat) return;
  if (found !== undefined) {
    throw new StartRefused(
      `${path} holds data of another format ("${found.trim().slice(0, 60)}"; this version reads "${dataFormat}"): ` +
        'start the version that wrote it, or choose another folder with --data DIR',
    );
  }
  const strangers = (await readdir(path)).filter((name) => !/^lock(\.|$)/.test(name));
  if (strangers.length > 0) {
    throw new StartRefused(
      `${path} is not empty and no data folder (it has no file "format"): choose an empty or new one with --data DIR`,
    );
  }
}

const reasons: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'read-only file system',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'part of the path is a file',
  EEXIST: 'it is a file',
};

function unwritable(path: string, error: NodeJS.ErrnoException): StartRefused {
  const reason = reasons[error.code ?? ''] ?? error.message;
  return new StartRefused(
    `The data folder ${path} cannot be written (${reason}): change that, or choose another with --data DIR`,
    { cause: error },
  );
}

/** Takes away what a half start left, so that the folder may be used again. */
export async function closeDataFolder({ lock, path }: DataFolder): Promise<void> {
  await rm(join(path, `lock.${process.pid}`), { force: true });
  await lock.release();
}
