import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tsconfig from '../../tsconfig.json';
import { filesBelow, root } from './tree';

const { paths } = tsconfig.compilerOptions as { paths: Record<string, string[]> };
const swcrc = JSON.parse(readFileSync(join(root, '.swcrc'), 'utf8')) as {
  jsc: { paths: Record<string, string[]> };
};

it('the compiler and the type checker know the same aliases', () => expect(swcrc.jsc.paths).toEqual(paths));

it('every alias leads to one file, and no alias has a wildcard', () => {
  expect(Object.keys(paths).filter((alias) => alias.includes('*'))).toEqual([]);
  expect(
    Object.values(paths).filter(
      ([target, ...more]) => more.length > 0 || !existsSync(join(root, target ?? '')),
    ),
  ).toEqual([]);
});

it('every lib has its alias', () => {
  const doors = filesBelow('libs').filter((path) => path.endsWith('/src/index.ts'));
  expect(doors.filter((door) => !Object.values(paths).flat().includes(door))).toEqual([]);
});

it('every domain lib but the leaves has a second door for its facts', () => {
  const libs = filesBelow('libs/domain').flatMap(
    (path) => /^libs\/domain\/([^/]+)\/src\/index\.ts$/.exec(path)?.[1] ?? [],
  );
  const deciders = libs.filter((lib) => !['codes', 'decider', 'calendar'].includes(lib));
  expect(deciders.filter((lib) => paths[`@domain/${lib}/events`] === undefined)).toEqual([]);
});
