import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as limits from './limits';

/** How the node works inside, where no client meets a limit. */
const inside = [
  ...['appendTimeoutMs', 'cachedHeadsMax', 'checkpointWindowDefault'],
  ...['drainTimeoutMs', 'recentIdsMax', 'aheadBytesMax'],
  ...['sparseFromBytes', 'sparseBytesPerEvent', 'sparseEventsMax'],
];

it('are told in docs as they are', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'limits.md'), 'utf8');
  const rows = [...page.matchAll(/^\|[^|]+\| ([\d,]+) +\| [a-z]+ +\| `(\w+)` +\|/gm)];
  const told = Object.fromEntries(rows.map(([, most, name]) => [name, Number(most?.replaceAll(',', ''))]));
  const met = Object.entries(limits).filter(([name]) => !inside.includes(name));
  expect(told).toEqual(Object.fromEntries(met));
});
