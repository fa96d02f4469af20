import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderLock } from './folder-lock';

let folder: string;
const path = () => join(folder, 'node.lock');

beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'folder-lock-'))));
afterEach(() => rmSync(folder, { recursive: true }));

it('holds a folder until it is released, and leaves nothing behind', () => {
  const lock = FolderLock.take(folder);
  expect(JSON.parse(readFileSync(path(), 'utf8'))).toMatchObject({ pid: process.pid });
  expect(() => FolderLock.take(folder)).toThrow(`is in use by process ${process.pid}: stop that process`);
  lock.release();
  FolderLock.take(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

it('creates the folder when it is missing', () => {
  const deep = join(folder, 'a', 'b');
  FolderLock.take(deep).release();
  expect(existsSync(deep)).toBe(true);
});

it('takes over the lock of a dead process', () => {
  const { pid } = spawnSync('true');
  writeFileSync(path(), JSON.stringify({ pid, startedAt: '1' }));
  FolderLock.take(folder).release();
  expect(readdirSync(folder)).toEqual([]);
});

it('takes over the lock of a killed process that its parent has not looked after yet', async () => {
  const script = 'sleep 0.3 & echo $!; exec sleep 60';
  const parent = spawn('/bin/sh', ['-c', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  const state = () => /\) (\w)/.exec(readFileSync(`/proc/${pid}/stat`, 'latin1'))?.[1];
  while (state() !== 'Z') await new Promise((resolve) => setImmediate(resolve));
  writeFileSync(path(), JSON.stringify({ pid }));
  FolderLock.take(folder).release();
  parent.kill('SIGKILL');
  await once(parent, 'close');
});

it('takes over a lock whose pid now belongs to another process', () => {
  writeFileSync(path(), JSON.stringify({ pid: process.pid, startedAt: 'long ago' }));
  FolderLock.take(folder).release();
});

it('does not judge a process of another host, and names the file to delete', () => {
  writeFileSync(path(), JSON.stringify({ pid: 1, host: 'elsewhere', startedAt: '1' }));
  expect(() => FolderLock.take(folder)).toThrow(
    `process 1 of host elsewhere: stop it there, or delete ${path()}`,
  );
});

it('takes over a lock that was never finished', () => {
  writeFileSync(path(), '{"pid":');
  FolderLock.take(folder).release();
});

it('says what to do about a folder it cannot write', () => {
  writeFileSync(join(folder, 'file'), '');
  expect(() => FolderLock.take(join(folder, 'file', 'data'))).toThrow(/cannot be written .*choose another/);
});
