import { killRounds } from '../conformance/event-store/kill-rounds';

const killsPerSeed = 20;
const acknowledgedMax = 400;
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];

it.each(seeds)('seed %d: 20 kills under load lose, double and reorder nothing', async (seed) => {
  const figures = await killRounds(seed, killsPerSeed, acknowledgedMax);
  process.stdout.write(`node-kills ${JSON.stringify(figures)}\n`);
  expect(figures.kills).toBe(killsPerSeed);
});
