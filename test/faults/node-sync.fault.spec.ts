import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type EventStoreDBClient } from '@eventstore/db-client';
import { startEmbeddedNode } from '@adapters/event-store/embedded-node';
import {
  all,
  builtEntry,
  connect,
  connectionStringOf,
  newFolder,
  newStream,
  noted,
  numbers,
} from '../conformance/event-store/node-under-test';

/** Needs `strace`, and the right to use it on a child. */
const dataDir = newFolder();
const traces = newFolder();
afterAll(() => [dataDir, traces].forEach((folder) => rmSync(folder, { recursive: true, force: true })));

interface Traced {
  readonly client: EventStoreDBClient;
  readonly pid: number;
  readonly child: ChildProcess;
  /** What the node said on stderr, once it is gone. */
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
  syncs(): number;
}

async function runTraced(...injected: readonly string[]): Promise<Traced> {
  const trace = join(traces, `${injected.length}.trace`);
  const options = ['-f', '-qq', '-o', trace, '-e', 'trace=fsync,fdatasync,msync', ...injected];
  const child = spawn('strace', [...options, process.execPath, builtEntry(), '--data', dataDir]);
  const said: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => said.push(chunk.toString()));
  const ended = new Promise<Awaited<Traced['ended']>>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stderr: said.join('') }));
  });
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', resolve);
    ended.then(({ stderr }) => reject(new Error(`the traced node did not start: ${stderr}`)), reject);
  });
  const { pid, ...node } = JSON.parse(line) as { url: string; connectionStringFile: string; pid: number };
  const syncs = () => readFileSync(trace, 'utf8').match(/(fsync|fdatasync|msync)\(/g)?.length ?? 0;
  return { client: connect(connectionStringOf(node)), pid, child, ended, syncs };
}

it('the system sees one sync per group', async () => {
  const first = await startEmbeddedNode({ dataDir, entry: builtEntry() });
  await first.stop();
  const node = await runTraced();
  const before = node.syncs();
  const stream = newStream();
  for (let n = 0; n < 20; n += 1) await node.client.appendToStream(stream, [noted(n), noted(n)]);
  const together = Array.from({ length: 50 }, (_, n) => node.client.appendToStream(newStream(), noted(n)));
  await Promise.all(together);
  await node.client.dispose();
  process.kill(node.pid, 'SIGTERM');
  await node.ended;
  expect(node.syncs() - before).toBeGreaterThanOrEqual(21);
  expect(node.syncs() - before).toBeLessThanOrEqual(24);
});

it('a sync that fails ends the node: nothing of it is acknowledged, all that was acknowledged is there', async () => {
  // Counted per thread, so the first few syncs succeed wherever they run.
  const node = await runTraced('-e', 'inject=fdatasync:error=EIO:when=4+');
  const stream = newStream();
  let acknowledged = 0;
  let isGone = false;
  const gone = node.ended.then(() => (isGone = true));
  while (!isGone) {
    const append = node.client.appendToStream(stream, noted(acknowledged)).then(
      () => 'acknowledged',
      () => gone,
    );
    if ((await Promise.race([append, gone])) === 'acknowledged') acknowledged += 1;
  }
  await node.client.dispose();
  const { code, stderr } = await node.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/The commit of positions \d+ to \d+ failed.*The node stops/);

  const again = await startEmbeddedNode({ dataDir, entry: builtEntry() });
  const client = connect(again.url);
  const kept = numbers(await all(client.readStream(stream)));
  expect(kept.slice(0, acknowledged)).toEqual(Array.from({ length: acknowledged }, (_, n) => n));
  expect(acknowledged).toBeGreaterThan(0);
  await client.dispose();
  await again.stop();
});
