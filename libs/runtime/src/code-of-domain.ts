import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const isCode = /(?<!\.spec|\.d)\.[jt]s$/;

/**
 * SHA-256 of all code of the domain as it stands beside this file, compiled or not: of everything that a fold may do,
 * and of more. Read when a process starts, while what is loaded is what stands there.
 */
export function codeOfDomain(folder = join(__dirname, '..', '..', 'domain')): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isCode.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  const sum = createHash('sha256');
  for (const file of files)
    sum
      .update(`${relative(folder, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  return sum.digest('hex');
}
