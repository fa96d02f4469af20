import { rule } from './contract';
import { killRounds } from './kill-rounds';

const kills = 4;
const acknowledgedMax = 80;
const timeoutMs = 90_000;
const seed = 20_261_122;

it(
  rule('5.2.1', 'what is acknowledged survives `kill -9` whole, in order, once, and is told once'),
  async () => {
    const figures = await killRounds(seed, kills, acknowledgedMax);
    expect(figures).toMatchObject({ seed, kills });
    expect(figures.appends).toBeGreaterThan(kills);
    expect(figures.told).toBeGreaterThan(figures.events);
    expect(figures.endings).toBeGreaterThan(0);
  },
  timeoutMs,
);
