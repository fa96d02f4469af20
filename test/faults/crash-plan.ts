import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FaultHouse, FaultHouseOptions, Part } from './fault-house';

const reachLimitMs = 60_000;

/** A house whose failpoints are calls, which do nothing until a plan names them. */
export const armedHouse = (env: NodeJS.ProcessEnv = {}): FaultHouseOptions => ({
  dist: process.env['FAULT_DIST_ARMED'],
  env: (folder) => ({
    ...env,
    FAILPOINTS_DIR: join(folder, 'failpoints'),
    NODE_OPTIONS: `--require ${join(__dirname, 'failpoint.cjs')}`,
  }),
});

export interface Plan {
  readonly service: Part;
  readonly point: string;
  /** The how manieth time the service comes there, counted from 1. */
  readonly hit: number;
}

/** Puts a plan in place, and resolves whether the service came to its point and died there, once it is back. */
export async function diesAt(house: FaultHouse, plan: Plan): Promise<boolean> {
  const death = await planned(house, plan);
  return death();
}

/** Puts a plan in place; what it answers waits for the death and the return. */
export async function planned(
  house: FaultHouse,
  { service, point, hit }: Plan,
): Promise<() => Promise<boolean>> {
  const id = `${service}-${point}-${hit}`;
  const fired = join(plans(house), `${id}.fired`);
  const next = join(plans(house), 'next.json');
  await mkdir(plans(house), { recursive: true });
  await writeFile(next, JSON.stringify({ id, service, point, hit }));
  await rename(next, join(plans(house), 'plan.json'));
  return () => isBackFrom(house, service, fired);
}

async function isBackFrom(house: FaultHouse, service: Part, fired: string): Promise<boolean> {
  for (const deadline = performance.now() + reachLimitMs; !existsSync(fired); await pause(20)) {
    if (performance.now() > deadline) return false;
  }
  let pid = '';
  while (pid === '') pid = await readFile(fired, 'utf8');
  await house.isBack(service, Number(pid));
  return true;
}

const plans = (house: FaultHouse): string => house.file('failpoints');
