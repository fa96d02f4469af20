import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogBook, shortOf } from './service-log';

it('shows warnings once and short, and keeps what nobody else keeps', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-logs-'));
  const shown: string[] = [];
  const logs = await LogBook.open(folder, (line) => shown.push(line));
  logs.heard('all', '{"level":"info","msg":"an append"}');
  logs.heard('all', '{"level":"warn","service":"exchange","msg":"slow"}');
  logs.heard('all', '{"level":"warn","service":"exchange","msg":"slow"}');
  logs.heard('all', 'TypeError: no such table');
  logs.kept('event-store', '{"level":50,"msg":"no answer","err":{"message":"timeout"}}');
  logs.say('bus', 'warn', 'ended');
  logs.quiet();
  logs.say('bus', 'warn', 'ended again');
  await logs.close();

  expect(shown.map((line) => line.slice(9))).toEqual([
    'warn  exchange: slow',
    'error event-store: no answer: timeout',
    'warn  bus: ended',
  ]);
  const [file] = await readdir(folder);
  const lines = (await readFile(join(folder, file ?? ''), 'utf8')).trim().split('\n');
  const messages = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
  expect(messages).toEqual(['TypeError: no such table', 'no answer', 'ended', 'ended again']);
  await rm(folder, { recursive: true });
});

it('makes one line of a record', () => {
  expect(shortOf({ level: 50, msg: 'lost\n  the bus', err: { message: 'lost' } })).toBe('lost the bus');
  expect(shortOf({ level: 50, msg: 'x'.repeat(300) })).toHaveLength(200);
});
