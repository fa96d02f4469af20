import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { EventStoreDbStore, HistoryNotRenewed, knownHistory, StoreUnavailable } from '@adapters/event-store';
import { StartRefused } from './start-refused';

const againMs = 1_000;
const fileIn = (dataFolder: string): string => join(dataFolder, 'store-id');

/**
 * Refuses a store that is not the one this data folder goes with: its rows, files and keys are of another
 * installation. Waits while the store does not answer. Writes nothing.
 * @throws StartRefused
 */
export async function assertOwnStore(dataFolder: string, url: string, signal: AbortSignal): Promise<void> {
  const own = await noted(dataFolder);
  if (own === undefined) return;
  const found = await storeIdIn(url, signal);
  if (found === own) return;
  throw new StartRefused(
    `The data folder ${dataFolder} goes with the event store ${own}, EVENTSTORE_URL names ` +
      `${found === undefined ? 'one that holds no installation' : `another one (${found})`}: name its own store, ` +
      `or choose another folder with --data DIR; npm run event-store -- copy brings a store elsewhere`,
  );
}

/** Keeps in the data folder which store it goes with, once all is up. */
export async function noteOwnStore(dataFolder: string, url: string, signal: AbortSignal): Promise<void> {
  const found = await storeIdIn(url, signal);
  if (found !== undefined && found !== (await noted(dataFolder)))
    await writeFile(fileIn(dataFolder), `${found}\n`);
}

async function noted(dataFolder: string): Promise<string | undefined> {
  const text = await readFile(fileIn(dataFolder), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw error;
  });
  return text.trim() || undefined;
}

/** Nothing while no installation was opened in it. */
async function storeIdIn(url: string, signal: AbortSignal): Promise<string | undefined> {
  const store = EventStoreDbStore.connect(url);
  try {
    for (;;) {
      try {
        return (await knownHistory(store)).history.storeId;
      } catch (error) {
        if (error instanceof HistoryNotRenewed) return undefined;
        if (!(error instanceof StoreUnavailable) || signal.aborted) throw error;
        await pause(againMs, undefined, { signal }).catch(() => undefined);
      }
    }
  } finally {
    await store.close();
  }
}
