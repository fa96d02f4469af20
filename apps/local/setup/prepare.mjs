import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ensureBuild } from './build.mjs';
import { ensureDependencies } from './dependencies.mjs';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Sets up and builds what is missing or stale. Resolves the address of the supervisor's module, or undefined after a
 * failure.
 */
export async function prepare() {
  try {
    await ensureDependencies(root, say);
    await ensureBuild(root, say);
    return pathToFileURL(join(root, 'dist', 'apps', 'local', 'src', 'main.js')).href;
  } catch (error) {
    if (error.output) console.error(error.output.trimEnd());
    console.error(error.message);
    process.exitCode = 1;
    return undefined;
  }
}

function say(line) {
  console.log(line);
}
