import { once } from 'node:events';
import { inspectFolder } from './inspect-folder';

/**
 * `npm run inspect -- FOLDER`: what would become of each file of a folder, and of those below it, as an upload: one
 * line of JSON each. Nothing is changed and nothing is sent; a file that cannot be read is told so, and the next one
 * follows. Ends with 2 when no folder is named.
 */
async function run([folder, ...more]: readonly string[]): Promise<void> {
  if (folder === undefined || more.length > 0) {
    process.stderr.write('usage: npm run inspect -- FOLDER\n');
    process.exitCode = 2;
    return;
  }
  for await (const inspected of inspectFolder(folder)) {
    if (!process.stdout.write(`${JSON.stringify(inspected)}\n`)) await once(process.stdout, 'drain');
  }
}

// Whoever reads has had enough, as `head` has.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));
void run(process.argv.slice(2));
