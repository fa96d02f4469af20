import { access, rm } from 'node:fs/promises';
import { join } from 'node:path';

/** An earlier version kept the rows in `read-models/`. Nobody reads that any more; they are built again. */
export async function removeRowsOfBefore(dataFolder: string, print: (line: string) => void): Promise<void> {
  const folder = join(dataFolder, 'read-models');
  const isThere = await access(join(folder, 'PG_VERSION')).then(
    () => true,
    () => false,
  );
  if (isThere) print(`The rows of an earlier version in ${folder} are removed and built again …`);
  await rm(folder, { recursive: true, force: true });
}
