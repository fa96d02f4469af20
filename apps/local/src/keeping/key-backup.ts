import { readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { restoredMark } from '@adapters/key-store';
import { ToolRefused } from '../tool';
import { copyFiles } from './copied-files';

type Say = (line: string) => void;

const dayMs = 24 * 60 * 60 * 1_000;
const named = /^keys-\d{4}-\d{2}-\d{2}T\d{6}Z$/;

/**
 * Copies the keys of a data folder into a new folder of `shelf`, without the master key, and removes the copies there
 * that are older than so many days: a key that was erased is gone for good once its last copy is.
 * @throws ToolRefused; no copy is left then.
 */
export async function backUpKeys(data: string, shelf: string, days: number, say: Say): Promise<void> {
  const now = new Date();
  const name = `keys-${now.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
  const draft = join(shelf, `${name}.unfinished`);
  try {
    const files = await copyFiles(join(data, 'keys'), draft);
    if (files === 0) throw new ToolRefused(`${data} holds no keys: name another data folder with --data DIR`);
    await writeFile(join(draft, restoredMark), '');
    await rename(draft, join(shelf, name));
    say(`${join(shelf, name)} holds ${files} files of keys; keep the master key elsewhere`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  for (const old of (await readdir(shelf)).filter((each) => named.test(each) && each !== name)) {
    const { mtimeMs } = await stat(join(shelf, old));
    if (now.getTime() - mtimeMs <= days * dayMs) continue;
    await rm(join(shelf, old), { recursive: true });
    say(`${join(shelf, old)} is older than ${days} days and was removed`);
  }
}

/**
 * Brings such a copy into a data folder that has no keys. What was erased since goes again when the house starts.
 * @throws ToolRefused
 */
export async function restoreKeys(copy: string, data: string, say: Say): Promise<void> {
  const there = await readdir(copy).catch((): string[] => []);
  if (!there.includes(restoredMark))
    throw new ToolRefused(`${copy} is no copy of keys: name a folder keys-…Z`);
  const keys = join(data, 'keys');
  if ((await readdir(keys).catch((): string[] => [])).length > 0) {
    throw new ToolRefused(`${keys} holds keys already; move them away first`);
  }
  const files = await copyFiles(copy, keys);
  say(`${keys} holds ${files} files of keys; start the house with the master key they were made with`);
}
