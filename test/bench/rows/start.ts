import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { EventStoreDbStore, startEmbeddedNode } from '@adapters/event-store';
import type { Bench, Row } from '../bench';
import { nodeEntry, serviceEntry } from '../house';
import { compared, type Slice } from '../pairs';
import { Seeds } from '../seeds';
import { comparedLine, number } from '../table';

const eventsPerDossier = 10;
/** Dossiers between two lines for whoever watches a seed. */
const dossiersPerLine = 5_000;
/** Between two lines for whoever watches a long start. */
const lineMs = 30_000;

/** P20: `npm start` to its ready line, on a folder with many events beside an empty one. */
export const start: Row = async (bench) => {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const dossiers = Math.ceil((bench.sizes.events ?? (bench.isQuick ? 1_000 : 100_000)) / eventsPerDossier);
  const events = dossiers * eventsPerDossier;
  const ready = (data: string) => secondsToReady(bench, data);
  try {
    const full = join(folder, 'full');
    await ready(full);
    await seed(bench, join(full, 'event-store'), dossiers);
    const first = await ready(full);
    let round = 0;
    const empty: Slice = () => ready(join(folder, `empty-${round++}`));
    const again: Slice = () => ready(full);
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

async function seed(bench: Bench, dataDir: string, dossiers: number): Promise<void> {
  const node = await startEmbeddedNode({ dataDir, entry: nodeEntry });
  const store = EventStoreDbStore.connect(node.url);
  const [seeds, started] = [new Seeds(store), performance.now()];
  for (let done = 0; done < dossiers; done += dossiersPerLine) {
    await seeds.dossiers(Math.min(dossiersPerLine, dossiers - done), eventsPerDossier - 1);
    const events = Math.min(dossiers, done + dossiersPerLine) * eventsPerDossier;
    bench.say(`  P20: ${number(events)} events after ${number((performance.now() - started) / 1_000)} s`);
  }
  await store.close();
  await node.stop();
}

async function secondsToReady(bench: Bench, dataFolder: string): Promise<number> {
  const started = performance.now();
  const args = [serviceEntry('local'), '--data', dataFolder, '--port', '0', '--empty'];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  const seconds = (): number => (performance.now() - started) / 1_000;
  const telling = setInterval(() => bench.say(`  P20: not ready after ${number(seconds())} s`), lineMs);
  await new Promise<void>((resolve, reject) => {
    createInterface({ input: child.stdout as Readable }).on('line', (line) => {
      if (line.startsWith('Ready:')) resolve();
    });
    void gone.then(() => reject(new Error('npm start ended before it was ready')));
  }).finally(() => clearInterval(telling));
  const taken = seconds();
  child.kill('SIGTERM');
  await gone;
  return taken;
}
