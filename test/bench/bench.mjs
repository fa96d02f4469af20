import { spawn, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

// `npm run bench`: compiles what is measured into a place of its own, so that nobody's build is measured or disturbed.
const root = join(import.meta.dirname, '..', '..');
const built = join(root, 'node_modules', '.cache', 'lienthong', 'bench');
const swc = join(root, 'node_modules', '.bin', 'swc');
const sources = [
  'libs',
  'apps',
  'test/bench',
  'test/flows',
  'test/databases',
  'test/conformance',
  'test/signing',
];
const options = ['--config-file', '.swcrc', '--extensions', '.ts', '--copy-files', '--quiet'];
rmSync(built, { recursive: true, force: true });
const compiled = spawnSync(swc, [...sources, '-d', built, ...options], { cwd: root, stdio: 'inherit' });
const main = join(built, 'test', 'bench', 'main.js');
if (compiled.status !== 0 || !existsSync(main)) throw new Error('swc could not compile the benchmarks');
const child = spawn(
  process.execPath,
  ['--enable-source-maps', '--expose-gc', main, ...process.argv.slice(2)],
  {
    cwd: root,
    stdio: 'inherit',
  },
);
child.once('exit', (code) => (process.exitCode = code ?? 1));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => child.kill(signal));
