import { constants } from 'node:fs';
import { access, cp, mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PGliteReadStore } from '@adapters/read-store';
import { closeDataFolder, openDataFolder } from '../../apps/local/src/data-folder';

const nodeModules = resolve(__dirname, '..', '..', 'node_modules');

/**
 * The folder of a database without tables, as PGlite itself makes it. Making one takes three seconds of the
 * processor, copying it a tenth of that: it is made once for a checkout and a version of PGlite.
 */
async function emptyDatabase(): Promise<string> {
  const page = await readFile(join(nodeModules, '@electric-sql', 'pglite', 'package.json'), 'utf8');
  const cache = join(nodeModules, '.cache', 'lienthong');
  const kept = join(cache, `empty-database-${(JSON.parse(page) as { version: string }).version}`);
  if (await exists(kept)) return kept;
  await mkdir(cache, { recursive: true });
  const work = await mkdtemp(join(cache, 'database-'));
  try {
    const made = await PGliteReadStore.open(join(work, 'empty'));
    await made.close();
    // Specs run side by side: whoever is second finds the folder there.
    await rename(join(work, 'empty'), kept).catch(async (error: unknown) => {
      if (!(await exists(kept))) throw error;
    });
  } finally {
    await rm(work, { recursive: true });
  }
  return kept;
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Puts an empty database where the read models of a data folder live; they still make their tables themselves. */
export async function placeEmptyDatabase(dataDir: string): Promise<void> {
  const [from, to] = [await emptyDatabase(), join(dataDir, 'read-models')];
  await cp(from, to, { recursive: true, mode: constants.COPYFILE_FICLONE });
}

/** A new data folder for `npm start` whose read models begin with such a database. */
export async function dataFolderWithDatabase(path: string): Promise<void> {
  const data = await openDataFolder(path);
  await placeEmptyDatabase(path);
  await closeDataFolder(data);
}

/** Such a database in a folder of its own, which goes when it is closed. */
export async function openPGliteDatabase() {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-database-'));
  await placeEmptyDatabase(folder);
  const reads = await PGliteReadStore.open(join(folder, 'read-models'));
  const close = async () => {
    await reads.close();
    await rm(folder, { recursive: true });
  };
  return { reads, close };
}
