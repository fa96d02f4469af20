import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join, relative } from 'node:path';
import { oneAtATime } from './one-at-a-time.mjs';
import { runQuietly } from './run-quietly.mjs';
import { StepFailed } from './step-failed.mjs';

const sourceFolders = ['apps', 'libs'];
const settingFiles = ['.swcrc', 'nest-cli.json', 'package-lock.json'];
const notBuilt = /\.spec\.ts$|\.md$/;

/** Builds `dist/` with `nest build` when it was not built from exactly these sources. Resolves true when it did. */
export async function ensureBuild(root, say) {
  if (isFresh(root)) return false;
  const work = join(root, 'node_modules', '.cache', 'lienthong');
  return oneAtATime(join(work, 'build.lock'), async () => {
    if (isFresh(root)) return false;
    say('Building …');
    const started = Date.now();
    await build(root, join(work, `build-${process.pid}`));
    say(`Built in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
    return true;
  });
}

// The compiler writes beside dist/, which is then exchanged by renames: a start running from dist/ never meets half a
// build.
async function build(root, folder) {
  const stamp = sourcesOf(root);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  try {
    const settings = JSON.parse(readFileSync(join(root, 'nest-cli.json'), 'utf8'));
    settings.compilerOptions.deleteOutDir = false;
    settings.compilerOptions.builder.options.outDir = relative(root, join(folder, 'dist'));
    const config = join(folder, 'nest-cli.json');
    writeFileSync(config, JSON.stringify(settings));
    const nest = join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
    const args = [nest, 'build', '--config', relative(root, config)];
    const { code, output } = await runQuietly(process.execPath, args, { cwd: root });
    const complaint = /^(.*(error|×).*)$/im.exec(output);
    if (code !== 0 || !existsSync(join(folder, 'dist', 'apps', 'local', 'src', 'main.js'))) {
      throw new StepFailed(`nest build failed${complaint ? `: ${complaint[1].trim()}` : ''}`, output);
    }
    writeFileSync(join(folder, 'dist', '.stamp'), stamp);
    exchange(root, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function exchange(root, folder) {
  const dist = join(root, 'dist');
  if (existsSync(dist)) move(dist, join(folder, 'before'));
  move(join(folder, 'dist'), dist);
}

function move(from, to) {
  try {
    renameSync(from, to);
  } catch (error) {
    // A node_modules on its own volume is another file system, where a rename is refused.
    if (error.code !== 'EXDEV') throw error;
    cpSync(from, to, { recursive: true });
    rmSync(from, { recursive: true, force: true });
  }
}

function isFresh(root) {
  const stamp = join(root, 'dist', '.stamp');
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === sourcesOf(root);
}

function sourcesOf(root) {
  const hash = createHash('sha256');
  const files = [...settingFiles, ...sourceFolders.flatMap((folder) => filesBelow(root, folder))];
  for (const file of files) {
    const path = join(root, file);
    hash.update(`\0${file}\0`).update(existsSync(path) ? readFileSync(path) : '');
  }
  return hash.digest('hex');
}

function filesBelow(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  const entries = readdirSync(join(root, folder), { withFileTypes: true });
  return entries
    .map((entry) => ({ path: `${folder}/${entry.name}`, isFolder: entry.isDirectory() }))
    .filter(({ path, isFolder }) => isFolder || !notBuilt.test(path))
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .flatMap(({ path, isFolder }) => (isFolder ? filesBelow(root, path) : [path]));
}
