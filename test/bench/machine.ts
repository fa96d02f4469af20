import { execFileSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';

export interface Memory {
  /** MB held in memory at all, and those that are the process's own (heap, buffers, stacks). */
  readonly rss: number;
  readonly anonymous: number;
}

export async function memoryOf(pid: number): Promise<Memory> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) =>
    Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1024;
  return { rss: megabytes('VmRSS'), anonymous: megabytes('RssAnon') };
}

/** MB of a process and its children; what several of them share is counted once. */
export async function memoryOfFamily(parent: number): Promise<number> {
  let kilobytes = 0;
  for (const name of (await readdir('/proc')).filter((entry) => /^\d+$/.test(entry))) {
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
    const isOfFamily = Number(name) === parent || status.includes(`\nPPid:\t${parent}\n`);
    if (!isOfFamily) continue;
    const shares = await readFile(`/proc/${name}/smaps_rollup`, 'utf8').catch(() => '');
    kilobytes += Number(/^Pss:\s+(\d+) kB/m.exec(shares)?.[1] ?? 0);
  }
  return kilobytes / 1024;
}

const ticksPerSecond = 100;

/** Milliseconds of processor time that all threads of a process have taken; the system counts in steps of 10 ms. */
export async function processorMsOf(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name of the program, in brackets, may hold spaces; user and system time are the 12th and 13th field after it.
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13);
  return ((Number(user) + Number(system)) * 1_000) / ticksPerSecond;
}

/** The same of a process and its children. */
export async function processorMsOfFamily(parent: number): Promise<number> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  const pids = [parent, ...children.split(' ').filter(Boolean).map(Number)];
  // One that has just ended took what it took; its parent has it.
  const taken = await Promise.all(pids.map((pid) => processorMsOf(pid).catch(() => 0)));
  return taken.reduce((sum, each) => sum + each, 0);
}

/** How often a process asked the system to read and to write since it began, of files and sockets. */
export async function callsOf(pid: number): Promise<{ readonly reads: number; readonly writes: number }> {
  const counted = await readFile(`/proc/${pid}/io`, 'utf8');
  const [reads, writes] = ['syscr', 'syscw'].map((name) =>
    Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(counted)?.[1]),
  );
  return { reads: reads ?? 0, writes: writes ?? 0 };
}

export const load = (): string =>
  loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');

/** What the figures were made with. */
export async function versions(root: string, natsVersion: string): Promise<string> {
  const packages = [
    '@eventstore/db-client',
    '@nestjs/core',
    'fastify',
    'pg',
    'lmdb',
    '@event-driven-io/emmett-postgresql',
  ];
  const named = await Promise.all(
    packages.map(async (name) => {
      const text = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8');
      return `${name} ${(JSON.parse(text) as { version: string }).version}`;
    }),
  );
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return [
    `commit ${commit}`,
    `Node ${process.version}`,
    `${cpus().length} cores, ${gigabytes} GB`,
    `nats-server ${natsVersion}`,
    ...named,
  ].join('; ');
}
