import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];

/**
 * Where the lock was not made from this package.json: one sentence for each package they name differently. What the
 * lock says of packages for other platforms is no part of it: that is as the registry was on that day.
 */
export function disagreements(root) {
  const asked = readJson(root, 'package.json');
  const lock = readJson(root, 'package-lock.json');
  const locked = lock.packages[''];
  return kinds.flatMap((kind) => {
    const names = new Set([...Object.keys(asked[kind] ?? {}), ...Object.keys(locked[kind] ?? {})]);
    return [...names].sort().flatMap((name) => {
      const [want, have] = [asked[kind]?.[name], locked[kind]?.[name]];
      if (want !== have)
        return [`${name}: package.json asks for ${want ?? 'nothing'}, the lock for ${have ?? 'nothing'}`];
      const isThere = lock.packages[`node_modules/${name}`] !== undefined;
      return isThere ? [] : [`${name}: the lock names it and does not say which version`];
    });
  });
}

const readJson = (root, name) => JSON.parse(readFileSync(join(root, name), 'utf8'));
