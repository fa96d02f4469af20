import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Chance } from '../conformance/event-store/chance';
import { counted, type Flip, readFlipped, writeStore } from '../conformance/event-store/flipped-store';
import { newFolder } from '../conformance/event-store/node-under-test';

const flipsAnywhere = 1_500;
const metaBytes = 168;
const timeoutMs = 900_000;
const bits = [0, 1, 2, 3, 4, 5, 6, 7];

const [folder, work] = [newFolder(), newFolder()];
beforeAll(() => writeStore(folder, new Chance(1)));
afterAll(() => [folder, work].forEach((made) => rmSync(made, { recursive: true, force: true })));

it.each([
  ['anywhere', () => anywhere(new Chance(3))],
  ['of the two first pages, every one', everyMetaBit],
])(
  'nothing false is shown for a flipped bit %s',
  (where, flips) => {
    const shown = readFlipped(folder, work, flips());
    process.stdout.write(`node-damage ${where}: ${JSON.stringify(counted(shown))}\n`);
    expect(shown.filter(({ outcome }) => outcome === 'false')).toEqual([]);
  },
  timeoutMs,
);

function anywhere(chance: Chance): Flip[] {
  const { size } = statSync(join(folder, 'data.mdb'));
  return Array.from({ length: flipsAnywhere }, () => ({ offset: chance.below(size), bit: chance.below(8) }));
}

function everyMetaBit(): Flip[] {
  const offsets = Array.from({ length: metaBytes }, (_, offset) => [offset, 4_096 + offset]).flat();
  return offsets.flatMap((offset) => bits.map((bit) => ({ offset, bit })));
}
