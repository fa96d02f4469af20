import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The top of the repository. */
export const root = join(__dirname, '..', '..');

/** A file of the repository: its path from the top, with `/`, and what it says. */
export interface SourceFile {
  readonly path: string;
  readonly text: string;
}

const ignored = readFileSync(join(root, '.gitignore'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.replace(/\/$/, ''));

const isOurs = (name: string): boolean =>
  name !== '.git' &&
  !ignored.some((line) => (line.startsWith('*') ? name.endsWith(line.slice(1)) : name === line));

/** Names that stand at the top level. */
export const topLevel = (): string[] => readdirSync(root).filter(isOurs).sort();

/** Paths of all files below a folder of the repository, relative to its top, with `/`, in a stable order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter(({ name }) => isOurs(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '.' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? filesBelow(path) : [path];
    });
}

/** Every file of the repository with its text. */
export const wholeTree = (): SourceFile[] =>
  filesBelow('.').map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
