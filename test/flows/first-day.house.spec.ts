import { chmod, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { House } from './house';
import { isReady, OwnFolder, ready } from './own-folder';
import { openToOthers, secretsOf, shownBy } from './secrets-of-a-house';

jest.setTimeout(180_000);

const own = new OwnFolder();

/** The table of what the store holds, as it was printed. */
const numbers = (house: House): string[] =>
  house.output.split('\n').filter((line) => /^ {2}[A-Z][a-z-]+ +\d+( |$)/.test(line));

const cache = join(
  process.env['XDG_CACHE_HOME'] ?? join(process.env['HOME'] ?? '', '.cache'),
  'lienthong',
  'run',
);

it('plays a first day, can be found by its port, leaves nothing within 10 s of Ctrl-C, and finds all again', async () => {
  const house = own.start();
  const [, address = '', port = ''] = await house.printed(ready);
  expect(await isReady(address)).toBe(true);
  // Loaded when somebody asks for them, which a program that is built does otherwise than one in a test.
  for (const page of ['/openapi.json', '/docs', '/asyncapi.json', '/schemas'])
    expect(`${page} ${(await fetch(address + page)).status}`).toBe(`${page} 200`);
  expect(numbers(house).map((line) => line.trim().split(/\s+/).slice(0, 2).join(' '))).toEqual(
    expect.arrayContaining(['Agencies 12', 'Documents 20', 'Dossiers 10']),
  );

  const runFile = join(cache, `${port}.json`);
  expect((await stat(runFile)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(runFile, 'utf8'))).toMatchObject({
    address,
    pid: house.pid,
    dataFolder: own.data,
  });

  // What a start makes for itself stays its own, also where somebody opened the data folder.
  const secrets = await secretsOf(own.data, runFile);
  for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThan(20);
  expect(await shownBy(house, own.data, secrets)).toEqual([]);
  expect(house.output).not.toMatch(/eyJ[\w-]+\.[\w-]+\./);
  expect(house.output).toContain(`npm run token -- OFFICER`);
  expect(house.output).toContain(runFile);
  await chmod(own.data, 0o755);
  expect((await openToOthers(own.data)).filter((name) => name.includes('/'))).toEqual([]);

  const begun = performance.now();
  house.signal('SIGINT');
  // npm passes the terminal's Ctrl-C on, so that it arrives twice.
  house.signal('SIGINT');
  expect(await house.end()).toBe(0);
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(await house.processes()).toEqual([]);
  expect(house.complaint).toBe('');
  expect(await readdir(cache)).not.toContain(`${port}.json`);

  const again = own.start();
  const [, addressAgain = ''] = await again.printed(ready);
  expect(await isReady(addressAgain)).toBe(true);
  await again.printed(/Ctrl-C/);
  expect(again.output).not.toContain('Playing');
  expect(numbers(again)).toEqual(numbers(house));
  again.signal('SIGTERM');
  expect(await again.end()).toBe(0);
  expect(await again.processes()).toEqual([]);
});
