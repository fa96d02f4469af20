import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Version in the `package.json` above this file, wherever the build put it. */
export const version = versionAbove(__dirname);

function versionAbove(folder: string): string {
  const manifest = join(folder, 'package.json');
  if (existsSync(manifest))
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { version: string }).version;
  const parent = dirname(folder);
  return parent === folder ? 'unknown' : versionAbove(parent);
}
