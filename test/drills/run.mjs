import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuild } from '../../apps/local/setup/build.mjs';
import { ensureDependencies } from '../../apps/local/setup/dependencies.mjs';
import { root } from '../../apps/local/setup/prepare.mjs';
import { runQuietly } from '../../apps/local/setup/run-quietly.mjs';
import { drills, linesMax } from './drills.mjs';

/**
 * `npm run drills [-- names]`: makes each change of `drills.mjs` to a copy of the repository, compiles it, runs the
 * specs that come with it, and counts the files it took. Ends with `N passed, N failed`.
 */
const say = (line) => console.log(line);
const git = (folder, ...args) =>
  execFileSync('git', args, { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 });

function copyOfTheTree() {
  const folder = mkdtempSync(join(tmpdir(), 'lienthong-drills-'));
  const files = git(root, 'ls-files', '-z', '--cached', '--others', '--exclude-standard').split('\0');
  for (const file of files.filter((name) => name !== '' && !name.endsWith('.patch'))) {
    cpSync(join(root, file), join(folder, file), { recursive: true });
  }
  for (const made of ['node_modules', 'dist']) symlinkSync(join(root, made), join(folder, made));
  return folder;
}

const isSource = (file) =>
  !/\.(spec\.ts|md)$/.test(file) && (/^(apps|libs)\/.+\.(ts|sql)$/.test(file) || !file.includes('/'));

/** Names of the files that a patch makes or changes, the new ones apart. */
function filesOf(patch) {
  const text = readFileSync(patch, 'utf8');
  const parts = text.split(/^diff --git /m).slice(1);
  const named = parts.map((part) => ({
    file: /^a\/(\S+)/.exec(part)[1],
    isNew: /^new file mode/m.test(part),
  }));
  return {
    sources: named.filter(({ file }) => isSource(file)),
    specs: named.map(({ file }) => file).filter((file) => /\.spec\.ts$/.test(file)),
  };
}

async function troubleWith(folder, { sources, specs }) {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const built = join(folder, 'drills.tsbuildinfo');
  const compiled = [tsc, '--noEmit', '--incremental', '--tsBuildInfoFile', built];
  const tested = ['run', '--silent', 'jest', '--', ...specs];
  for (const [file, args] of [
    [process.execPath, compiled],
    ['npm', tested],
  ]) {
    const { code, output } = await runQuietly(file, args, { cwd: folder });
    if (code !== 0) return output;
  }
  const long = sources.find(
    ({ file }) => readFileSync(join(folder, file), 'utf8').split('\n').length > linesMax,
  );
  return long === undefined ? undefined : `${long.file} has over ${linesMax} lines`;
}

/** One line of the table, and whether it holds. */
async function drilled(folder, { patch, what, counts, goal }) {
  const path = join(root, 'test', 'drills', `${patch}.patch`);
  const files = filesOf(path);
  git(folder, 'apply', '-C1', path);
  const trouble = await troubleWith(folder, files);
  git(folder, 'apply', '-C1', '--reverse', path);
  const count = files.sources.filter(({ isNew }) => counts === 'touched' || !isNew).length;
  if (trouble !== undefined) say(trouble);
  const isMet = trouble === undefined && count <= goal;
  say(`${isMet ? 'passed' : 'FAILED'}  ${what}: ${count} source files, at most ${goal}`);
  return isMet;
}

const names = process.argv.slice(2);
await ensureDependencies(root, say);
await ensureBuild(root, say);
const folder = copyOfTheTree();
const met = [];
try {
  for (const drill of drills.filter(({ patch }) => names.length === 0 || names.includes(patch))) {
    met.push(await drilled(folder, drill));
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
const failed = met.filter((isMet) => !isMet).length;
say(`${met.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 && met.length > 0 ? 0 : 1;
