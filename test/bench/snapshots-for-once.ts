import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Snapshots } from '@adapters/event-store';

/** Snapshots in a folder that is there for this work only; what goes wrong with one fails it. */
export async function withSnapshots<T>(work: (snapshots: Snapshots) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'lienthong-bench-'));
  const troubles: string[] = [];
  const snapshots = new Snapshots({
    folder,
    code: 'bench',
    history: { storeId: 'bench', epoch: 1 },
    log: { warn: (fields, message) => void troubles.push(`${message}: ${JSON.stringify(fields)}`) },
  });
  try {
    const done = await work(snapshots);
    await snapshots.settled();
    if (troubles.length > 0) throw new Error(troubles.join('; '));
    return done;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
