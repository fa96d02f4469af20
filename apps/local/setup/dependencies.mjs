import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { npm } from './npm.mjs';
import { oneAtATime } from './one-at-a-time.mjs';
import { linkPostgres } from './postgres-links.mjs';
import { runQuietly } from './run-quietly.mjs';
import { StepFailed } from './step-failed.mjs';

/**
 * Installs what the lock names, unless node_modules was made for exactly these dependencies and this lock. Neither of
 * them is ever written. Resolves true when it did.
 */
export async function ensureDependencies(root, say) {
  if (areInstalled(root)) return false;
  return oneAtATime(lockFile(root), async (alsoHeldBy) => {
    if (areInstalled(root)) return false;
    say('Installing dependencies (once; needs the npm registry) …');
    await install(root, say, alsoHeldBy);
    return true;
  });
}

// What a registry has of packages for other platforms changes; a lock made yesterday may then be refused today.
async function install(root, say, onStart) {
  rmSync(stampFile(root), { force: true });
  const clean = await runNpm(root, onStart, 'ci');
  if (clean.code !== 0) {
    say(`npm ci failed (${whyOf(clean.output)}); installing what package.json asks for, without the lock …`);
    const { code, output } = await runNpm(root, onStart, 'install', '--no-package-lock');
    if (code !== 0) {
      throw new StepFailed(
        'npm install failed: check the network, the npm registry and free disk space, then try again.',
        output,
      );
    }
  }
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  linkPostgres(root);
  writeFileSync(stampFile(root), wanted(root));
}

function runNpm(root, onStart, ...command) {
  const { file, args } = npm();
  return runQuietly(file, [...args, ...command, '--no-audit', '--no-fund'], { cwd: root, onStart });
}

/** Of all that npm printed the line that says most: which package is not as the lock has it, else its first error. */
function whyOf(output) {
  const lines = output.split('\n').map((line) => line.replace(/^npm (error|ERR!) ?/, '').trim());
  const named = lines.find((line) => /^(Missing|Invalid): /.test(line));
  return named ?? lines.find((line) => line !== '' && !line.startsWith('code ')) ?? 'it said nothing';
}

// npm ci empties node_modules, so what guards it stands elsewhere.
function lockFile(root) {
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16);
  return join(tmpdir(), `lienthong-install-${name}.lock`);
}

function areInstalled(root) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === wanted(root);
}

function stampFile(root) {
  return join(root, 'node_modules', '.lienthong-stamp');
}

// Of package.json only what npm installs by: a changed script leaves node_modules to whoever runs on it.
function wanted(root) {
  const { dependencies, devDependencies, optionalDependencies, overrides } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const asked = JSON.stringify([dependencies, devDependencies, optionalDependencies, overrides]);
  const lock = join(root, 'package-lock.json');
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}\0${asked}\0`);
  return hash.update(existsSync(lock) ? readFileSync(lock) : '').digest('hex');
}
