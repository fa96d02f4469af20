import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { closeDataFolder, openDataFolder } from './data-folder';
import { identify } from './process-identity';
import { StartRefused } from './start-refused';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-data-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const refusal = async (path: string): Promise<string> => {
  const error = await openDataFolder(path).then(
    () => undefined,
    (refused: unknown) => refused,
  );
  expect(error).toBeInstanceOf(StartRefused);
  expect((error as Error).message).not.toContain('\n');
  return (error as Error).message;
};

it('lays out a new folder, keeps what is private private, and opens it again', async () => {
  const path = join(folder, 'a', 'b');
  const first = await openDataFolder(path);
  expect(await readFile(join(path, 'format'), 'utf8')).toBe('lienthong-data 1\n');
  expect((await stat(first.identity)).mode & 0o777).toBe(0o700);
  await closeDataFolder(first);
  expect(await readdir(path)).not.toContain('lock');
  await closeDataFolder(await openDataFolder(path));
});

it('names the process that uses the folder', async () => {
  const first = await openDataFolder(folder);
  expect(await refusal(folder)).toContain(`process ${process.pid}`);
  await closeDataFolder(first);
});

it('takes the folder over from a supervisor that died, once what it had started is gone', async () => {
  const dead = { pid: process.pid, startedTicks: '1' };
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'], {
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  await once(child, 'spawn');
  const children = [identify(child.pid ?? 0)];
  await writeFile(join(folder, 'lock'), JSON.stringify({ supervisor: dead, children }));
  const ended: string[] = [];
  child.once('exit', () => ended.push('child'));
  const opening = openDataFolder(folder).then((opened) => {
    ended.push('opened');
    return opened;
  });
  child.stdin?.end();
  await closeDataFolder(await opening);
  expect(ended).toEqual(['child', 'opened']);
});

it('lets only one of many take a dead lock', async () => {
  const dead = { pid: process.pid, startedTicks: '1' };
  await writeFile(join(folder, 'lock'), JSON.stringify({ supervisor: dead, children: [] }));
  const results = await Promise.allSettled(Array.from({ length: 8 }, () => openDataFolder(folder)));
  const opened = results.filter((result) => result.status === 'fulfilled');
  expect(opened).toHaveLength(1);
});

it('refuses data of another format, a folder of something else, and what is no folder', async () => {
  await writeFile(join(folder, 'format'), 'lienthong-data 9\n');
  expect(await refusal(folder)).toMatch(/another format \("lienthong-data 9"/);
  await rm(join(folder, 'format'));
  await writeFile(join(folder, 'letter.odt'), '');
  expect(await refusal(folder)).toMatch(/not empty and no data folder/);
  expect(await refusal(join(folder, 'letter.odt'))).toMatch(/cannot be written \(it is a file\)/);
  expect(await refusal(join(folder, 'letter.odt', 'data'))).toMatch(
    /cannot be written \(part of the path is a file\)/,
  );
  expect(await readdir(folder)).toEqual(['letter.odt']);
});
