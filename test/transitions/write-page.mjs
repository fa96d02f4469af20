import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

// `npm run transitions`: compiles the deciders into a place of its own and writes the pages of what they answer.
const root = join(import.meta.dirname, '..', '..');
const built = join(root, 'node_modules', '.cache', 'lienthong', 'transitions');
const swc = join(root, 'node_modules', '.bin', 'swc');
const options = ['--config-file', '.swcrc', '--extensions', '.ts', '--quiet'];
const run = (command, args) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}: ${stderr}`);
  return stdout;
};
run(swc, ['libs', 'apps', 'test/transitions', '-d', built, ...options]);
const pages = JSON.parse(run(process.execPath, [join(built, 'test', 'transitions', 'main.js')]));
for (const [app, page] of Object.entries(pages)) {
  const docs = join(root, 'apps', app, 'docs');
  mkdirSync(docs, { recursive: true });
  writeFileSync(join(docs, 'transitions.md'), page);
}
