import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { oneAtATime } from './one-at-a-time.mjs';
import { npm } from './npm.mjs';
import { runQuietly } from './run-quietly.mjs';
import { StepFailed } from './step-failed.mjs';

/**
 * Installs what package.json and the lock name, unless node_modules was made from exactly these two. Resolves true
 * when it did.
 */
export async function ensureDependencies(root, say) {
  if (areInstalled(root)) return false;
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  return oneAtATime(join(root, 'node_modules', '.lienthong-install.lock'), async () => {
    if (areInstalled(root)) return false;
    say('Installing dependencies (once; needs the npm registry) …');
    await install(root);
    return true;
  });
}

async function install(root) {
  const { file, args } = npm();
  rmSync(stampFile(root), { force: true });
  const { code, output } = await runQuietly(file, [...args, 'install', '--no-audit', '--no-fund'], {
    cwd: root,
  });
  if (code !== 0) {
    throw new StepFailed(
      'npm install failed: check the network, the npm registry and free disk space, then try again.',
      output,
    );
  }
  writeFileSync(stampFile(root), wanted(root));
}

function areInstalled(root) {
  return existsSync(stampFile(root)) && readFileSync(stampFile(root), 'utf8') === wanted(root);
}

function stampFile(root) {
  return join(root, 'node_modules', '.lienthong-stamp');
}

function wanted(root) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`);
  for (const file of ['package.json', 'package-lock.json']) {
    const path = join(root, file);
    hash.update(`\0${file}\0`).update(existsSync(path) ? readFileSync(path) : '');
  }
  return hash.digest('hex');
}
