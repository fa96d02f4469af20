import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const marker = /^(\s*)\/\/ failpoint\(([a-z-]+)\)$/gm;
/** Beside the packages that the programs need; nobody else's `dist` is used or touched. */
const place = join(root, 'node_modules', '.cache', 'lienthong', 'faults');

/**
 * Builds the system twice from the same sources: `plain`, as it is written, and `armed`, with its failpoints turned
 * into calls. Answers their `dist` folders; throws with what the compiler said.
 */
export function buildForFaults() {
  // The compiler resolves no alias of a source below node_modules, so the sources lie elsewhere.
  const sources = mkdtempSync(join(tmpdir(), 'lienthong-faults-'));
  try {
    for (const folder of ['apps', 'libs'])
      cpSync(join(root, folder), join(sources, folder), { recursive: true });
    cpSync(join(root, '.swcrc'), join(sources, '.swcrc'));
    rmSync(place, { recursive: true, force: true });
    const plain = build(sources, 'plain');
    arm(sources);
    return { plain, armed: build(sources, 'armed') };
  } finally {
    rmSync(sources, { recursive: true, force: true });
  }
}

function build(sources, name) {
  mkdirSync(join(place, name), { recursive: true });
  cpSync(join(root, 'package.json'), join(place, name, 'package.json'));
  const dist = join(place, name, 'dist');
  compile(sources, dist);
  return dist;
}

function arm(sources) {
  for (const name of readdirSync(sources, { recursive: true }).filter((path) => path.endsWith('.ts'))) {
    const path = join(sources, name);
    const text = readFileSync(path, 'utf8');
    const calls = text.replace(marker, "$1globalThis.failpoint('$2');");
    if (calls !== text) writeFileSync(path, calls);
  }
}

function compile(sources, dist) {
  const swc = join(root, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
  const settings = [
    '--config-file',
    '.swcrc',
    '--extensions',
    '.ts',
    '--copy-files',
    '--ignore',
    '**/*.spec.ts',
  ];
  const args = [swc, 'apps', 'libs', '-d', dist, ...settings];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: sources, encoding: 'utf8' });
  if (status !== 0) throw new Error(`the fault build failed:\n${stdout}${stderr}`);
}
