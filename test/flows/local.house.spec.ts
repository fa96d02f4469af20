import { readdir } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { services } from '@contracts';
import { freePort } from './free-port';
import { isReady, OwnFolder, ready } from './own-folder';

jest.setTimeout(180_000);

const own = new OwnFolder();

async function untilReady(address: string): Promise<void> {
  while (!(await isReady(address))) await pause(50);
}

async function untilNotReady(address: string): Promise<void> {
  while (await isReady(address)) await pause(20);
}

it('leaves no process when the supervisor is killed, and the next start waits for the rest and takes over', async () => {
  const house = own.start('--services', '--empty');
  await house.printed(ready);
  expect((await house.processes()).length).toBeGreaterThanOrEqual(10);
  house.signal('SIGKILL');
  const scraped = await freePort();
  const next = own.startWith({ LIENTHONG_METRICS_PORT: String(scraped) }, '--services', '--empty');
  expect(await house.nothingLeft()).toBeLessThan(10_000);
  const [, address = ''] = await next.printed(ready);
  expect(await isReady(address)).toBe(true);
  const numbers = await (await fetch(`http://127.0.0.1:${scraped}/metrics`)).text();
  const processes = [...numbers.matchAll(/^process_resident_memory_bytes\{process="([a-z-]+)"\}/gm)];
  expect(processes.map(([, name]) => name).sort()).toEqual([...services, 'gateway'].sort());
  next.signal('SIGINT');
  expect(await next.end()).toBe(0);
  expect(await next.processes()).toEqual([]);
});

it('brings back a service, the bus, the store and the rows after each was killed', async () => {
  const house = own.start('--services', '--empty');
  const [, address = ''] = await house.printed(ready);
  for (const [name, pattern] of [
    ['exchange', /apps\/exchange\/src\/main\.js/],
    ['nats-server', /nats-server -c /],
    ['event-store', /apps\/event-store\/src\/main\.js/],
    ['postgres', /^(?!\/bin\/sh).*\bpostgres -D /],
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
  ['the database is made', /\binitdb /],
  ['the services start', /all\.main\.js/],
])('stops in order when Ctrl-C comes while %s', async (_, pattern) => {
  const house = own.start('--empty');
  await house.printed(/Starting/);
  while ((await house.processesOf(pattern)).length === 0) await pause(5);
  house.signal('SIGINT');
  expect(await house.end()).toBe(0);
  expect(await house.processes()).toEqual([]);
  expect(house.complaint).toBe('');
  expect(await readdir(own.data)).not.toContain('lock');
});
