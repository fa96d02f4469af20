import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startNatsServer } from '@adapters/messaging/nats-server';

import { KeptServer, type Server } from './kept-server';
import { LogBook } from './service-log';

jest.setTimeout(60_000);

let folder: string;
let logs: LogBook;
const said: string[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-server-'));
  logs = await LogBook.open(join(folder, 'logs'), (line) => said.push(line));
});
afterEach(async () => {
  await logs.close();
  await rm(folder, { recursive: true, force: true });
});

it('brings a killed server back at the same address, and a stopped one not', async () => {
  const started: Server[] = [];
  let isBack: (server: Server) => void = () => undefined;
  const back = new Promise<Server>((resolve) => (isBack = resolve));
  const kept: KeptServer = new KeptServer(
    'nats-server',
    async ({ before, onExit }) => {
      const port = before === undefined ? {} : { port: Number(new URL(before.url).port) };
      const options = { storeDir: join(folder, 'store'), ...port };
      const server = await startNatsServer({ ...options, onExit: ({ lastLog }) => onExit(lastLog) });
      if (before) isBack(server);
      started.push(server);
      return server;
    },
    { logs, onChange: () => undefined },
  );
  const url = await kept.start();
  started[0]?.kill('SIGKILL');
  expect((await back).url).toBe(url);
  expect(said.join('\n')).toMatch(/error nats-server: ended unexpectedly \(.+\); starting it again in 1 s/);

  await kept.stop(5_000);
  expect(() => process.kill(started[1]?.pid ?? 0, 0)).toThrow(/ESRCH/);
  expect(started).toHaveLength(2);
});

it('tells why the first start failed and does not try again', async () => {
  const kept = new KeptServer('nats-server', () => Promise.reject(new Error('no disk')), {
    logs,
    onChange: () => undefined,
  });
  await expect(kept.start()).rejects.toThrow('no disk');
  await kept.stop(1_000);
});
