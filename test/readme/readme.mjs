import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// `npm run readme`: writes the configuration table of the built product into the README and its own page.
const root = join(import.meta.dirname, '..', '..');
const { configurationMarkdown } = createRequire(import.meta.url)(
  join(root, 'dist', 'libs', 'runtime', 'src'),
);
const file = join(root, 'README.md');
const [begin, end] = [/<!-- configuration table:[^>]*-->\n/, /<!-- \/configuration table -->/];
const page = readFileSync(file, 'utf8');
const from = begin.exec(page);
const to = end.exec(page);
if (from === null || to === null)
  throw new Error('README.md has lost the marks of the configuration table; put them back');
const start = from.index + from[0].length;
writeFileSync(file, `${page.slice(0, start)}\n${configurationMarkdown()}\n${page.slice(to.index)}`);

const own = join(root, 'libs', 'runtime', 'docs', 'configuration.md');
const [head] = readFileSync(own, 'utf8').split('| Name');
writeFileSync(own, `${head}${configurationMarkdown()}\n`);
