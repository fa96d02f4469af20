import { type AgencyLevel, agencyLevels, isAbove, levelOf } from './agency-level';
import type { Tier } from './vocabulary';

it.each<[code: string, tier: Tier, level: AgencyLevel | undefined]>([
  ['H26.4', 'commune', 'commune'],
  ['000.00.15.H51', 'district', 'district'],
  ['H26', 'province', 'province'],
  ['G09.20', 'province', 'central'],
  ['000.00.00.G22', 'province', 'central'],
  ['A12', 'province', undefined],
  ['000.00.00.K01', 'province', undefined],
])('%s of the tier %s stands at the level %s', (code, tier, level) =>
  expect(levelOf(code, tier)).toBe(level),
);

it('each level is above those after it, and above no other', () => {
  for (const [place, level] of agencyLevels.entries())
    expect(agencyLevels.filter((other) => isAbove(level, other))).toEqual(agencyLevels.slice(place + 1));
});
