import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { EventStoreDbStore, startEmbeddedNode } from '@adapters/event-store';
import type { Row } from '../bench';
import { nodeEntry, serviceEntry } from '../house';
import { compared, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, number } from '../table';

/** P20: `npm start` to its ready line, on a folder with many events beside an empty one. */
export const start: Row = async (bench) => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const events = bench.isQuick ? 1_000 : 100_000;
  try {
    const full = join(folder, 'full');
    await secondsToReady(full);
    await seed(join(full, 'event-store'), events);
    const first = await secondsToReady(full);
    let round = 0;
    const empty: Slice = () => secondsToReady(join(folder, `empty-${round++}`));
    const again: Slice = () => secondsToReady(full);
    const result = await compared(again, empty, { ...bench, pairs: bench.isQuick ? 1 : 3 });
    const what = `start with ${number(events)} events and their read models`;
    const row = { row: 'P20', what, unit: 's', against: 'start on an empty folder', wanted: '≤ 2' };
    const rebuilt = `${number(first)} s`;
    return [
      comparedLine(row, result),
      { row: 'P20', what: 'the same, read models caught up first', value: rebuilt },
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

async function seed(dataDir: string, events: number): Promise<void> {
  const node = await startEmbeddedNode({ dataDir, entry: nodeEntry });
  const store = EventStoreDbStore.connect(node.url);
  await new Seeds(store).dossiers(events / 10, 9);
  await store.close();
  await node.stop();
}

async function secondsToReady(dataFolder: string): Promise<number> {
  const started = performance.now();
  const args = [serviceEntry('local'), '--data', dataFolder, '--port', '0', '--empty'];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout as Readable }).on('line', (line) => {
      if (line.startsWith('Ready:')) resolve();
    });
    void gone.then(() => reject(new Error('npm start ended before it was ready')));
  });
  const seconds = (performance.now() - started) / 1000;
  child.kill('SIGTERM');
  await gone;
  return seconds;
}
