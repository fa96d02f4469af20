import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { House } from './house';
import { isReady, OwnFolder, ready } from './own-folder';

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
