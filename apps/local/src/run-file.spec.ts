import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeRunFile, writeRunFile } from './run-file';

it('is there while the house runs, for its owner only', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'lienthong-cache-'));
  const content = {
    address: 'http://127.0.0.1:8080',
    pid: process.pid,
    dataFolder: '/srv',
    operatorToken: 't',
    natsUrl: 'nats://n',
    busKeysFile: '/srv/identity/bus-keys',
  };
  const file = await writeRunFile(cache, 8080, content);
  expect(file).toBe(join(cache, 'run', '8080.json'));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(content);
  await removeRunFile(file);
  expect(await readdir(join(cache, 'run'))).toEqual([]);
  await rm(cache, { recursive: true });
});

it('clears away what a killed supervisor left, and nothing of a living one', async () => {
  const cache = await mkdtemp(join(tmpdir(), 'lienthong-cache-'));
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const busKeysFile = '/srv/identity/bus-keys';
  const content = { address: 'http://127.0.0.1:1', dataFolder: '/srv', natsUrl: 'nats://n', busKeysFile };
  await writeRunFile(cache, 1, { ...content, pid: dead });
  await writeRunFile(cache, 2, { ...content, pid: process.pid });
  await writeRunFile(cache, 3, { ...content, pid: process.pid });
  expect((await readdir(join(cache, 'run'))).sort()).toEqual(['2.json', '3.json']);
  await rm(cache, { recursive: true });
});
