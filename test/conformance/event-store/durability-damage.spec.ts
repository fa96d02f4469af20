import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from './chance';
import { counted, type Flip, readFlipped, type Shown, writeStore } from './flipped-store';
import { newFolder } from './node-under-test';

const flipsPerPart = 80;
const metaPages = [0, 4_096] as const;
const metaBytes = 160;

const [folder, work] = [newFolder(), newFolder()];
beforeAll(() => writeStore(folder, new Chance(1)));
afterAll(() => [folder, work].forEach((made) => rmSync(made, { recursive: true, force: true })));

const flipsOf = (draw: (chance: Chance) => number): Flip[] => {
  const chance = new Chance(2);
  return Array.from({ length: flipsPerPart }, () => ({ offset: draw(chance), bit: chance.below(8) }));
};

const named = ({ outcome, message }: Shown): boolean =>
  outcome !== 'DamagedRecord' ||
  /stream .+, revision (\d+|unknown), position (\d+|unknown)/.test(message ?? '');

describe('one flipped bit anywhere in the file', () => {
  it('of the events and their index is named by its place, or touches nothing; nothing false is shown', () => {
    const { size } = statSync(join(folder, 'data.mdb'));
    const shown = readFlipped(
      folder,
      work,
      flipsOf((chance) => chance.below(size)),
    );
    expect(shown.filter(({ outcome }) => outcome === 'false')).toEqual([]);
    expect(shown.filter((one) => !named(one))).toEqual([]);
    expect(counted(shown)['DamagedRecord']).toBeGreaterThan(flipsPerPart / 4);
    // lmdb trusts its own pages: a wrong length in one may end the process, which shows nothing at all.
    expect(counted(shown)['died'] ?? 0).toBeLessThan(flipsPerPart / 20);
  });

  it('of the first pages is refused at the start, or touches nothing', () => {
    const flips = flipsOf((chance) => (metaPages[chance.below(2)] as number) + chance.below(metaBytes));
    const shown = readFlipped(folder, work, flips);
    expect(shown.filter(({ outcome }) => outcome === 'false')).toEqual([]);
    expect(counted(shown)['StoreUnusable']).toBeGreaterThan(0);
  });
});
