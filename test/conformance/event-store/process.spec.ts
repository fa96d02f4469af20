import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { startEmbeddedNode } from '@adapters/event-store/embedded-node';
import { startNode } from '../../../apps/event-store/src/node';
import {
  all,
  builtEntry,
  connect,
  connectionStringOf,
  loginOf,
  newFolder,
  newStream,
  noted,
  numbers,
  refusal,
} from './node-under-test';

interface Run {
  readonly child: ChildProcess;
  readonly firstLine: Promise<string>;
  /** Everything on stdout and stderr, with the exit code, once the process is gone. */
  readonly ended: Promise<{ code: number | null; stdout: string; stderr: string }>;
}

const runNode = (...args: string[]): Run => run(process.execPath, [builtEntry(), ...args]);

function run(command: string, args: string[]): Run {
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
  const [out, err]: [string[], string[]] = [[], []];
  let tellFirst: (line: string) => void;
  const firstLine = new Promise<string>((resolve) => (tellFirst = resolve));
  child.stdout.on('data', (chunk: Buffer) => {
    out.push(chunk.toString());
    if (out.join('').includes('\n')) tellFirst(out.join('').split('\n')[0] ?? '');
  });
  child.stderr.on('data', (chunk: Buffer) => err.push(chunk.toString()));
  const ended = new Promise<Awaited<Run['ended']>>((resolve) =>
    child.once('close', (code) => resolve({ code, stdout: out.join(''), stderr: err.join('') })),
  );
  return { child, firstLine, ended };
}

const folders: string[] = [];
const folder = (): string => {
  const made = newFolder();
  folders.push(made);
  return made;
};
afterAll(() => folders.forEach((made) => rmSync(made, { recursive: true, force: true })));

const refusedWith = async (node: Run): Promise<string> => {
  const { code, stdout } = await node.ended;
  expect(code).toBe(1);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  const { ready, error } = JSON.parse(stdout) as { ready: boolean; error: string };
  expect(ready).toBe(false);
  expect(error).not.toContain('\n');
  return error;
};

describe('the handshake', () => {
  it('is one line on stdout; logs are JSON lines on stderr', async () => {
    const node = runNode('--memory');
    const first = JSON.parse(await node.firstLine) as { url: string; connectionStringFile: string };
    const { url, connectionStringFile } = first;
    const told = connectionStringOf({ url, connectionStringFile });
    node.child.kill('SIGTERM');
    const { code, stdout, stderr } = await node.ended;
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      ready: true,
      url,
      connectionStringFile,
      as: '24.2',
      pid: node.child.pid,
    });
    const [, port, query] = /^esdb:\/\/127\.0\.0\.1(:\d+)(\?tls=true&tlsCAFile=.+)$/.exec(url) ?? [];
    const { password } = loginOf(told);
    expect(told).toBe(`esdb://admin:${password}@localhost${port}${query}`);
    expect(password).toMatch(/^[\w-]{43}$/);
    expect(stdout + stderr).not.toContain(password);
    for (const line of stderr.trim().split('\n')) {
      expect(JSON.parse(line)).toMatchObject({ service: 'event-store', level: 'info' });
    }
  });
});

describe('an orderly end', () => {
  it('on SIGTERM frees port and folder at once, and keeps everything', async () => {
    const dataDir = folder();
    const first = await startEmbeddedNode({ dataDir, entry: builtEntry() });
    const client = connect(first.url);
    const stream = newStream();
    await client.appendToStream(stream, [noted(1), noted(2)]);
    const following = client.subscribeToAll();
    const ended = new Promise((resolve) => following.once('error', resolve));
    await new Promise((resolve) => following.once('caughtUp', resolve));
    await first.stop();
    await ended;
    await client.dispose();
    expect(readdirSync(dataDir)).not.toContain('node.lock');

    const again = await startEmbeddedNode({ dataDir, entry: builtEntry(), inPlaceOf: first.url });
    const next = connect(again.url);
    expect(again.url).toBe(first.url);
    expect(numbers(await all(next.readStream(stream)))).toEqual([1, 2]);
    await next.dispose();
    await again.stop();
  });

  it('follows when the supervisor is gone, and only when supervised', async () => {
    const [supervised, alone] = [runNode('--memory', '--supervised'), runNode('--memory')];
    await Promise.all([supervised.firstLine, alone.firstLine]);
    alone.child.stdin?.end();
    supervised.child.stdin?.end();
    const { code, stderr } = await supervised.ended;
    expect(code).toBe(0);
    expect(stderr).toContain('the supervisor is gone');
    expect(alone.child.exitCode).toBeNull();
    alone.child.kill('SIGTERM');
    await alone.ended;
  });

  it('is told to who started it', async () => {
    let told: unknown;
    const exited = new Promise<void>((resolve) => {
      void startEmbeddedNode({
        entry: builtEntry(),
        onExit: (code, signal) => {
          told = { code, signal };
          resolve();
        },
      }).then((node) => node.kill('SIGKILL'));
    });
    await exited;
    expect(told).toEqual({ code: null, signal: 'SIGKILL' });
  });
});

describe('a start that is refused', () => {
  it('names the process that holds the folder, and takes over when that one was killed', async () => {
    const dataDir = folder();
    const holder = await startEmbeddedNode({ dataDir, entry: builtEntry() });
    const line = `The event store folder ${dataDir} is in use by process ${holder.pid}: stop that process, or choose`;
    expect(await refusedWith(runNode('--data', dataDir))).toContain(line);
    const error = await refusal(startEmbeddedNode({ dataDir, entry: builtEntry() }));
    expect(error['message']).toContain(line);
    expect((await refusal(startNode({ dataDir })))['message']).toContain(line);
    holder.kill('SIGKILL');
    await holder.stop();
    const heir = await startEmbeddedNode({ dataDir, entry: builtEntry() });
    await heir.stop();
  });

  it('names a port in use, and leaves the folder free', async () => {
    const dataDir = folder();
    const server = await new Promise<Server>((resolve) => {
      const listening = createServer().listen(0, '127.0.0.1', () => resolve(listening));
    });
    const { port } = server.address() as { port: number };
    const error = await refusedWith(runNode('--data', dataDir, '--port', String(port)));
    expect(error).toMatch(new RegExp(`^Port ${port} on 127.0.0.1 cannot be used .*EADDRINUSE.*--port`));
    expect(readdirSync(dataDir)).not.toContain('node.lock');
    await new Promise((resolve) => server.close(resolve));
  });

  it('names a folder that cannot be written', async () => {
    const file = join(folder(), 'file');
    writeFileSync(file, '');
    expect(await refusedWith(runNode('--data', join(file, 'store')))).toMatch(/cannot be written .*--data/);
  });

  it('names a folder with something else in it', async () => {
    const dataDir = folder();
    writeFileSync(join(dataDir, 'data.mdb'), 'something else '.repeat(1_000));
    expect(await refusedWith(runNode('--data', dataDir))).toMatch(/is not an event store/);
    expect(readdirSync(dataDir)).not.toContain('node.lock');
  });

  it.each([
    ['neither folder nor memory', [], /Give either --data DIR or --memory/],
    ['both', ['--memory', '--data', 'x'], /Give either --data DIR or --memory/],
    ['an unknown option', ['--memory', '--fast'], /--fast/],
    ['no port', ['--memory', '--port', '70000'], /--port 70000 is not a port/],
  ])('tells the usage for %s', async (_, args, message) => {
    const error = await refusedWith(runNode(...args));
    expect(error).toMatch(message);
    expect(error).toContain('Usage: event-store');
  });
});
