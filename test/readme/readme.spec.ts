import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationMarkdown } from '@runtime';

const root = join(__dirname, '..', '..');
const page = readFileSync(join(root, 'README.md'), 'utf8');

it('shows the configuration table as the code has it; `npm run readme` writes it', () => {
  expect(page).toContain(configurationMarkdown());
});

/** What a page links to, as it writes it. */
const linksIn = (text: string) =>
  [...text.matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)].map((match) => match[1] as string);

it('names only files and folders that exist', () => {
  const links = linksIn(page);
  const named = [...page.matchAll(/`((?:apps|libs|test)\/[^`\s]*)`/g)].map((match) => match[1] as string);
  expect([...links, ...named].filter((path) => !existsSync(join(root, path)))).toEqual([]);
});

it('names only scripts that exist', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: object };
  const named = [...page.matchAll(/npm run (?:-s )?([a-z]+(?:-[a-z]+)*)/g)].map(
    (match) => match[1] as string,
  );
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
});

it('has a walk on a page of its own, which links only files that exist', () => {
  const walk = join(root, 'apps', 'dossiers', 'docs', 'a-dossiers-week.md');
  const links = linksIn(readFileSync(walk, 'utf8'));
  expect(links).not.toEqual([]);
  expect(links.filter((path) => !existsSync(join(walk, '..', path)))).toEqual([]);
});
