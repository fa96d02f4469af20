import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { failpoints } from './failpoints';
import { type FaultHouse, type Part } from './fault-house';
import { underLoad } from './under-load';

const reachLimitMs = 60_000;

/** Puts a plan in place, and resolves whether the service came to its point and died there, once it is back. */
async function diesAt(house: FaultHouse, service: Part, point: string, hit: number): Promise<boolean> {
  const plan = `${service}-${point}-${hit}`;
  const fired = join(plans(house), `${plan}.fired`);
  const next = join(plans(house), 'next.json');
  await writeFile(next, JSON.stringify({ id: plan, service, point, hit }));
  await rename(next, join(plans(house), 'plan.json'));
  for (const deadline = performance.now() + reachLimitMs; !existsSync(fired); await pause(20)) {
    if (performance.now() > deadline) return false;
  }
  let pid = '';
  while (pid === '') pid = await readFile(fired, 'utf8');
  await house.isBack(service, Number(pid));
  return true;
}

const plans = (house: FaultHouse): string => house.file('failpoints');

it.each([1, 2])('every service may die at every point when it comes there, time number %i', async (hit) => {
  const env = (folder: string) => ({
    FAILPOINTS_DIR: join(folder, 'failpoints'),
    NODE_OPTIONS: `--require ${join(__dirname, 'failpoint.cjs')}`,
  });
  await underLoad({ dist: process.env['FAULT_DIST_ARMED'], env }, async ({ house }) => {
    await mkdir(plans(house), { recursive: true });
    const missed: string[] = [];
    for (const { name, services } of failpoints) {
      for (const service of services) {
        if (!(await diesAt(house, service, name, hit))) missed.push(`${service} never came to ${name}`);
      }
    }
    expect(missed).toEqual([]);
  });
});
