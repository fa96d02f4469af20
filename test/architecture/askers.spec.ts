import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askersOf, operations, type Signer, signers, subjects } from '@contracts';
import { filesBelow, root } from './tree';

type Name = keyof typeof subjects;

const folderOf = (signer: Signer): string => `apps/${signer === 'tools' ? 'local' : signer}/src`;

/** Names of subjects in the sources of who signs so. */
const namedBy = (signer: Signer): ReadonlySet<string> => {
  const sources = filesBelow(folderOf(signer)).filter((path) => /(?<!\.spec)\.ts$/.test(path));
  const texts = sources.map((path) => readFileSync(join(root, path), 'utf8'));
  return new Set([...texts.join('\n').matchAll(/\bsubjects\.(\w+)/g)].map(([, name = '']) => name));
};

/** Asked by every process that follows the store, see `History`. */
const ofEveryService: ReadonlySet<string> = new Set<Name>(['renewHistory']);
/** Named by the service that is asked, which the operator chooses. */
const isParking = (name: string): boolean => /^(parkedIn|replayParkedIn|skipParkedIn)/.test(name);

it.each(signers)('%s may ask what it asks, and nothing else', (signer) => {
  const named = namedBy(signer);
  // A service names its own subjects to answer on them.
  const isAsked = (name: Name): boolean =>
    (ofEveryService.has(name) && signer !== 'gateway') ||
    (named.has(name) && !subjects[name].startsWith(`${signer}.`));
  // Of the operations the gateway sends on every one, and names few.
  const names = (Object.keys(subjects) as Name[]).filter(
    (name) => !isParking(name) && !(signer === 'gateway' && name in operations),
  );
  const may = names.filter((name) => askersOf(subjects[name]).includes(signer));
  expect(may.sort()).toEqual(names.filter(isAsked).sort());
});

it('the gateway may ask every operation that it sends on', () => {
  const forwarded = (Object.keys(subjects) as Name[]).filter((name) => name in operations);
  expect(forwarded.filter((name) => !askersOf(subjects[name]).includes('gateway'))).toEqual([]);
});
