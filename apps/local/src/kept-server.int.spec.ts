import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedNode, startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { startNatsServer } from '@adapters/messaging/nats-server';
import { freeze } from '../../../test/flows/freeze';
import { KeptServer, type Server, type ServerStart } from './kept-server';
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

it('notices an event store that is alive and does not answer, and starts it again', async () => {
  const nodes: EmbeddedNode[] = [];
  let isBack: () => void = () => undefined;
  const back = new Promise<void>((resolve) => (isBack = resolve));
  const start = async ({ before, onExit }: ServerStart): Promise<EmbeddedNode> => {
    const place = before === undefined ? {} : { inPlaceOf: before.url };
    const dataDir = join(folder, 'event-store');
    const node = await startEmbeddedNode({
      dataDir,
      ...place,
      onExit: (_, signal) => onExit(String(signal)),
    });
    nodes.push(node);
    if (before !== undefined) isBack();
    return node;
  };
  const health = { everyMs: 100, limitMs: 200, missesMax: 3 };
  const kept = new KeptServer('event-store', start, { logs, onChange: () => undefined, health });
  const url = await kept.start();
  const [first] = nodes;
  expect(await first?.isAnswering(5_000)).toBe(true);
  await freeze(first?.pid as number);
  expect(await first?.isAnswering(200)).toBe(false);
  await back;
  expect(nodes[1]?.url).toBe(url);
  expect(await nodes[1]?.isAnswering(5_000)).toBe(true);
  expect(said.join('\n')).toMatch(
    /event-store: is alive and does not answer \(3 times in a row\); killing it\n.*ended unexpectedly \(SIGKILL\)/,
  );
  await kept.stop(5_000);
});
