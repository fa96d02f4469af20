import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failpoints } from './failpoints';

const root = join(__dirname, '..', '..');

/** `name in path` of every line below apps and libs that matches. */
function found(pattern: RegExp, ending: string, folder = root): string[] {
  const paths = ['apps', 'libs'].flatMap((part) =>
    readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' }).map((path) => join(part, path)),
  );
  return paths
    .filter((path) => path.endsWith(ending))
    .flatMap((path) =>
      readFileSync(join(folder, path), 'utf8')
        .split('\n')
        .flatMap((line) => (pattern.exec(line)?.slice(1) ?? []).map((name) => `${name} in ${path}`)),
    )
    .sort();
}

it('are all in the registry, each once, and nothing else is', () => {
  const listed = failpoints.map(({ name, source }) => `${name} in ${source}`).sort();
  expect(found(/\/\/ failpoint\(([a-z-]+)\)$/, '.ts')).toEqual(listed);
  expect(found(/(failpoint\S*\(.*)$/, '.ts').length).toBe(listed.length);
});

it('are not in a production build: what it keeps of them is a comment', () => {
  const built = found(/(.*failpoint.*)$/, '.js', join(root, 'dist'));
  expect(built.filter((line) => !/^\s*\/\/ failpoint\([a-z-]+\) in /.test(line))).toEqual([]);
});
