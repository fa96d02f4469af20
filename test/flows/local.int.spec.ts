import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { services } from '@contracts';
import { dataFolderWithDatabase } from './empty-database';
import { House } from './house';

jest.setTimeout(180_000);

let folder: string;
const houses: House[] = [];
const ready = /Ready: (http:\/\/127\.0\.0\.1:(\d+))/;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-local-'));
});
afterEach(async () => {
  for (const house of houses.splice(0)) await house.clear();
  await rm(folder, { recursive: true, force: true });
});

function start(...more: string[]): House {
  const house = new House({
    args: ['--data', join(folder, 'data'), '--port', '0', ...more],
  });
  houses.push(house);
  return house;
}

/** The table of what the store holds, as it was printed. */
const numbers = (house: House): string[] =>
  house.output.split('\n').filter((line) => /^ {2}[A-Z][a-z-]+ +\d+( |$)/.test(line));

async function isReady(address: string): Promise<boolean> {
  const answer = await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(5_000) }).catch(
    () => undefined,
  );
  return answer?.status === 200;
}

async function untilReady(address: string): Promise<void> {
  while (!(await isReady(address))) await pause(50);
}

async function untilNotReady(address: string): Promise<void> {
  while (await isReady(address)) await pause(20);
}

const cache = join(
  process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache'),
  'lienthong',
  'run',
);

it('plays a first day, can be found by its port, leaves nothing within 10 s of Ctrl-C, and finds all again', async () => {
  const house = start();
  const [, address = '', port = ''] = await house.printed(ready);
  expect(await isReady(address)).toBe(true);
  expect(numbers(house).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual(
    expect.arrayContaining(['Agencies 12', 'Documents 20', 'Dossiers 10']),
  );

  const runFile = join(cache, `${port}.json`);
  expect((await stat(runFile)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(runFile, 'utf8'))).toMatchObject({
    address,
    pid: house.pid,
    dataFolder: join(folder, 'data'),
  });

  const begun = performance.now();
  house.signal('SIGINT');
  // npm passes the terminal's Ctrl-C on, so that it arrives twice.
  house.signal('SIGINT');
  expect(await house.end()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(await house.processes()).toEqual([]);
  expect(house.complaint).toBe('');
  expect(await readdir(cache)).not.toContain(`${port}.json`);

  const again = start();
  const [, addressAgain = ''] = await again.printed(ready);
  expect(await isReady(addressAgain)).toBe(true);
  await again.printed(/Ctrl-C/);
  expect(again.output).not.toContain('Playing');
  expect(numbers(again)).toEqual(numbers(house));
  again.signal('SIGTERM');
  expect(await again.end()).toBe(0);
  expect(await again.processes()).toEqual([]);
});

it('leaves no process when the supervisor is killed, and the next start waits for the rest and takes over', async () => {
  await dataFolderWithDatabase(join(folder, 'data'));
  const house = start('--services', '--empty');
  await house.printed(ready);
  expect((await house.processes()).length).toBeGreaterThanOrEqual(10);
  house.signal('SIGKILL');
  const next = start('--services', '--empty');
  expect(await house.nothingLeft()).toBeLessThan(10_000);
  const [, address = ''] = await next.printed(ready);
  expect(await isReady(address)).toBe(true);
  const numbers = await (await fetch(`${address}/metrics`)).text();
  const processes = [...numbers.matchAll(/^process_resident_memory_bytes\{process="([a-z-]+)"\}/gm)];
  expect(processes.map(([, name]) => name).sort()).toEqual([...services, 'gateway'].sort());
  next.signal('SIGINT');
  expect(await next.end()).toBe(0);
  expect(await next.processes()).toEqual([]);
});

it('brings back a service, the bus and the store after each was killed', async () => {
  await dataFolderWithDatabase(join(folder, 'data'));
  const house = start('--services', '--empty');
  const [, address = ''] = await house.printed(ready);
  for (const [name, pattern] of [
    ['exchange', /apps\/exchange\/src\/main\.js/],
    ['nats-server', /nats-server -c /],
    ['event-store', /apps\/event-store\/src\/main\.js/],
  ] as const) {
    const pids = (await house.processesOf(pattern)).filter((pid) => pid !== house.pid);
    expect([name, pids.length > 0]).toEqual([name, true]);
    const down = untilNotReady(address);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await house.printed(new RegExp(`${name}: ended unexpectedly`));
    await down;
    await untilReady(address);
  }
  house.signal('SIGINT');
  expect(await house.end()).toBe(0);
  expect(await house.processes()).toEqual([]);
});

it.each([
  ['nothing is up', /start\.mjs/],
  ['the store starts', /apps\/event-store\/src\/main\.js/],
  ['the bus starts', /nats-server -c /],
  ['the services start', /all\.main\.js/],
])('stops in order when Ctrl-C comes while %s', async (_, pattern) => {
  const house = start('--empty');
  await house.printed(/Starting/);
  while ((await house.processesOf(pattern)).length === 0) await pause(5);
  house.signal('SIGINT');
  expect(await house.end()).toBe(0);
  expect(await house.processes()).toEqual([]);
  expect(house.complaint).toBe('');
  expect(await readdir(join(folder, 'data'))).not.toContain('lock');
});
