import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { dataFormat } from '../data-folder';
import { ToolRefused } from '../tool';
import { copyFiles } from './copied-files';
import { eventStoreCommand } from './event-store-command';

/** What a data folder holds besides the store and cannot be derived from it. */
const besides = ['contents', 'identity'] as const;

type Say = (line: string) => void;

/**
 * Copies a data folder, while it is in use or not: the store as it is at one moment, then every file it may name. The
 * target appears under its name when all of it is there.
 * @throws ToolRefused; no target is left then.
 */
export async function backUp(dist: string, data: string, target: string, say: Say): Promise<void> {
  await refuseStrange(data);
  await refuseUsed(target);
  const draft = `${resolve(target)}.unfinished`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o700 });
  try {
    const store = join(draft, 'event-store');
    if (!(await eventStoreCommand(dist, 'backup', store, '--data', join(data, 'event-store')))) {
      throw new ToolRefused(`The event store of ${data} was not backed up, for the reason above`);
    }
    // Later than the store: what a fact names was uploaded before it. An upload moves on to what is kept, not back.
    for (const part of besides) say(await copied(data, draft, part));
    await copyMark(data, draft);
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  say(`${target} holds a backup of ${data}`);
}

/**
 * Makes a whole data folder from such a backup: the store in a new epoch, the files, the keys, and the format last, so
 * that what is not finished is not taken for one.
 * @throws ToolRefused; no target is left then.
 */
export async function restore(dist: string, backup: string, target: string, say: Say): Promise<void> {
  const there = await readdir(join(backup, 'event-store')).catch((): string[] => []);
  const isBackup = there.includes('manifest.json');
  if (!isBackup) {
    throw new ToolRefused(
      `${backup} holds no event-store/manifest.json, so it is no finished backup of a data folder: name another`,
    );
  }
  await refuseUsed(target);
  await mkdir(target, { recursive: true, mode: 0o700 });
  try {
    const store = join(target, 'event-store');
    if (!(await eventStoreCommand(dist, 'restore', join(backup, 'event-store'), '--data', store))) {
      throw new ToolRefused(`${target} was not made, for the reason above`);
    }
    for (const part of besides) say(await copied(backup, target, part));
    await copyMark(backup, target);
    await writeFile(join(target, 'format'), `${dataFormat}\n`);
  } catch (error) {
    await rm(target, { recursive: true, force: true });
    throw error;
  }
  say(`${target} is a data folder: npm start -- --data ${target}`);
}

/** So that the demonstration is known to have been played. */
async function copyMark(from: string, to: string): Promise<void> {
  const mark = await readFile(join(from, 'scenario')).catch(() => undefined);
  if (mark !== undefined) await writeFile(join(to, 'scenario'), mark);
}

async function copied(from: string, to: string, part: (typeof besides)[number]): Promise<string> {
  const files = await copyFiles(join(from, part), join(to, part), ['incoming']);
  return files === 0 ? `${part}: nothing there` : `${part}: ${files} files`;
}

async function refuseStrange(data: string): Promise<void> {
  const format = await readFile(join(data, 'format'), 'utf8').catch(() => '');
  if (format.trim() === dataFormat) return;
  throw new ToolRefused(`${data} is no data folder of this version: name one with --data DIR`);
}

async function refuseUsed(target: string): Promise<void> {
  const there = await readdir(target).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new ToolRefused(`${target} cannot be used (${error.message}); name a new or an empty folder`);
  });
  if (there.length > 0) throw new ToolRefused(`${target} is not empty; name a new or an empty folder`);
  await mkdir(dirname(resolve(target)), { recursive: true });
}
