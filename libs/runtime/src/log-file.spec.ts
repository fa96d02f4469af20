import { mkdir, mkdtemp, readFile, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pino from 'pino';
import { logTo } from './log';
import { LogFile } from './log-file';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-log-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const linesIn = async (name: string) =>
  (await readFile(join(folder, name), 'utf8').catch(() => '')).split('\n').filter(Boolean);

/** Writes lines until one of them, or what was lost, stands in the file. */
async function until(log: LogFile, holds: (lines: readonly string[]) => boolean): Promise<string[]> {
  for (;;) {
    log.write('{"msg":"again"}\n');
    await pause(10);
    const lines = await linesIn('a.1.log');
    if (holds(lines)) return lines;
  }
}

it('lives on a full disk and tells what it lost there', async () => {
  await symlink('/dev/full', join(folder, 'a.1.log'));
  const log = await LogFile.open({ file: join(folder, 'a'), service: 'all', reopenAfterMs: 20 });
  const line = `{"msg":"${'x'.repeat(1_000)}"}\n`;
  for (let i = 0; i < 3_000; i++) log.write(line);
  await unlink(join(folder, 'a.1.log'));
  await writeFile(join(folder, 'a.1.log'), '');
  const lines = await until(log, (each) => each.some((text) => text.includes('were lost')));
  expect(lines.some((text) => /\d+ lines of this log were lost: .*ENOSPC/.test(text))).toBe(true);
  expect(lines.filter((text) => text.includes('xxx')).length).toBeGreaterThan(500);
  await log.close();
});

it('opens later what cannot be opened now', async () => {
  await writeFile(join(folder, 'no-folder'), '');
  const file = join(folder, 'no-folder', 'a');
  const log = await LogFile.open({ file, service: 'all', reopenAfterMs: 1 });
  log.write('{"msg":"lost"}\n');
  await unlink(join(folder, 'no-folder'));
  await mkdir(join(folder, 'no-folder'));
  for (let lines: string[] = []; !lines.some((line) => line.includes('were lost'));) {
    log.write('{"msg":"again"}\n');
    await pause(5);
    lines = await linesIn(join('no-folder', 'a.1.log'));
  }
  await log.close();
  log.write('after its end: nowhere');
});

it('closes on a full disk', async () => {
  await symlink('/dev/full', join(folder, 'a.1.log'));
  const log = await LogFile.open({ file: join(folder, 'a'), service: 'all' });
  log.write('{"msg":"a"}\n');
  await log.close();
});

it('takes a fatal line of a logger on a full disk', async () => {
  await symlink('/dev/full', join(folder, 'a.1.log'));
  const file = await LogFile.open({ file: join(folder, 'a'), service: 'all' });
  const log = logTo(pino.multistream([{ level: 'trace', stream: file }]), 'all', 'info');
  log.error('before');
  log.fatal('the last words');
  await file.close();
});
