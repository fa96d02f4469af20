import { readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The top of the repository. */
export const root = join(__dirname, '..', '..');

const notOurs = new Set(['node_modules', 'dist', 'coverage', '.git', '.lienthong', '.swc']);

/** Paths of all files below a folder of the repository, relative to its top, with `/`, in a stable order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => !notOurs.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}
