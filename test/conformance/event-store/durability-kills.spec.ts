import { killRounds } from './kill-rounds';

const kills = 4;
const seed = 20_261_122;

it('rules 1 to 3, 7 and 15: what is acknowledged survives `kill -9` whole, in order, once, and is told once', async () => {
  const figures = await killRounds(seed, kills);
  expect(figures).toMatchObject({ seed, kills });
  expect(figures.appends).toBeGreaterThan(kills);
  expect(figures.told).toBeGreaterThan(figures.events);
});
